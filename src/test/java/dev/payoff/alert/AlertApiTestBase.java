package dev.payoff.alert;

import static io.restassured.RestAssured.given;

import dev.payoff.devstack.StackProcess;
import dev.payoff.identity.Role;
import dev.payoff.identity.World;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
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

/**
 * A tenant of its own with an episode, a database connection and a Slack, for what is told of
 * alerts.
 */
abstract class AlertApiTestBase {

    @Inject World world;

    World.Tenant tenant;
    Connection db;
    FakeSlack slack;

    @BeforeEach
    void prepare() throws Exception {
        tenant = world.tenant("routes");
        db = DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
        slack = new FakeSlack();
    }

    @AfterEach
    void close() throws SQLException {
        slack.close();
        db.close();
    }

    RequestSpecification as(Role role) {
        return given().header("Authorization", "Bearer " + tenant.apiKey(role))
                .contentType("application/json");
    }

    RequestSpecification sends(Role role, String body) {
        return as(role).body(body.replace('\'', '"'));
    }

    String channel(String body) {
        return sends(Role.MANAGER, body)
                .post("/api/v1/channels")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    String slackChannel(String path) {
        return channel(
                "{'name': '#%s', 'kind': 'SLACK', 'url': '%s'}".formatted(path, slack.url(path)));
    }

    UUID fires() throws SQLException {
        UUID project = UUID.randomUUID();
        UUID rule = UUID.randomUUID();
        UUID episode = UUID.randomUUID();
        run(
                "INSERT INTO project (id, tenant_id, key, name, type, currency, created_at)"
                        + " VALUES (?, ?, ?, 'P', 'SOFTWARE', 'EUR', now())",
                project,
                tenant.id(),
                "p" + project.toString().substring(0, 8));
        run(
                "INSERT INTO rule (id, tenant_id, name, project_id, figure, comparator, threshold,"
                        + " severity, created_at, labels) VALUES (?, ?, 'ROI is low', ?, 'ROI_SIMPLE',"
                        + " '<', 0, 'WARNING', now(), '{\"team\": \"platform\"}')",
                rule,
                tenant.id(),
                project);
        run(
                "INSERT INTO episode (id, tenant_id, rule_id, rule_version, project_id, name, severity,"
                        + " state, active_at, fired_at, value, threshold, updated_at) VALUES (?, ?, ?, 0,"
                        + " ?, 'ROI is low', 'WARNING', 'FIRING', now(), now(), -0.2, 0, now())",
                episode,
                tenant.id(),
                rule,
                project);
        return episode;
    }

    void run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(
                        i + 1,
                        values[i] instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : values[i]);
            }
            statement.execute();
        }
    }

    String one(String sql) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            statement.setObject(1, tenant.id());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }
}
