package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackProcess;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who reads by SQL: one tenant's rows, by stable names, and nothing to write. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ReadersTest {

    private static final List<String> VIEWS =
            List.of(
                    "project",
                    "project_day",
                    "metric",
                    "metric_minute",
                    "metric_hour",
                    "metric_day",
                    "metric_month",
                    "episode",
                    "cost");

    @Inject KeptFigures kept;

    private final Bench a = new Bench();
    private final Bench b = new Bench();
    private String readerOfA;
    private String readerOfB;

    @BeforeEach
    void prepare() {
        for (Bench bench : List.of(a, b)) {
            bench.project("cloud");
            bench.level("cloud", "cost", "");
            bench.post(
                            "projects/cloud/costs",
                            "{'amount':4000,'incurredOn':'2026-01-02','category':'labour'}")
                    .statusCode(201);
            bench.post(
                            "rules",
                            "{'name':'Too dear','metric':'cloud/cost','figure':'VALUE','comparator':'>','threshold':43000,'severity':'WARNING'}")
                    .statusCode(201);
            Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(2));
            bench.send(Topics.BUSINESS, "cloud/cost", "44000", hour, "");
            bench.send(Topics.BUSINESS, "cloud/cost", "45000", hour.plusSeconds(3600), "");
            bench.committed();
        }
        for (Bench bench : List.of(a, b)) {
            Bench.keptOf(kept, bench.tenant);
        }
        readerOfA = reader(a);
        readerOfB = reader(b);
    }

    @AfterEach
    void close() {
        for (String reader : List.of(readerOfA, readerOfB)) {
            if (!Bench.rows("SELECT 1 FROM sql_reader WHERE role_name = ?::name", reader)
                    .isEmpty()) {
                Bench.update("CALL drop_reader(?)", reader);
            }
        }
        a.close();
        b.close();
    }

    private static String reader(Bench bench) {
        String name = "grafana_" + bench.tenantKey.replace('-', '_');
        Bench.update("CALL make_reader(?, ?, 'a password')", name, bench.tenantKey);
        return name;
    }

    private static Connection as(String role) throws SQLException {
        String url = StackProcess.shared().superuserJdbcUrl();
        return DriverManager.getConnection(url.substring(0, url.indexOf('?')), role, "a password");
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    @Test
    void eachViewTellsTheReadersTenantAndNoOther() throws SQLException {
        try (Connection connection = as(readerOfA)) {
            for (String view : VIEWS) {
                assertThat(column(connection, "SELECT DISTINCT tenant_id FROM " + view))
                        .as(view)
                        .containsExactly(a.tenant.toString());
            }
        }
    }

    @Test
    void theBaselineIsTheOneInForce() throws SQLException {
        a.patch(
                        "metrics/" + a.get("metrics").getString("items[0].id"),
                        "{'baselineSeries':[{'from':'2026-01-02','baseline':47000},{'from':'%s','baseline':46000},{'from':'2199-01-01','baseline':1}]}"
                                .formatted(Instant.now().minusSeconds(60)))
                .statusCode(200);
        try (Connection connection = as(readerOfA)) {
            assertThat(column(connection, "SELECT baseline FROM metric")).containsExactly("46000");
        }
        try (Connection connection = as(readerOfB)) {
            assertThat(column(connection, "SELECT baseline FROM metric")).containsExactly("50000");
        }
    }

    @Test
    void noDisguiseOpensAnotherTenant() throws SQLException {
        for (String disguise :
                List.of(
                        "SET ROLE payoff_reader",
                        "SELECT set_config('app.tenant', '" + b.tenant + "', false)",
                        "SET search_path = public, payoff_v1")) {
            try (Connection connection = as(readerOfA);
                    Statement statement = connection.createStatement()) {
                statement.execute(disguise);
                for (String view : VIEWS) {
                    assertThat(
                                    column(
                                            connection,
                                            "SELECT DISTINCT tenant_id FROM payoff_v1." + view))
                            .as("%s after %s", view, disguise)
                            .containsExactly(a.tenant.toString());
                }
            }
        }
        try (Connection connection = as(readerOfA)) {
            for (String role : List.of("payoff_owner", "payoff_app", "payoff_stream", readerOfB)) {
                assertThatThrownBy(() -> column(connection, "SET ROLE " + role))
                        .as(role)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void aConditionThatTellsWhatItSeesSeesNothingOfAnotherTenant() throws SQLException {
        try (Connection connection = as(readerOfA);
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute(
                    "CREATE FUNCTION pg_temp.peek(id uuid) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS"
                            + " $$ BEGIN IF id <> '"
                            + a.tenant
                            + "' THEN RAISE EXCEPTION 'seen %', id; END IF; RETURN true; END $$");
            for (String view : VIEWS) {
                assertThat(
                                column(
                                        connection,
                                        "SELECT count(*) FROM payoff_v1."
                                                + view
                                                + " WHERE pg_temp.peek(tenant_id)"))
                        .as(view)
                        .doesNotContain("0");
            }
        }
    }

    @Test
    void aReaderWritesNothingAndReadsNoTable() throws SQLException {
        try (Connection connection = as(readerOfA);
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            for (String view : VIEWS) {
                for (String sql :
                        List.of(
                                "DELETE FROM payoff_v1." + view,
                                "UPDATE payoff_v1." + view + " SET tenant_id = tenant_id",
                                "INSERT INTO payoff_v1."
                                        + view
                                        + " (tenant_id) VALUES ('"
                                        + a.tenant
                                        + "')")) {
                    assertThatThrownBy(() -> statement.execute(sql))
                            .as(sql)
                            .hasMessageMatching(
                                    "(?s).*(permission denied|cannot \\w+ (into |from )?view).*");
                }
            }
            for (String table :
                    column(
                            connection,
                            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p', 'v')"
                                    + " AND relnamespace = 'public'::regnamespace")) {
                assertThatThrownBy(() -> statement.execute("SELECT * FROM " + table))
                        .as(table)
                        .hasMessageContaining("permission denied");
            }
            for (String sql :
                    List.of(
                            "CREATE TABLE public.mine (a int)",
                            "CREATE TABLE payoff_v1.mine (a int)",
                            "CALL make_reader('mine', 'acme', 'x')",
                            "SELECT * FROM public.find_api_key('\\x00', now())")) {
                assertThatThrownBy(() -> statement.execute(sql))
                        .as(sql)
                        .hasMessageMatching("(?s).*(permission denied|does not exist).*");
            }
        }
    }

    @Test
    void aRoleThatIsBoundToNoTenantSeesNothing() throws SQLException {
        Bench.update("DELETE FROM sql_reader WHERE role_name = ?::name", readerOfB);
        try (Connection connection = as(readerOfB)) {
            for (String view : VIEWS) {
                assertThat(column(connection, "SELECT tenant_id FROM " + view)).as(view).isEmpty();
            }
        }
        Bench.update("INSERT INTO sql_reader VALUES (?::name, ?, now())", readerOfB, b.tenant);
    }

    @Test
    void figuresAreThoseThatWereToldLast() throws SQLException {
        Instant asOf;
        List<String> told;
        try (Connection connection = as(readerOfA)) {
            asOf =
                    Instant.parse(
                            column(
                                            connection,
                                            "SELECT to_char(as_of AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') FROM project")
                                    .getFirst());
            told =
                    column(
                            connection,
                            "SELECT unnest(ARRAY[round(realised, 8), round(cost, 8), round(roi_simple, 8)]) FROM project");
            assertThat(column(connection, "SELECT freshness FROM metric")).containsExactly("LIVE");
            assertThat(column(connection, "SELECT mean FROM metric_hour ORDER BY start_at"))
                    .containsExactly("44000.0000000000", "45000.0000000000");
            assertThat(column(connection, "SELECT state FROM episode")).containsExactly("firing");
        }
        JsonPath value = a.get("projects/cloud/value?asOf=" + asOf);
        assertThat(told.stream().map(BigDecimal::new).toList())
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(
                        Bench.rounded(Bench.money(value, "realised"), 8),
                        Bench.rounded(Bench.money(value, "cost"), 8),
                        Bench.rounded(Bench.money(value, "roiSimple"), 8));
    }

    @Test
    void aDayTellsWhatItBroughtBesideTheDayBefore() throws SQLException {
        Bench.update(
                "INSERT INTO project_day SELECT project_id, day - ago, tenant_id, realised - 100 * ago * ago, weighted,"
                        + " earning_per_hour, cost, roi_simple, achievement, freshness, reasons, as_of FROM project_day,"
                        + " generate_series(1, 2) AS ago WHERE tenant_id = ?",
                a.tenant);
        try (Connection connection = as(readerOfA)) {
            assertThat(
                            column(
                                    connection,
                                    "SELECT round(realised_since_day_before, 6) FROM project_day ORDER BY day LIMIT 2"))
                    .containsExactly(null, "300.000000");
        }
    }

    @Test
    void makingAndRemovingAReaderIsInTheAuditTrailAndWrongOnesAreRefused() {
        Bench.update("CALL drop_reader(?)", readerOfA);
        assertThat(
                        Bench.rows(
                                "SELECT action FROM audit WHERE tenant_id = ? AND subject_id = ? ORDER BY id",
                                a.tenant,
                                readerOfA))
                .containsExactly(List.of("reader.created"), List.of("reader.removed"));
        for (String name : List.of("payoff_mine", "Robert'); --", "ab")) {
            assertThatThrownBy(() -> Bench.update("CALL make_reader(?, ?, 'x')", name, a.tenantKey))
                    .hasStackTraceContaining("A reader is named by 3 to 63");
        }
        assertThatThrownBy(() -> Bench.update("CALL make_reader('lost', 'nowhere', 'x')"))
                .hasStackTraceContaining("There is no tenant nowhere");
    }
}
