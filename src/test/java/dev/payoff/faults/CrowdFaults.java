package dev.payoff.faults;

import dev.payoff.devstack.AppProcess;
import dev.payoff.faults.Fault.Landed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Many of one kind: instances that come and go, a tenant that sends without end. */
final class CrowdFaults {

    private static final Duration MEASURED = Duration.ofSeconds(8);
    private static final Feeder.Pace FLOOD = new Feeder.Pace(2_000, 40_000);
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final long LEAST_FLOOD = 10_000;

    private CrowdFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "FJ",
                        "instances leave and join under load, from all to one and to all again",
                        "nothing is lost on the way",
                        CrowdFaults::scale),
                new Fault(
                        "F38",
                        "a tenant floods the family that others use too",
                        "theirs is counted as it was, later perhaps",
                        CrowdFaults::flood));
    }

    private static Landed scale(Laboratory lab) throws Exception {
        List<Instance> leavers = lab.instances.subList(1, lab.instances.size());
        List<String> owners = new ArrayList<>();
        lab.feed(4_000);
        owners.add(owners(lab));
        for (Instance leaver : leavers) {
            leaver.signal("TERM");
            leaver.awaitEnd(30);
            lab.feed(2_000);
        }
        lab.await("one who has all", () -> owners(lab).equals("1"));
        owners.add(owners(lab));
        lab.feed(8_000);
        for (Instance joiner : leavers) {
            joiner.app().start();
            lab.feed(2_000);
        }
        String all = Integer.toString(lab.instances.size());
        lab.await("partitions for everyone", () -> owners(lab).equals(all));
        owners.add(owners(lab));
        lab.awaitAllReady();
        lab.feed(4_000);
        return new Landed(
                2 * leavers.size(),
                "instances that owned partitions: " + String.join(", then ", owners));
    }

    private static String owners(Laboratory lab) throws Exception {
        return lab.books().column("SELECT count(DISTINCT owner) FROM consumer_offset").getFirst();
    }

    /**
     * How long a reading of the first tenant takes from its 202 to its commit, with the second
     * tenant at its usual pace and then as fast as it gets.
     */
    private static Landed flood(Laboratory lab) throws Exception {
        Feeder other = lab.tenants.getLast().feeder();
        try {
            lab.feed(400);
            lab.feeder.rest();
            other.flow();
            List<Long> before = delays(lab);
            long sent = other.count();
            other.at(FLOOD);
            Thread.sleep(WARM_UP.toMillis());
            List<Long> during = delays(lab);
            long flood = other.count() - sent;
            return Landed.when(
                    flood > LEAST_FLOOD,
                    1,
                    "%d readings of the other in %d s; from 202 to commit before: %s, during: %s"
                            .formatted(
                                    flood,
                                    MEASURED.plus(WARM_UP).toSeconds(),
                                    quantiles(before),
                                    quantiles(during)));
        } finally {
            other.at(null);
        }
    }

    /** In milliseconds, from the 202 of a step of the ladder to its commit. */
    private static List<Long> delays(Laboratory lab) throws Exception {
        List<Long> delays = new ArrayList<>();
        long until = System.nanoTime() + MEASURED.toNanos();
        while (System.nanoTime() < until) {
            lab.feeder.send(lab.generator.next(1));
            long step = lab.generator.steps();
            long began = System.nanoTime();
            while (committed(lab) < step && System.nanoTime() - began < LONGEST.toNanos()) {
                Thread.sleep(5);
            }
            delays.add((System.nanoTime() - began) / 1_000_000);
            Thread.sleep(lab.random.nextLong(100));
        }
        Collections.sort(delays);
        return delays;
    }

    private static long committed(Laboratory lab) throws SQLException {
        return Long.parseLong(
                lab.books()
                        .column(
                                "SELECT coalesce(max(w.count), 0) FROM metric_window w"
                                        + " JOIN metric m ON m.id = w.metric_id"
                                        + " JOIN tenant t ON t.id = w.tenant_id"
                                        + " WHERE w.size = 2 AND m.full_key = ? AND t.key = ?",
                                Generator.STEP,
                                AppProcess.TENANT)
                        .getFirst());
    }

    private static String quantiles(List<Long> sorted) {
        return "p50 %d ms, p90 %d ms, longest %d ms"
                .formatted(
                        sorted.get(sorted.size() / 2),
                        sorted.get(sorted.size() * 9 / 10),
                        sorted.getLast());
    }
}
