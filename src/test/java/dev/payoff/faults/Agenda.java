package dev.payoff.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is done next in a run of some minutes. A full run has four aims; whichever is furthest from
 * being met is served next, so that a run which ends early has a like share of each. Pure.
 */
final class Agenda {

    /**
     * What a full run comes to, besides each fault of the list.
     *
     * @param deaths instances killed, or halted at crash points
     * @param cuts streams cut
     */
    record Aims(long records, int deaths, int cuts) {
        static final Aims FULL = new Aims(1_000_000, 200, 10_000);
    }

    /** What was done so far, over all worlds. */
    record Done(long records, int kills, int halts, int cuts) {}

    private static final String KILLS = "F1";
    private static final String HALTS = "F2";
    private static final String CUTS = "F27";

    /** The round with most records to its time, and a fault of its own worth. */
    private static final String RECORDS = "FJ";

    private final List<Fault> faults;
    private final Aims aims;
    private final Map<String, Integer> made = new HashMap<>();

    /**
     * @param faults those that are wanted, those of most worth first
     * @param aims null: each of them in turn, and nothing else
     */
    Agenda(List<Fault> faults, Aims aims) {
        this.faults = List.copyOf(faults);
        this.aims = aims;
    }

    /** What to do after this; notes that it is done. */
    Fault next(Done done) {
        Fault next = aims == null ? leastMade() : choose(done);
        made.merge(next.id(), 1, Integer::sum);
        return next;
    }

    private Fault choose(Done done) {
        double list = (double) made.size() / faults.size();
        double deaths = (double) (done.kills() + done.halts()) / aims.deaths();
        double cuts = (double) done.cuts() / aims.cuts();
        double records = (double) done.records() / aims.records();
        double least = Math.min(Math.min(list, deaths), Math.min(cuts, records));
        if (least >= 1 || least == list) {
            return leastMade();
        }
        if (least == deaths) {
            return fault(done.halts() <= done.kills() ? HALTS : KILLS);
        }
        return fault(least == cuts ? CUTS : RECORDS);
    }

    private Fault fault(String id) {
        return faults.stream()
                .filter(fault -> fault.id().equals(id))
                .findFirst()
                .orElseGet(this::leastMade);
    }

    private Fault leastMade() {
        Fault least = faults.getFirst();
        for (Fault fault : faults) {
            if (times(fault) < times(least)) {
                least = fault;
            }
        }
        return least;
    }

    private int times(Fault fault) {
        return made.getOrDefault(fault.id(), 0);
    }

    /** Whether each was done at least once. */
    boolean isThrough() {
        return faults.stream().allMatch(fault -> times(fault) > 0);
    }

    /** Those whose turn never came. */
    List<Fault> notReached() {
        List<Fault> left = new ArrayList<>(faults);
        left.removeIf(fault -> times(fault) > 0);
        return left;
    }
}
