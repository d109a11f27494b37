package dev.payoff.faults;

import dev.payoff.faults.Fault.Landed;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happens to processes of the application: killed, frozen, starved, replaced. */
final class ProcessFaults {

    private static final int KILLS = Integer.getInteger("payoff.faults.kills", 10);

    private static final int CALLERS = 100;

    /** What an instance logs when it has claimed its partitions. */
    static final String HOLDING = "Holding";

    /** What is logged of an answer that nobody foresaw. */
    private static final String FAILED = "Request failed, id";

    private ProcessFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "F1",
                        "SIGKILL, by turns while it reads, commits, starts, recovers, and two at once",
                        "nothing lost, nothing twice",
                        lab -> kill(lab, KILLS)),
                new Fault(
                        "F3",
                        "frozen past its session's end, then thawed (zombie)",
                        "who lost its partitions cannot write to them any more",
                        ProcessFaults::freeze),
                new Fault(
                        "F4",
                        "starved: it may run 5 % of the time",
                        "slow is not wrong",
                        ProcessFaults::starve),
                new Fault(
                        "F5",
                        "rebalance storm: an instance comes and goes",
                        "the others go on",
                        ProcessFaults::storm),
                new Fault(
                        "F5b",
                        "a process to each role, each killed in turn, and back to all roles",
                        "who does not stream holds no partition; the rest goes on",
                        ProcessFaults::rolesApart),
                new Fault(
                        "F31",
                        "killed again and again while it starts and recovers",
                        "recovery can be begun anew at any point",
                        ProcessFaults::killStarting),
                new Fault(
                        "F35",
                        "SIGTERM under load, one instance after the other",
                        "it ends in time and leaves no work twice",
                        ProcessFaults::terminate),
                new Fault(
                        "F36",
                        "no more file descriptors than it has",
                        "it sheds and comes back",
                        ProcessFaults::starveOfDescriptors));
    }

    /**
     * Who was killed starts at once, and nobody waits for it: recoveries overlap, and some are cut
     * short themselves.
     */
    static Landed kill(Laboratory lab, int times) throws Exception {
        int busy = 0;
        int recovering = 0;
        lab.poison();
        for (int i = 0; i < times; i++) {
            Instance victim = lab.instances.get(i % lab.instances.size());
            lab.feeder.flow();
            switch (i % 5) {
                case 0 -> {
                    lab.feed(400 + lab.random.nextInt(1_000));
                    Thread.sleep(lab.random.nextLong(40));
                }
                case 1 -> {
                    lab.awaitCommit();
                    Thread.sleep(lab.random.nextLong(200));
                }
                case 2 -> {
                    long held = victim.said(HOLDING);
                    lab.await(
                            "claim of partitions",
                            () -> victim.said(HOLDING) > held || victim.app().isReady());
                    Thread.sleep(lab.random.nextLong(100));
                }
                case 3 -> Thread.sleep(lab.random.nextLong(1_500));
                default -> {
                    // Two at once.
                    Instance another = lab.instances.get((i + 1) % lab.instances.size());
                    recovering += another.app().isReady() ? 0 : 1;
                    lab.kill(another);
                    another.app().start();
                    i++;
                }
            }
            busy += lab.unread() > 0 ? 1 : 0;
            recovering += victim.app().isReady() ? 0 : 1;
            lab.kill(victim);
            victim.app().start();
        }
        lab.awaitAllReady();
        return new Landed(
                times,
                "exit code 137 each, %d while records waited, %d as they were starting or recovering"
                        .formatted(busy, recovering));
    }

    /**
     * Frozen in the midst of a batch: a slow link to PostgreSQL makes batches long enough. It is
     * thawed when others have claimed all that it had.
     */
    private static Landed freeze(Laboratory lab) throws Exception {
        lab.feed(400);
        Instance victim = lab.busiest();
        String had =
                "SELECT 1 FROM consumer_offset WHERE owner LIKE '" + victim.app().pid() + "@%'";
        long fencedBefore = victim.said("fenced off");
        int times = 0;
        while (victim.said("fenced off") == fencedBefore && times < 4) {
            times++;
            lab.feed(2_000);
            lab.await("partitions of the victim", () -> !lab.books().column(had).isEmpty());
            victim.postgres().set(new FaultProxy.Weather.Latency(25, 10));
            Thread.sleep(1_000 + lab.random.nextLong(500));
            victim.signal("STOP");
            lab.await("standstill of the process", victim::isStopped);
            lab.await("takeover by others", () -> lab.books().column(had).isEmpty());
            lab.awaitCommit();
            victim.signal("CONT");
            victim.postgres().heal();
            Thread.sleep(3_000);
        }
        long fenced = victim.said("fenced off") - fencedBefore;
        return Landed.when(fenced > 0, times, fenced + " batches of the zombie fenced off");
    }

    private static Landed starve(Laboratory lab) throws Exception {
        Instance victim = lab.any();
        lab.feeder.flow();
        long until = System.nanoTime() + Duration.ofSeconds(12).toNanos();
        int stops = 0;
        while (System.nanoTime() < until) {
            victim.signal("STOP");
            stops += victim.isStopped() ? 1 : 0;
            Thread.sleep(190);
            victim.signal("CONT");
            Thread.sleep(10);
        }
        return Landed.when(stops > 20, 1, "held " + stops + " times for 190 of 200 ms");
    }

    private static Landed storm(Laboratory lab) throws Exception {
        Instance victim = lab.instances.getLast();
        long before = epochs(lab);
        lab.feeder.flow();
        int times = 5;
        for (int i = 0; i < times; i++) {
            if (i % 2 == 0) {
                lab.kill(victim);
            } else {
                victim.app().stop();
            }
            Thread.sleep(500);
            victim.app().start();
            victim.app().awaitReady();
            Thread.sleep(lab.random.nextLong(2_000));
        }
        long claims = epochs(lab) - before;
        return Landed.when(claims > 0, times, claims + " partitions changed hands");
    }

    private static Landed rolesApart(Laboratory lab) throws Exception {
        List<String> roles =
                lab.instances.size() < 3
                        ? List.of("web,connect", "stream,relay,notify")
                        : List.of("web,connect", "stream", "relay,notify");
        lab.feeder.flow();
        for (int i = 0; i < lab.instances.size(); i++) {
            begin(lab.instances.get(i), rolesOf(roles, i));
        }
        String elsewhere = ownedElsewhere(lab, roles);
        lab.await(
                "partitions with those who stream", () -> lab.books().column(elsewhere).isEmpty());
        lab.feed(1_000);
        for (int i = 0; i < lab.instances.size(); i++) {
            lab.kill(lab.instances.get(i));
            begin(lab.instances.get(i), rolesOf(roles, i));
            lab.feed(500);
        }
        int held = lab.books().column("SELECT 1 FROM consumer_offset").size();
        int strayed = lab.books().column(ownedElsewhere(lab, roles)).size();
        for (Instance instance : lab.instances) {
            instance.app().stop();
            instance.app().start();
            instance.app().awaitReady();
        }
        return Landed.when(
                strayed == 0,
                lab.instances.size(),
                held + " partitions, " + strayed + " of them with who does not stream");
    }

    private static String rolesOf(List<String> roles, int instance) {
        return instance < roles.size() ? roles.get(instance) : "stream";
    }

    private static void begin(Instance instance, String roles) throws Exception {
        if (instance.isAlive()) {
            instance.app().stop();
        }
        instance.app().start(List.of("-Dpayoff.roles=" + roles));
        instance.app().awaitReady();
    }

    private static String ownedElsewhere(Laboratory lab, List<String> roles) {
        StringBuilder elsewhere = new StringBuilder("SELECT 1 FROM consumer_offset WHERE true");
        for (int i = 0; i < lab.instances.size(); i++) {
            if (rolesOf(roles, i).contains("stream")) {
                elsewhere
                        .append(" AND owner NOT LIKE '")
                        .append(lab.instances.get(i).app().pid())
                        .append("@%'");
            }
        }
        return elsewhere.toString();
    }

    private static long epochs(Laboratory lab) throws Exception {
        return Long.parseLong(
                lab.books()
                        .column("SELECT coalesce(sum(epoch), 0) FROM consumer_offset")
                        .getFirst());
    }

    private static Landed killStarting(Laboratory lab) throws Exception {
        Instance victim = lab.any();
        lab.feed(2_000);
        lab.kill(victim);
        int times = 8;
        int claiming = 0;
        for (int i = 0; i < times; i++) {
            long held = victim.said(HOLDING);
            victim.app().start();
            if (i % 2 == 0) {
                lab.await(
                        "claim of partitions",
                        () -> victim.said(HOLDING) > held || victim.app().isReady());
                claiming++;
                Thread.sleep(lab.random.nextLong(200));
            } else {
                Thread.sleep(300 + lab.random.nextLong(3_000));
            }
            lab.kill(victim);
        }
        lab.awaitAllReady();
        return new Landed(
                times + 1, "exit code 137 each, " + claiming + " as it took partitions over");
    }

    private static Landed terminate(Laboratory lab) throws Exception {
        long longest = 0;
        for (Instance instance : lab.instances) {
            lab.feed(2_000);
            long failed = instance.said(FAILED);
            long before = System.nanoTime();
            instance.signal("TERM");
            instance.awaitEnd(30);
            if (instance.said(FAILED) > failed) {
                throw new AssertionError("A request that was under way was answered with 500");
            }
            longest = Math.max(longest, (System.nanoTime() - before) / 1_000_000);
            instance.app().start();
            instance.app().awaitReady();
        }
        return new Landed(lab.instances.size(), "ended within " + longest + " ms");
    }

    private static Landed starveOfDescriptors(Laboratory lab) throws Exception {
        Instance victim = lab.any();
        lab.feed(1_000);
        String pid = Long.toString(victim.app().pid());
        long before = victim.said("Too many open files");
        int open = Path.of("/proc", pid, "fd").toFile().list().length;
        String usual =
                Files.readAllLines(Path.of("/proc", pid, "limits")).stream()
                        .filter(line -> line.startsWith("Max open files"))
                        .map(line -> line.split(" {2,}")[1])
                        .findFirst()
                        .orElseThrow();
        limit(pid, Integer.toString(open + 2));
        URI url = URI.create(victim.app().url());
        List<Socket> callers = new ArrayList<>();
        try {
            for (int i = 0; i < CALLERS; i++) {
                callers.add(new Socket(url.getHost(), url.getPort()));
            }
            // Links break, so that descriptors are given back and are wanted again.
            victim.links().forEach(FaultProxy::resetAll);
            lab.flowFor(Duration.ofSeconds(6));
        } finally {
            for (Socket caller : callers) {
                caller.close();
            }
        }
        limit(pid, usual);
        long said = victim.said("Too many open files") - before;
        return Landed.when(
                said > 0,
                1,
                "limit " + (open + 2) + "; it said " + said + " times that it has none");
    }

    private static void limit(String pid, String files) throws Exception {
        Process set =
                new ProcessBuilder("prlimit", "--pid", pid, "--nofile=" + files + ":")
                        .inheritIO()
                        .start();
        if (set.waitFor() != 0) {
            throw new Fault.NotLandedException("prlimit refused");
        }
    }
}
