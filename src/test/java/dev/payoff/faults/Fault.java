package dev.payoff.faults;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something that goes wrong, on purpose.
 *
 * @param id its number in docs/faults.md
 * @param name what it is, in a few words
 * @param promise what must hold all the same
 */
record Fault(String id, String name, String promise, Injection injection) {

    /** Does it, while readings flow, and mends it again. */
    interface Injection {

        /**
         * What shows that it happened.
         *
         * @throws NotLandedException if nothing shows it: then the round proves nothing
         */
        Landed into(Laboratory lab) throws Exception;
    }

    /** Whether its round ends when each message to Slack has been taken, some by another try. */
    boolean tellsSlack() {
        return id.equals("F28") || id.equals(THE_END);
    }

    /** The last round of a world: whatever waited for the end of a lease has its time. */
    static final String THE_END = "END";

    static Fault theEnd() {
        return new Fault(
                THE_END,
                "the end of a world: nothing is broken any more",
                "every message that waited has been told",
                lab -> new Landed(1, "everything rests"));
    }

    /**
     * @param times how often it was done
     * @param proof what was seen of it, other than the doing
     */
    record Landed(int times, String proof) {

        /** The proof, where there is one. */
        static Landed when(boolean seen, int times, String proof) {
            if (!seen) {
                throw new NotLandedException(proof);
            }
            return new Landed(times, proof);
        }
    }

    /** The fault was done and nothing shows that it was. */
    static final class NotLandedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotLandedException(String proof) {
            super("It did not land: " + proof);
        }
    }

    /** All that can be made on this machine, those of most worth first. */
    static List<Fault> all() {
        return Stream.of(
                        List.of(CrashPoints.fault()),
                        ProcessFaults.all(),
                        LinkFaults.all(),
                        ServerFaults.all(),
                        DiskFaults.all(),
                        CrowdFaults.all(),
                        DataFaults.all(),
                        OutsideFaults.all())
                .flatMap(List::stream)
                .toList();
    }
}
