package dev.payoff.faults;

import dev.payoff.devstack.AppProcess;
import dev.payoff.faults.Fault.Landed;
import dev.payoff.faults.FaultProxy.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What happens between the application and its servers. */
final class LinkFaults {

    private static final int SWIZZLES = Integer.getInteger("payoff.faults.swizzles", 6);

    private LinkFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "F3b",
                        "a batch reaches PostgreSQL after others took its partitions over",
                        "it is fenced off",
                        LinkFaults::arriveLate),
                new Fault(
                        "F7",
                        "the brokers' acknowledgement is lost on its way",
                        "one copy, though it is said again",
                        LinkFaults::loseAcknowledgements),
                new Fault(
                        "F8",
                        "an instance cut off from the brokers",
                        "another takes over; it is fenced and comes back",
                        LinkFaults::cutOffKafka),
                new Fault(
                        "F10",
                        "the connection dies during COMMIT",
                        "its outcome is found out, never guessed",
                        LinkFaults::loseCommits),
                new Fault(
                        "F12",
                        "PostgreSQL hangs for 8 s",
                        "it waits, and goes on",
                        lab -> hang(lab, Instance::postgres)),
                new Fault(
                        "F13",
                        "PostgreSQL answers 200 to 400 ms late",
                        "the log waits, not the heap",
                        lab -> slow(lab, Instance::postgres, new Weather.Latency(100, 100))),
                new Fault(
                        "F16",
                        "Redis hangs for 8 s",
                        "ingest goes on meanwhile",
                        LinkFaults::hangRedis),
                new Fault(
                        "F16b",
                        "Redis answers 2 s late, then at 20 kB/s",
                        "ingest goes on meanwhile",
                        LinkFaults::slowRedis),
                new Fault(
                        "F25",
                        "every connection to every server reset at once, five times",
                        "all come back by themselves",
                        LinkFaults::resetAll),
                new Fault(
                        "FX",
                        "swizzle-clog: random links stopped one by one, restored in another order",
                        "all of it",
                        LinkFaults::swizzle));
    }

    private interface Link {
        FaultProxy of(Instance instance);
    }

    private static Landed loseAcknowledgements(Laboratory lab) throws Exception {
        long swallowed = 0;
        for (Instance instance : lab.instances) {
            lab.feed(1_000);
            long before = instance.kafka().swallowed();
            instance.kafka().set(new Weather.HalfOpen());
            lab.flowFor(Duration.ofSeconds(6));
            instance.kafka().heal();
            swallowed += instance.kafka().swallowed() - before;
        }
        return Landed.when(
                swallowed > 0, lab.instances.size(), swallowed + " bytes of answers swallowed");
    }

    /** Held before its first statement, so that no lock of its own protects it. */
    private static Landed arriveLate(Laboratory lab) throws Exception {
        lab.feed(500);
        lab.feeder.rest();
        lab.await("end of the lag", () -> lab.books().isLevelWithTheLog());
        Instance victim = lab.busiest();
        String had =
                "SELECT 1 FROM consumer_offset WHERE owner LIKE '" + victim.app().pid() + "@%'";
        long before = victim.said("fenced off");
        victim.postgres().set(new Weather.Hang());
        for (int i = 0; i < Generator.ORDINARY; i++) {
            lab.servers.produce(
                    Laboratory.MONITORING,
                    AppProcess.TENANT + "/" + Generator.PROJECT + "/m-" + i,
                    Generator.unreadable());
        }
        Thread.sleep(1_500);
        victim.kafka().set(new Weather.Down());
        lab.await("takeover by others", () -> lab.books().column(had).isEmpty());
        lab.await("end of the lag", () -> lab.books().isLevelWithTheLog());
        victim.postgres().heal();
        victim.kafka().heal();
        Thread.sleep(3_000);
        long fenced = victim.said("fenced off") - before;
        return Landed.when(fenced > 0, 1, fenced + " late batches fenced off");
    }

    private static Landed cutOffKafka(Laboratory lab) throws Exception {
        Instance victim = lab.any();
        lab.feed(1_000);
        String owners = owners(lab);
        long before = victim.kafka().broken();
        victim.kafka().set(new Weather.Down());
        lab.flowFor(Duration.ofSeconds(10));
        lab.await("change of hands", () -> !owners(lab).equals(owners));
        victim.kafka().heal();
        long broken = victim.kafka().broken() - before;
        return Landed.when(broken > 0, 1, broken + " connections refused; others took over");
    }

    private static String owners(Laboratory lab) throws Exception {
        return String.join(
                ",",
                lab.books().column("SELECT owner FROM consumer_offset ORDER BY topic, partition"));
    }

    private static Landed loseCommits(Laboratory lab) throws Exception {
        lab.feed(1_000);
        long before = sum(lab, FaultProxy::cutAtMark);
        long retriedBefore = retried(lab);
        for (int i = 0; i < 12 && retried(lab) - retriedBefore < 4; i++) {
            // Every commit of this stretch, until one of a batch is among them: a slow machine
            // commits a batch in seconds.
            for (Instance instance : lab.instances) {
                instance.postgres().cutAnswersTo("COMMIT", 1_000);
            }
            long hit = retried(lab);
            for (int step = 0; step < 25 && retried(lab) == hit; step++) {
                lab.flowFor(Duration.ofMillis(400));
            }
            lab.instances.forEach(instance -> instance.postgres().heal());
            lab.flowFor(Duration.ofMillis(800));
        }
        long cut = sum(lab, FaultProxy::cutAtMark) - before;
        long retried = retried(lab) - retriedBefore;
        return Landed.when(
                cut > 0 && retried > 0,
                (int) cut,
                cut + " answers to COMMIT cut, " + retried + " of them of batches");
    }

    private static long retried(Laboratory lab) throws Exception {
        long retried = 0;
        for (Instance instance : lab.instances) {
            retried += instance.said("was not committed, trying again");
        }
        return retried;
    }

    private interface Figure {
        long of(FaultProxy proxy);
    }

    private static long sum(Laboratory lab, Figure figure) {
        return lab.instances.stream()
                .flatMap(instance -> instance.links().stream())
                .mapToLong(figure::of)
                .sum();
    }

    private static Landed hang(Laboratory lab, Link link) throws Exception {
        lab.feed(1_000);
        long before = sum(lab, FaultProxy::delayed);
        for (Instance instance : lab.instances) {
            link.of(instance).set(new Weather.Hang());
        }
        lab.flowFor(Duration.ofSeconds(8));
        for (Instance instance : lab.instances) {
            link.of(instance).heal();
        }
        long held = sum(lab, FaultProxy::delayed) - before;
        return Landed.when(held > 0, 1, held + " pieces held");
    }

    private static Landed slow(Laboratory lab, Link link, Weather weather) throws Exception {
        lab.feed(1_000);
        long before = sum(lab, FaultProxy::delayed);
        for (Instance instance : lab.instances) {
            link.of(instance).set(weather);
        }
        lab.flowFor(Duration.ofSeconds(12));
        for (Instance instance : lab.instances) {
            link.of(instance).heal();
        }
        long delayed = sum(lab, FaultProxy::delayed) - before;
        return Landed.when(delayed > 0, 1, delayed + " pieces came late");
    }

    private static Landed hangRedis(Laboratory lab) throws Exception {
        lab.feed(1_000);
        long before = sum(lab, FaultProxy::delayed);
        lab.instances.forEach(instance -> instance.redis().set(new Weather.Hang()));
        long consumed = lab.books().consumed();
        lab.flowFor(Duration.ofSeconds(8));
        long meanwhile = lab.books().consumed() - consumed;
        lab.instances.forEach(instance -> instance.redis().heal());
        long held = sum(lab, FaultProxy::delayed) - before;
        return Landed.when(
                held > 0 && meanwhile > 0,
                1,
                held + " pieces held; " + meanwhile + " records committed meanwhile");
    }

    private static Landed slowRedis(Laboratory lab) throws Exception {
        lab.feed(1_000);
        long before = sum(lab, FaultProxy::delayed);
        long consumed = lab.books().consumed();
        lab.instances.forEach(instance -> instance.redis().set(new Weather.Latency(2_000, 100)));
        lab.flowFor(Duration.ofSeconds(6));
        lab.instances.forEach(instance -> instance.redis().set(new Weather.Bandwidth(20_000)));
        lab.flowFor(Duration.ofSeconds(6));
        long meanwhile = lab.books().consumed() - consumed;
        lab.instances.forEach(instance -> instance.redis().heal());
        long late = sum(lab, FaultProxy::delayed) - before;
        return Landed.when(
                late > 0 && meanwhile > 0,
                1,
                late + " pieces late; " + meanwhile + " records committed meanwhile");
    }

    private static Landed resetAll(Laboratory lab) throws Exception {
        long before = sum(lab, FaultProxy::broken);
        for (int i = 0; i < 5; i++) {
            lab.flowFor(Duration.ofMillis(500 + lab.random.nextLong(1_000)));
            lab.instances.forEach(instance -> instance.links().forEach(FaultProxy::resetAll));
        }
        long broken = sum(lab, FaultProxy::broken) - before;
        return Landed.when(broken > 0, 5, broken + " connections reset");
    }

    /** In FoundationDB's way: a subset of links stops one by one, and comes back in any order. */
    private static Landed swizzle(Laboratory lab) throws Exception {
        Random order = new Random(lab.random.nextLong());
        long before = sum(lab, FaultProxy::delayed) + sum(lab, FaultProxy::broken);
        int stopped = 0;
        for (int round = 0; round < SWIZZLES; round++) {
            List<FaultProxy> links = new ArrayList<>();
            lab.instances.forEach(instance -> links.addAll(instance.links()));
            Collections.shuffle(links, order);
            List<FaultProxy> some =
                    new ArrayList<>(links.subList(0, 1 + order.nextInt(links.size())));
            for (FaultProxy link : some) {
                link.set(
                        switch (order.nextInt(4)) {
                            case 0 -> new Weather.Hang();
                            case 1 -> new Weather.Latency(300, 300);
                            case 2 -> new Weather.HalfOpen();
                            default -> new Weather.Down();
                        });
                lab.flowFor(Duration.ofMillis(order.nextInt(600)));
            }
            stopped += some.size();
            Collections.shuffle(some, order);
            for (FaultProxy link : some) {
                link.heal();
                lab.flowFor(Duration.ofMillis(order.nextInt(600)));
            }
        }
        long harm = sum(lab, FaultProxy::delayed) + sum(lab, FaultProxy::broken) - before;
        return Landed.when(
                harm > 0,
                SWIZZLES,
                stopped + " links stopped; " + harm + " pieces held, connections broken");
    }
}
