package dev.payoff.faults;

import dev.payoff.faults.Fault.Landed;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

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
                    ALERT + "SlackSender");

    /** Where nothing is awaited by a continuation, but something was done that the next needs. */
    private static final List<String> STEPS =
            List.of(
                    STREAM + "StreamWorker#decode",
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

    private static final int A_ROUND = Integer.getInteger("payoff.faults.points", 8);
    private static final long PATIENCE_SECONDS = 12;

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
        return points.stream().distinct().toList();
    }

    static Fault fault() {
        return new Fault(
                "F2",
                "halted at the steps between poll and publication, and in recovery",
                "nothing lost, nothing twice",
                CrashPoints::halt);
    }

    /**
     * The next points of the seed's order. Each start is the recovery from the halt before it, and
     * ends at a point itself.
     */
    private static Landed halt(Laboratory lab) throws Exception {
        List<String> points = new ArrayList<>(all());
        Collections.shuffle(points, new Random(lab.seed));
        Path agent = AgentJar.in(lab.dir);
        Instance victim = lab.instances.getFirst();
        lab.feed(1_000);
        lab.leaveAlone(victim);
        lab.kill(victim);
        int reached = 0;
        List<String> notReached = new ArrayList<>();
        for (int i = 0; i < A_ROUND; i++) {
            String point = points.get(next++ % points.size());
            if (i % 4 == 0) {
                lab.poison();
            }
            lab.feeder.flow();
            int entry = 1 + lab.random.nextInt(2);
            victim.app().start(List.of("-javaagent:" + agent + "=halt=" + point + "#" + entry));
            Process process = victim.app().process();
            awaitPoint(lab, victim, point.startsWith(ALERT));
            if (process.isAlive()) {
                notReached.add(name(point));
                lab.kill(victim);
            } else if (process.exitValue() == Instance.KILLED) {
                reached++;
                lab.countKill();
            } else {
                throw new AssertionError(
                        "Ended with "
                                + process.exitValue()
                                + " at "
                                + point
                                + "\n"
                                + victim.app().tail());
            }
        }
        lab.awaitAllReady();
        return Landed.when(
                reached > 0,
                reached,
                "%d of %d points of %d%s"
                        .formatted(
                                reached,
                                A_ROUND,
                                points.size(),
                                notReached.isEmpty() ? "" : "; not reached: " + notReached));
    }

    /** Until it ends, or has worked for a while without coming by. */
    private static void awaitPoint(Laboratory lab, Instance victim, boolean toSlack)
            throws Exception {
        Process process = victim.app().process();
        long held = victim.said("Holding");
        lab.await(
                "claim of partitions, or the end before it",
                () -> !process.isAlive() || victim.said("Holding") > held);
        if (process.isAlive() && toSlack) {
            lab.cross(1);
            lab.feeder.flow();
        }
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static String name(String point) {
        return point.substring(point.lastIndexOf('.') + 1);
    }
}
