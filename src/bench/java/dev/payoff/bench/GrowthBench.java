package dev.payoff.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The second chart: what a record costs as one thing grows and all else stays. Each point has
 * servers of its own, and its rows are compared with the oracle's like those of any run.
 */
final class GrowthBench {

    private static final int METRICS = 10_000;
    private static final int METRICS_A_PROJECT = 50;
    private static final int PACE = 10_000;
    private static final List<Integer> SUBSCRIBERS = List.of(100, 1_000, 5_000);
    private static final int SUBSCRIBED_RATE = 5_000;

    private final Path target;
    private final Path logs;
    private final int records;
    private final Workload like;

    /**
     * @param records of each point
     * @param like whose seed it is, and whose metrics the subscribers' points have
     */
    GrowthBench(Path target, Path logs, int records, Workload like) {
        this.target = target;
        this.logs = logs;
        this.records = records;
        this.like = like;
    }

    /** One thing, so large. */
    private record Point(String what, int metrics, int pace, int partitions, int instances) {
        Workload workload(int records, long seed) {
            int projects = Math.max(1, metrics / METRICS_A_PROJECT);
            return new Workload(records, metrics, projects, seed, pace);
        }
    }

    private static List<Point> points() {
        return List.of(
                new Point("1,000 metrics", 1_000, PACE, 4, 1),
                new Point("10,000 metrics, 4 partitions, 1 instance", METRICS, PACE, 4, 1),
                new Point("100,000 metrics", 100_000, PACE, 4, 1),
                new Point("1,000,000 metrics", 1_000_000, PACE, 4, 1),
                new Point("own time at 1,000 records/s", METRICS, 1_000, 4, 1),
                new Point("own time at 100 records/s", METRICS, 100, 4, 1),
                new Point("1 partition", METRICS, PACE, 1, 1),
                new Point("16 partitions", METRICS, PACE, 16, 1),
                new Point("2 instances, 16 partitions", METRICS, PACE, 16, 2),
                new Point("4 instances, 16 partitions", METRICS, PACE, 16, 4));
    }

    /** As Markdown. */
    String run() throws Exception {
        StringBuilder table =
                new StringBuilder(
                        "| | windows | records/s | application | database | all | log a record | peak memory | start to first commit |\n"
                                + "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        for (Point point : points()) {
            String row = row(point);
            Bench.say("%s", row);
            table.append(row).append('\n');
        }
        for (int subscribers : SUBSCRIBERS) {
            String line;
            try (Servers servers = Servers.start(target, false)) {
                PayoffCompetitor.prepare(servers, logs, like);
                line = new LiveBench(servers, logs, like).latency(subscribers, SUBSCRIBED_RATE);
            }
            Bench.say("%s", line);
            table.append("\n- ").append(line);
        }
        return table.toString();
    }

    private String row(Point point) throws Exception {
        Workload workload = point.workload(records, like.seed());
        try (Servers servers = Servers.start(target, false)) {
            PayoffCompetitor.prepare(servers, logs, workload, point.partitions());
            Preload.Loaded loaded =
                    Preload.into(
                            servers.stack().kafkaBootstrap(),
                            PayoffCompetitor.TOPIC,
                            workload,
                            point.partitions());
            Result result =
                    Bench.run(
                            servers,
                            new PayoffCompetitor(
                                    loaded,
                                    logs,
                                    Bench.HEAP,
                                    point.instances(),
                                    point.partitions()));
            return String.format(
                    Locale.ROOT,
                    "| %s | %,d | **%,.0f** | %.2f | %.2f | %.2f | %.0f B | %,d MiB | %.1f s |",
                    point.what(),
                    servers.number("SELECT count(*) FROM metric_window"),
                    result.perSecond(),
                    result.app(),
                    result.database(),
                    result.total(),
                    result.wal(),
                    result.peakMebibytes(),
                    result.startSeconds());
        }
    }
}
