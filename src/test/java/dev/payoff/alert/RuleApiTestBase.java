package dev.payoff.alert;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import dev.payoff.devstack.StackProcess;
import dev.payoff.devstack.StackResource;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A project of its own with a metric, whose rules fire when a test says so. */
abstract class RuleApiTestBase {

    Connection db;
    UUID tenant;
    UUID project;
    UUID metric;
    String key;

    @BeforeEach
    void prepare() throws SQLException {
        db = DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
        tenant = UUID.fromString(one("SELECT id FROM tenant WHERE key = ?", StackResource.TENANT));
        project = UUID.randomUUID();
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
                        + " unit, kind, frequency_s, staleness_s, confidence, share, created_at)"
                        + " VALUES (?, ?, ?, 'm', ?, 'M', 'QUALITY', 'COUNT', 'u', 'LEVEL', 3600,"
                        + " 10800, 1, 1, now())",
                metric,
                tenant,
                project,
                key + "/m");
    }

    @AfterEach
    void close() throws SQLException {
        db.close();
    }

    void run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            set(statement, values);
            statement.execute();
        }
    }

    String one(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            set(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(
                    i + 1,
                    values[i] instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : values[i]);
        }
    }

    static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + StackResource.ADMIN_KEY)
                .contentType("application/json");
    }

    String rule(String body) {
        return admin().body(body)
                .post("/api/v1/rules")
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/v1/rules/"))
                .extract()
                .path("id");
    }

    String costRule() {
        return rule(
                """
                {"name": "Cost is back", "metric": "%s/m", "figure": "MEAN", "window": "HOUR",
                 "comparator": ">", "threshold": 42000.10, "clear": 40000, "for": "PT10M",
                 "severity": "CRITICAL"}\
                """
                        .formatted(key));
    }

    UUID fires(String rule) throws SQLException {
        UUID id = UUID.randomUUID();
        Instant at = Instant.now();
        run(
                "INSERT INTO episode (id, tenant_id, rule_id, rule_version, project_id, metric_id,"
                        + " name, severity, state, active_at, fired_at, value, threshold, currency,"
                        + " updated_at) VALUES (?, ?, ?, 0, ?, ?, 'Cost is back', 'CRITICAL',"
                        + " 'FIRING', ?, ?, 46000.5, 42000.1, 'EUR', ?)",
                id,
                tenant,
                UUID.fromString(rule),
                project,
                metric,
                at,
                at,
                at);
        return id;
    }

    long audits(String action, String subject) throws SQLException {
        return Long.parseLong(
                one(
                        "SELECT count(*) FROM audit WHERE action = ? AND subject_id = ?",
                        action,
                        subject));
    }

    long told(UUID episode) throws SQLException {
        return Long.parseLong(
                one(
                        "SELECT count(*) FROM outbox WHERE kind = 'alert' AND topic = 'alerts' AND"
                                + " payload ->> 'id' = ?",
                        episode.toString()));
    }
}
