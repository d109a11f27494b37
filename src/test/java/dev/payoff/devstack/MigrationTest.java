package dev.payoff.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An installation that has been in use takes the next version with all that it holds. */
class MigrationTest {

    /** Readings lay one a row up to here; see the migration after it. */
    private static final String ONE_A_ROW = "7";

    private static final int READINGS = 20_000;

    /**
     * Two tenants, seven metrics, some 28 hours; three sources in three partitions; with and
     * without event id, confidence and note; some flushes of many readings and some of one.
     */
    private static final String FILL =
            """
            INSERT INTO measurement
            SELECT ('00000000-0000-4000-8000-00000000000' || n %% 7)::uuid, md5('key' || n)::uuid, 0,
                   ('00000000-0000-4000-9000-00000000000' || n %% 7 %% 2)::uuid, n / 7.0,
                   timestamptz '2026-03-28 22:30+00' + n * interval '5 seconds',
                   timestamptz '2026-03-29 00:00+00' + (n / 500) * interval '1 second' + (CASE WHEN n %% 11 = 0 THEN n ELSE 0 END) * interval '1 microsecond',
                   CASE WHEN n %% 3 = 0 THEN 0.5 END, false, n %% 3, n, 'source-' || n %% 3,
                   CASE n %% 4 WHEN 0 THEN NULL WHEN 1 THEN md5('key' || n)::uuid::text ELSE 'invoice "' || n || '", {late}' END,
                   CASE WHEN n %% 100 = 0 THEN 'a note, with "quotes" and NULL' END
              FROM generate_series(1, %d) AS n;
            -- Every hundredth is corrected twice: the first two revisions are kept.
            INSERT INTO measurement
            SELECT metric_id, event_key, r, tenant_id, value + r, observed_at + r * interval '1 hour',
                   recorded_at + r * interval '1 minute', confidence, true, partition, log_offset + 1000000 * r, source, event_id, note
              FROM measurement, generate_series(1, 2) AS r WHERE log_offset %% 100 = 0 AND revision = 0;
            UPDATE measurement SET superseded = revision < 2 WHERE log_offset %% 100 = 0
            """
                    .formatted(READINGS);

    /** What a disbenefit moved was valued as a gain up to here. */
    private static final String GAINS = "23";

    /** A benefit and a disbenefit, both valued by their definition, neither due. */
    private static final String DISBENEFIT =
            """
            INSERT INTO tenant (id, key, name, currency, zone, created_at)
            VALUES ('00000000-0000-4000-9000-000000000001', 'acme', 'Acme', 'EUR', 'UTC', now());
            INSERT INTO project (id, tenant_id, key, name, type, currency, created_at)
            VALUES ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-9000-000000000001', 'cloud', 'Cloud', 'OTHER', 'EUR', now());
            INSERT INTO metric (id, tenant_id, project_id, key, full_key, name, category, type, unit, kind, frequency_s, staleness_s,
                                confidence, share, disbenefit, created_at)
            SELECT ('00000000-0000-4000-8000-00000000001' || m.n)::uuid, p.tenant_id, p.id, m.key, 'cloud/' || m.key, m.key, 'COST_REDUCTION',
                   'CURRENCY', 'EUR', 'FLOW', 3600, 3600, 1, 1, m.key = 'twice', now()
              FROM project AS p, (VALUES (1, 'bill'), (2, 'twice')) AS m (n, key);
            INSERT INTO metric_state (metric_id, tenant_id, project_id, definition_version, project_version, revision, count, settled,
                                      settled_weighted, tail, updated_at)
            SELECT id, tenant_id, project_id, version, 0, 1, 1, 250, 250, '[]', now() FROM metric;
            DELETE FROM revaluation_due
            """;

    private static final String READING_BY_READING =
            """
            SELECT metric_id, event_key, revision, tenant_id, value, observed_at, recorded_at, confidence, %s AS superseded,
                   partition, log_offset, source, event_id, note
              FROM measurement ORDER BY metric_id, event_key, revision
            """;

    private Path dir;
    private PostgresServer postgres;

    @BeforeEach
    void startEmpty() throws IOException {
        dir = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "migration-");
        Ports ports = Ports.ANY.settle(dir, Set.of());
        postgres = new PostgresServer(dir, ports.postgres(), Path.of("docker/postgres/roles.sql"));
        postgres.start();
    }

    @AfterEach
    void end() {
        postgres.stop();
        StackProcess.delete(dir);
    }

    @Test
    void readingsThatLayOneARowAreAllThereInPacks() throws SQLException {
        migrate(ONE_A_ROW);
        List<String> before;
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            statement.execute(FILL);
            before = rows(statement, READING_BY_READING.formatted("superseded"));
        }
        assertThat(before).hasSize(READINGS + 2 * READINGS / 100);

        assertThat(migrate("latest").success).isTrue();

        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            assertThat(rows(statement, READING_BY_READING.formatted("superseded_at IS NOT NULL")))
                    .isEqualTo(before);
            assertThat(
                            rows(
                                    statement,
                                    "SELECT count(*), count(DISTINCT (event_key, metric_id)) FROM measurement_identity"))
                    .as("one identity a reading")
                    .containsExactly(READINGS + "|" + READINGS);
            assertThat(
                            rows(
                                    statement,
                                    """
                                    SELECT event_key FROM measurement m JOIN measurement_identity i USING (metric_id, event_key)
                                     WHERE m.superseded_at IS NULL AND (i.revision, i.observed_at) IS DISTINCT FROM (m.revision, m.observed_at)
                                    """))
                    .as("identities that do not name the revision in force")
                    .isEmpty();
            assertThat(
                            rows(
                                    statement,
                                    """
                                    SELECT metric_id, first_observed FROM measurement_pack
                                     WHERE date_trunc('hour', first_observed, 'UTC') <> date_trunc('hour', last_observed, 'UTC')
                                        OR cardinality(event_keys) > 32
                                    """))
                    .as("packs over the end of an hour, or too large")
                    .isEmpty();
            assertThat(
                            rows(
                                    statement,
                                    """
                                    SELECT event_key FROM (SELECT event_key, superseded_at,
                                           lead(recorded_at) OVER (PARTITION BY metric_id, event_key ORDER BY revision) AS next
                                      FROM measurement) AS m WHERE superseded_at IS DISTINCT FROM next
                                    """))
                    .as("revisions whose end is not when the next one came")
                    .isEmpty();
        }
    }

    @Test
    void disbenefitsThatWereValuedAsGainsAreValuedAnew() throws SQLException {
        migrate(GAINS);
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            statement.execute(DISBENEFIT);
        }

        assertThat(migrate("latest").success).isTrue();

        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            assertThat(
                            rows(
                                    statement,
                                    """
                                    SELECT m.key, s.definition_version = m.version, d.metric_id IS NOT NULL
                                      FROM metric m JOIN metric_state s ON s.metric_id = m.id
                                      LEFT JOIN revaluation_due d ON d.metric_id = m.id ORDER BY m.key
                                    """))
                    .as("key, valued by its definition, due")
                    .containsExactly("bill|t|f", "twice|f|t");
        }
    }

    /** As the application does it: with the owner's role, which belongs to no tenant. */
    private MigrateResult migrate(String target) {
        return Flyway.configure()
                .dataSource(url(), "payoff_owner", "payoff")
                .locations("classpath:db/migration")
                .target(target)
                .load()
                .migrate();
    }

    private Connection superuser() throws SQLException {
        return DriverManager.getConnection(url() + "?user=" + PostgresServer.SUPERUSER);
    }

    private String url() {
        return "jdbc:postgresql://"
                + Stack.HOST
                + ":"
                + postgres.port()
                + "/"
                + PostgresServer.DATABASE;
    }

    private static List<String> rows(Statement statement, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(query)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(String.valueOf(found.getString(column)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }
}
