package dev.payoff.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Faults one after the other in one laboratory, each followed by rest and a look at everything. */
final class FaultRun {

    private static final int SHOWN = 20;
    private static final int LINE = 240;

    private final Laboratory lab;
    private final Verifier verifier;
    private final List<Round> rounds = new ArrayList<>();
    private boolean usable = true;

    FaultRun(Laboratory lab) {
        this.lab = lab;
        this.verifier = new Verifier(lab);
    }

    List<Round> rounds() {
        return List.copyOf(rounds);
    }

    /** Whether the world can still be used: after trouble nobody knows what state it is in. */
    boolean canGoOn() {
        return usable;
    }

    Round round(Fault fault) throws Exception {
        long before = lab.servers.ends().values().stream().mapToLong(end -> end).sum();
        Round round;
        try {
            Fault.Landed landed = fault.injection().into(lab);
            Map<String, Long> ends = lab.servers.ends();
            long mended = System.nanoTime();
            lab.await("recovery from " + fault.name(), () -> lab.isCommitted(ends));
            Duration recovery = Duration.ofNanos(System.nanoTime() - mended);
            verifier.settle();
            if (fault.tellsSlack()) {
                verifier.settleMessages();
            }
            long held = lab.servers.ends().values().stream().mapToLong(end -> end).sum();
            round = new Round(fault, landed, held - before, recovery, verifier.look(), null);
        } catch (Fault.NotLandedException e) {
            verifier.settle();
            round = new Round(fault, null, 0, null, null, e.getMessage());
        } catch (InterruptedException e) {
            throw e;
        } catch (AssertionError | Exception e) {
            round = new Round(fault, null, 0, null, null, String.valueOf(e.getMessage()));
            usable = false;
            e.printStackTrace(System.out);
        }
        rounds.add(round);
        tell(round);
        return round;
    }

    private void tell(Round round) {
        System.out.printf(
                "%tT %-4s %-70s %s%n",
                java.time.LocalTime.now(),
                round.fault().id(),
                round.fault().name(),
                round.trouble() != null
                        ? "TROUBLE: " + round.trouble()
                        : (round.isClean() ? "holds" : "WRONG")
                                + ", recovered in "
                                + Round.seconds(round.recovery())
                                + "; "
                                + round.landed().proof());
        if (round.findings() != null) {
            round.findings().all().stream()
                    .limit(SHOWN)
                    .map(finding -> finding.substring(0, Math.min(LINE, finding.length())))
                    .forEach(finding -> System.out.println("       " + finding));
        }
    }
}
