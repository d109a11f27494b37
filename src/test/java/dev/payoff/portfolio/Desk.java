package dev.payoff.portfolio;

import static io.restassured.RestAssured.given;

import dev.payoff.devstack.StackProcess;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A tenant of a test's own, with a key for each role; and what only a superuser sees of it. */
final class Desk {

    final UUID tenant = UUID.randomUUID();
    private final Map<String, String> keys = new TreeMap<>();

    Desk() {
        String name = "t-" + tenant.toString().substring(0, 13);
        update(
                "INSERT INTO tenant (id, key, name, zone, currency, created_at)"
                        + " VALUES (?, ?, ?, 'Europe/Berlin', 'EUR', now())",
                tenant,
                name,
                name);
        for (String role : new String[] {"VIEWER", "CONTRIBUTOR", "MANAGER", "ADMIN"}) {
            String secret = "pay_" + (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
            keys.put(role, secret);
            update(
                    "INSERT INTO api_key (id, tenant_id, name, prefix, hash, role, created_by, created_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, 'test', now())",
                    UUID.randomUUID(),
                    tenant,
                    role,
                    secret.substring(0, 12),
                    sha256(secret),
                    role);
        }
    }

    RequestSpecification as(String role) {
        return given().header("Authorization", "Bearer " + keys.get(role))
                .contentType(ContentType.JSON);
    }

    RequestSpecification admin() {
        return as("ADMIN");
    }

    ValidatableResponse post(String path, String body) {
        return admin().body(json(body)).post("/api/v1/" + path).then();
    }

    ValidatableResponse patch(String path, String body) {
        return admin().body(json(body)).patch("/api/v1/" + path).then();
    }

    ValidatableResponse put(String path, String body) {
        return admin().body(json(body)).put("/api/v1/" + path).then();
    }

    ValidatableResponse get(String path) {
        return admin().get("/api/v1/" + path).then();
    }

    ValidatableResponse delete(String path) {
        return admin().delete("/api/v1/" + path).then();
    }

    /** A project that is live since the start of 2026. */
    String project(String key) {
        return post(
                        "projects",
                        "{'key': '%s', 'name': 'P', 'type': 'SOFTWARE', 'goLive': '2026-01-01'}"
                                .formatted(key))
                .statusCode(201)
                .extract()
                .path("id");
    }

    static String metric(String key, String more) {
        return """
        {'key': '%s', 'name': 'M', 'category': 'COST_REDUCTION', 'type': 'CURRENCY', 'kind': 'LEVEL',
         'baseline': 50000, 'target': 35000, 'valuation': {'amount': 1, 'per': 'MONTH'}%s}\
        """
                .formatted(key, more);
    }

    static String json(String text) {
        return text.replace('\'', '"');
    }

    long auditRows() {
        return number("SELECT count(*) FROM audit WHERE tenant_id = ?", tenant);
    }

    static long number(String sql, Object... arguments) {
        return Long.parseLong(text(sql, arguments));
    }

    static String text(String sql, Object... arguments) {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new AssertionError("No row: " + sql);
            }
            return rows.getString(1);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    static int update(String sql, Object... arguments) {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, arguments)) {
            return statement.executeUpdate();
        } catch (java.sql.SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static Connection connect() throws java.sql.SQLException {
        return DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
    }

    private static PreparedStatement prepared(
            Connection connection, String sql, Object... arguments) throws java.sql.SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
