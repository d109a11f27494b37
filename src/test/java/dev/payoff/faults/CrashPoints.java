package dev.payoff.faults;

import dev.payoff.faults.Fault.Landed;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Every place between a poll and the last publication where the process may end: wherever something
 * was awaited, a method that goes on from there is entered. They are found in the compiled classes,
 * so that a new one cannot be forgotten.
 */
final class CrashPoints {

    private static final String STREAM = "dev.payoff.stream.";
    private static final String ALERT = "dev.payoff.alert.";

    /** All that a reading passes through, and what recovers it. */
    private static final List<String> CLASSES =
            List.of(
                    STREAM + "StreamWorker",
                    STREAM + "Lane",
                    STREAM + "BatchTransaction",
                    STREAM + "OffsetStore",
                    STREAM + "MetricDirectory",
                    STREAM + "StateStore",
                    STREAM + "MeasurementStore",
                    STREAM + "WindowStore",
                    STREAM + "Watch",
                    STREAM + "RuleStore",
                    STREAM + "EpisodeStore",
                    STREAM + "CostStore",
                    STREAM + "Rejections",
                    STREAM + "Outbox",
                    STREAM + "Figures",
                    STREAM + "FigureStore",
                    STREAM + "Relay",
                    STREAM + "EventTopics",
                    STREAM + "Sweep",
                    ALERT + "NotificationPlan",
                    ALERT + "NotificationStore",
                    ALERT + "Notifier",
                    ALERT + "SlackSender",
                    ALERT + "RoutePlan",
                    ALERT + "RouteStore",
                    ALERT + "RouteLog",
                    ALERT + "SlackBotSender",
                    ALERT + "SlackPosts",
                    ALERT + "DigestPlan",
                    ALERT + "MailSender");

    /** Where nothing is awaited by a continuation, but something was done that the next needs. */
    private static final List<String> STEPS =
            List.of(
                    STREAM + "PollDecoder#part",
                    STREAM + "StreamMeters#committed",
                    STREAM + "PartitionClaims#admit",
                    STREAM + "PartitionClaims#moved",
                    STREAM + "PartitionClaims#claim",
                    STREAM + "PartitionClaims#release",
                    STREAM + "Figures#moved",
                    STREAM + "Figures#finished",
                    STREAM + "PartitionOwnership#onPartitionsAssigned",
                    STREAM + "PartitionOwnership#claim",
                    STREAM + "PartitionOwnership#take",
                    STREAM + "PartitionOwnership#onPartitionsRevoked");

    /** Parts of the names of those that are wanted; all, unless some are named. */
    private static final String[] WANTED =
            System.getProperty("payoff.faults.places", ".").split(",");

    private static final int A_ROUND = Integer.getInteger("payoff.faults.points", 12);

    /** From its readiness on, in which it must have come by. */
    private static final long PATIENCE_SECONDS = 6;

    /** The same where a group of alerts may have to be due again before its end is told. */
    private static final long PATIENCE_OF_GROUPS = 12;

    private static final long START_SECONDS = 25;
    private static final long CROSS_NANOS = 1_500_000_000L;

    private static final Set<String> SEEN = new HashSet<>();
    private static int next;

    private CrashPoints() {}

    /** As {@code CLASS#METHOD}, in a fixed order. */
    static List<String> all() throws IOException {
        List<String> points = new ArrayList<>(STEPS);
        for (String name : CLASSES) {
            ClassModel type =
                    ClassFile.of()
                            .parse(Path.of("target/classes", name.replace('.', '/') + ".class"));
            for (MethodModel method : type.methods()) {
                if (method.methodType().stringValue().endsWith("Lio/smallrye/mutiny/Uni;")) {
                    points.add(name + "#" + method.methodName().stringValue());
                }
            }
        }
        return points.stream()
                .distinct()
                .filter(point -> Arrays.stream(WANTED).anyMatch(point::contains))
                .toList();
    }

    static Fault fault() {
        return new Fault(
                "F2",
                "halted at the steps between poll and publication, and in recovery",
                "nothing lost, nothing twice",
                CrashPoints::halt);
    }

    /**
     * The next points of the seed's order, as many at a time as there are instances. Each start is
     * the recovery from the halt before it, and ends at a point itself. Who is not alone may not
     * come by where only one of them does the work, so such points are tried once more alone.
     */
    private static Landed halt(Laboratory lab) throws Exception {
        List<String> points = new ArrayList<>(all());
        Collections.shuffle(points, new Random(lab.seed));
        lab.feed(1_000);
        Tenancy routed = lab.tenants.getLast();
        lab.outlets.register(lab.instances.getFirst().app(), routed.token());
        List<String> round = new ArrayList<>();
        for (int i = 0; i < A_ROUND; i++) {
            round.add(points.get(next++ % points.size()));
        }
        Set<String> reached = new HashSet<>();
        lab.poison();
        for (int i = 0; i < round.size(); i += lab.instances.size()) {
            reached.addAll(
                    wave(lab, round.subList(i, Math.min(round.size(), i + lab.instances.size()))));
        }
        for (String point : round) {
            if (!reached.contains(point) && !SEEN.contains(point)) {
                lab.poison();
                reached.addAll(wave(lab, List.of(point)));
            }
        }
        lab.awaitAllReady();
        SEEN.addAll(reached);
        List<String> missed =
                round.stream()
                        .filter(point -> !reached.contains(point))
                        .map(CrashPoints::name)
                        .toList();
        return Landed.when(
                !reached.isEmpty(),
                reached.size(),
                "%d of %d points, %d of all %d so far%s"
                        .formatted(
                                reached.size(),
                                A_ROUND,
                                SEEN.size(),
                                points.size(),
                                missed.isEmpty() ? "" : "; not reached: " + missed));
    }

    /** One point an instance; answers those that were reached. */
    private static List<String> wave(Laboratory lab, List<String> points) throws Exception {
        Path agent = AgentJar.in(lab.dir);
        for (Instance instance : lab.instances) {
            if (instance.isAlive()) {
                lab.kill(instance);
            }
        }
        lab.outlets.timePasses(lab.books());
        List<Instance> victims = lab.instances.subList(0, points.size());
        for (int i = 0; i < points.size(); i++) {
            String at = points.get(i) + "#" + (1 + lab.random.nextInt(2));
            victims.get(i).app().start(List.of("-javaagent:" + agent + "=halt=" + at));
        }
        lab.feeder.flow();
        boolean toSlack = points.stream().anyMatch(point -> point.startsWith(ALERT));
        boolean up = false;
        long told = 0;
        long deadline = System.nanoTime() + START_SECONDS * 1_000_000_000L;
        boolean ready = false;
        while (System.nanoTime() < deadline && victims.stream().anyMatch(Instance::isAlive)) {
            if (!ready) {
                for (Instance victim : victims) {
                    ready |= victim.isAlive() && victim.app().isReady();
                }
                if (ready) {
                    deadline =
                            System.nanoTime()
                                    + (toSlack ? PATIENCE_OF_GROUPS : PATIENCE_SECONDS)
                                            * 1_000_000_000L;
                }
            }
            if (ready && toSlack && System.nanoTime() - told > CROSS_NANOS) {
                // Who is over before anybody was told of it is not told at all.
                told = System.nanoTime();
                up = !up;
                for (Tenancy tenant : lab.tenants) {
                    tenant.generator().cross(up);
                }
            }
            Thread.sleep(100);
        }
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Process process = victims.get(i).app().process();
            if (process.isAlive()) {
                lab.kill(victims.get(i));
            } else if (process.exitValue() == Instance.KILLED) {
                reached.add(points.get(i));
                lab.tally.halt();
            } else {
                throw new AssertionError(
                        "Ended with "
                                + process.exitValue()
                                + " at "
                                + points.get(i)
                                + "\n"
                                + victims.get(i).app().tail());
            }
        }
        return reached;
    }

    private static String name(String point) {
        return point.substring(point.lastIndexOf('.') + 1);
    }
}
