package dev.payoff.alert;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.payoff.devstack.StackProcess;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rule is tried over the metric's own history, and nothing is left behind. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RulePreviewApiTest {

    private static final Instant LAST_HOUR = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private static final int MINUTE = 1;
    private static final int HOUR = 2;

    private Connection db;
    private UUID tenant;
    private UUID metric;
    private String key;

    @BeforeEach
    void aMetricWithTenHours() throws SQLException {
        db = DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
        tenant =
                UUID.fromString(
                        one("SELECT id::text FROM tenant WHERE key = ?", StackResource.TENANT));
        UUID project = UUID.randomUUID();
        metric = UUID.randomUUID();
        key = "p" + project.toString().substring(0, 8);
        run(
                "INSERT INTO project (id, tenant_id, key, name, type, currency, created_at)"
                        + " VALUES (?, ?, ?, 'P', 'SOFTWARE', 'EUR', now())",
                project,
                tenant,
                key);
        run(
                "INSERT INTO metric (id, tenant_id, project_id, key, full_key, name, category, type,"
                        + " unit, kind, baseline, target, frequency_s, staleness_s, confidence, share, created_at)"
                        + " VALUES (?, ?, ?, 'm', ?, 'M', 'QUALITY', 'COUNT', 'u', 'LEVEL', 100, 50, 3600,"
                        + " 10800, 1, 1, now())",
                metric,
                tenant,
                project,
                key + "/m");
        int[] values = {60, 120, 130, 60, 60, 125, 60, 60, 60, 60};
        for (int i = 0; i < values.length; i++) {
            window(HOUR, LAST_HOUR.minus(Duration.ofHours(values.length - i)), values[i]);
        }
    }

    @AfterEach
    void close() throws SQLException {
        db.close();
    }

    @Test
    void itTellsHowOftenItWouldHaveFired() throws SQLException {
        preview(
                        "{'metric': '%s/m', 'figure': 'MEAN', 'window': 'HOUR', 'comparator': '>', 'threshold': 100}")
                .statusCode(200)
                .body("fired", equalTo(2))
                .body("firingSeconds", equalTo(3 * 3600))
                .body("firingNow", equalTo(false))
                .body("samples", equalTo(10))
                .body("grain", equalTo("HOUR"))
                .body("episodes", hasSize(2))
                .body("episodes[0].value", equalTo(120));
        assertThat(one("SELECT count(*)::text FROM rule WHERE metric_id = ?", metric))
                .isEqualTo("0");
    }

    @Test
    void achievementIsWorkedOutFromBaselineAndTarget() throws SQLException {
        window(MINUTE, LAST_HOUR.minus(Duration.ofMinutes(90)), 120);
        preview(
                        "{'metric': '%s/m', 'figure': 'ACHIEVEMENT', 'comparator': '<', 'threshold': 0, 'for': 'PT1H'}")
                .statusCode(200)
                .body("fired", equalTo(1))
                .body("firingNow", equalTo(true))
                .body("episodes[0].value", equalTo(-0.4f));
    }

    @Test
    void withoutReadingsNothingIsKnown() {
        preview("{'metric': '%s/m', 'figure': 'VALUE', 'comparator': '>', 'threshold': 0}")
                .statusCode(200)
                .body("samples", equalTo(0))
                .body("fired", nullValue())
                .body("reasons[0]", containsString("no reading"));
    }

    @Test
    void whatIsNotKeptOverTimeIsUnknownAndSaysWhy() {
        preview("{'project': '%s', 'figure': 'ROI_SIMPLE', 'comparator': '<', 'threshold': 0}")
                .statusCode(200)
                .body("fired", nullValue())
                .body("reasons[0]", containsString("not kept over time"));
    }

    @Test
    void whatIsNoRuleIsRefusedFieldByField() {
        preview("{'metric': '%s/m', 'figure': 'MEAN', 'comparator': '>', 'threshold': 100}")
                .statusCode(400)
                .body("violations[0].field", equalTo("window"));
    }

    @Test
    void ofAnotherTenantsMetricNothingIsSaid() {
        preview("{'metric': 'no-%s/m', 'figure': 'VALUE', 'comparator': '>', 'threshold': 100}")
                .statusCode(404);
    }

    private ValidatableResponse preview(String body) {
        return given().header("Authorization", "Bearer " + StackResource.ADMIN_KEY)
                .contentType("application/json")
                .body(body.formatted(key).replace('\'', '"'))
                .post("/api/v1/rules/preview?days=2")
                .then();
    }

    private void window(int size, Instant start, int value) throws SQLException {
        run(
                "INSERT INTO metric_window (metric_id, size, start_at, tenant_id, end_at, count, sum, sum_squares,"
                        + " minimum, maximum, last_value, last_observed, last_partition, last_offset, confidence_sum,"
                        + " confidence_count, recorded_at) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, now())",
                metric,
                size,
                start,
                tenant,
                start.plus(Duration.ofHours(1)),
                value,
                value * value,
                value,
                value,
                value,
                start);
    }

    private void run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            set(statement, values);
            statement.execute();
        }
    }

    private String one(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            set(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(
                    i + 1,
                    values[i] instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : values[i]);
        }
    }
}
