package dev.payoff.bench;

import dev.payoff.bench.peer.WindowTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A peer in a JVM of its own. Its main class is given the broker, the database, the topic and a
 * number that no other run has; it writes windows to {@link WindowTable} and how far it is to
 * {@code bench_progress}, in the same transaction.
 */
record JvmCompetitor(
        String name,
        String title,
        Class<?> main,
        boolean tellsRepeats,
        Preload.Loaded work,
        Path logs,
        List<String> jvm)
        implements Competitor {

    @Override
    public void reset(Servers servers) throws SQLException {
        servers.sql(WindowTable.RESET.toArray(String[]::new));
        servers.sql("CHECKPOINT");
    }

    @Override
    public Running start(Servers servers) throws IOException {
        Path log = Files.createTempFile(logs, name + "-", ".log");
        Path scratch = Files.createTempDirectory(logs, name + "-scratch-");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.add("-Djava.io.tmpdir=" + scratch);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        servers.stack().kafkaBootstrap(),
                        servers.stack().superuserJdbcUrl(),
                        work.topic(),
                        Long.toString(System.nanoTime())));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new Running() {
            @Override
            public List<Long> pids() {
                return List.of(process.pid());
            }

            @Override
            public boolean isAlive() {
                return process.isAlive();
            }

            /**
             * Records whose windows are in; those that count for nothing are taken to be spread
             * evenly.
             */
            @Override
            public double records() throws SQLException {
                long counted =
                        servers.number("SELECT coalesce(sum(counted), 0) FROM bench_progress");
                return (double) counted / counts() * work.workload().records();
            }

            private long counts() {
                return work.oracle().fresh() + (tellsRepeats ? 0 : work.oracle().again());
            }

            @Override
            public boolean isDone() throws SQLException {
                return servers.number("SELECT coalesce(sum(counted), 0) FROM bench_progress")
                        >= counts();
            }

            @Override
            public void end() throws IOException, InterruptedException {
                process.destroyForcibly().waitFor();
                try (var all = Files.walk(scratch)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }

            @Override
            public String tail() throws IOException {
                List<String> lines = Files.readAllLines(log);
                return String.join(
                        "\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
            }
        };
    }

    @Override
    public String windows() {
        return "SELECT metric, size, start_at, count, sum, minimum, maximum, last_value FROM bench_window";
    }

    @Override
    public String alsoWrong(Servers servers) {
        return "";
    }
}
