package dev.payoff.bench;

import dev.payoff.devstack.AppProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The packaged application, all its roles in one process, or in several alike.
 *
 * @param partitions of the topic that it reads
 */
record PayoffCompetitor(
        Preload.Loaded work, Path logs, List<String> jvm, int instances, int partitions)
        implements Competitor {

    /** One instance, the usual partitions. */
    PayoffCompetitor(Preload.Loaded work, Path logs, List<String> jvm) {
        this(work, logs, jvm, 1, Preload.PARTITIONS);
    }

    static final String TOPIC = "payoff.measurements.monitoring.v1";

    /** As if nothing had been read. */
    static final String EMPTY =
            "TRUNCATE measurement_pack, measurement_identity, measurement_superseded, metric_window, metric_state, rejected, outbox, event_counter, consumer_offset";

    @Override
    public String name() {
        return "payoff";
    }

    @Override
    public String title() {
        return "Payoff: readings, windows, value, rejects; exactly once";
    }

    @Override
    public boolean tellsRepeats() {
        return true;
    }

    /** Makes the schema, the tenant, the projects and metrics. */
    static void prepare(Servers servers, Path logs, Workload workload)
            throws IOException, InterruptedException, SQLException {
        prepare(servers, logs, workload, Preload.PARTITIONS);
    }

    /** The same, with topics of so many partitions. */
    static void prepare(Servers servers, Path logs, Workload workload, int partitions)
            throws IOException, InterruptedException, SQLException {
        try (AppProcess app =
                new AppProcess(
                        servers.stack(),
                        logs.resolve("payoff-first.log"),
                        Map.of("PAYOFF_KAFKA_PARTITIONS", Integer.toString(partitions)))) {
            app.start();
            app.awaitReady();
            app.stop();
        }
        servers.sql(
                "UPDATE tenant SET zone = 'UTC' WHERE key = '" + Workload.TENANT + "'",
                """
                INSERT INTO project (id, tenant_id, key, name, type, currency, go_live, created_at)
                SELECT gen_random_uuid(), t.id, 'p-' || k, 'Project ' || k, 'SOFTWARE', 'EUR', '2026-01-01', now()
                  FROM tenant t, generate_series(0, %d - 1) AS k WHERE t.key = '%s'
                """
                        .formatted(workload.projects(), Workload.TENANT),
                """
                INSERT INTO metric (id, tenant_id, project_id, key, full_key, name, category, type, unit, kind, baseline, target,
                                    frequency_s, staleness_s, confidence, share, valuation_amount, valuation_per, created_at)
                SELECT gen_random_uuid(), p.tenant_id, p.id, 'm-' || k, p.key || '/m-' || k, 'Metric ' || k, 'COST_REDUCTION',
                       'CURRENCY', 'EUR', 'LEVEL', 50000, 35000, 3600, 10800, 1, 1, 1, 'MONTH', now()
                  FROM generate_series(0, %d - 1) AS k JOIN project p ON p.key = 'p-' || k %% %d
                  JOIN tenant t ON t.id = p.tenant_id WHERE t.key = '%s'
                """
                        .formatted(workload.metrics(), workload.projects(), Workload.TENANT),
                "VACUUM ANALYZE metric, project, tenant");
    }

    @Override
    public void reset(Servers servers) throws SQLException {
        servers.sql(EMPTY, "CHECKPOINT");
    }

    @Override
    public Running start(Servers servers) throws IOException {
        List<AppProcess> apps = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            apps.add(
                    new AppProcess(
                            servers.stack(),
                            Files.createTempFile(logs, "payoff-", ".log"),
                            Map.of("PAYOFF_KAFKA_PARTITIONS", Integer.toString(partitions)),
                            jvm.toArray(String[]::new)));
        }
        for (AppProcess app : apps) {
            app.start();
        }
        return new Running() {
            @Override
            public List<Long> pids() {
                return apps.stream().map(AppProcess::pid).toList();
            }

            @Override
            public boolean isAlive() {
                return pids().stream()
                        .allMatch(pid ->
                                ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
            }

            @Override
            public double records() throws SQLException {
                return servers.number("SELECT coalesce(sum(consumed), 0) FROM consumer_offset");
            }

            @Override
            public boolean isDone() throws SQLException {
                return records() >= work.workload().records();
            }

            @Override
            public void end() throws InterruptedException {
                for (AppProcess app : apps) {
                    try (app) {
                        app.stop();
                    }
                }
            }

            @Override
            public String tail() throws IOException {
                return apps.getFirst().tail();
            }
        };
    }

    /**
     * Minutes, hours and days, which are what all competitors keep; Payoff's months come on top.
     */
    @Override
    public String windows() {
        return """
        SELECT m.full_key, w.size, w.start_at, w.count, w.sum, w.minimum, w.maximum, w.last_value
          FROM metric_window w JOIN metric m ON m.id = w.metric_id
         WHERE w.size <= 3
        """;
    }

    @Override
    public String alsoWrong(Servers servers) throws SQLException {
        Oracle oracle = work.oracle();
        String found =
                servers.text(
                        "SELECT sum(valid) || ' ' || sum(duplicate) || ' ' || sum(rejected) || ' '"
                                + " || (SELECT sum(cardinality(event_keys)) FROM measurement_pack) || ' '"
                                + " || (SELECT count(*) FROM rejected) FROM consumer_offset");
        String wanted =
                oracle.fresh()
                        + " "
                        + oracle.again()
                        + " "
                        + oracle.invalid()
                        + " "
                        + oracle.fresh()
                        + " "
                        + oracle.invalid();
        return found.equals(wanted)
                ? ""
                : "valid, duplicate, rejected, readings, rejects: " + found;
    }
}
