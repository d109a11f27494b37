package dev.payoff.identity;

import static io.restassured.RestAssured.given;

import dev.payoff.app.TimeAndChance;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes tenants, people and keys straight in the database, and reads it with any of its roles. */
@ApplicationScoped
public class World {

    /** A tenant with one API key and one person of each role; all passwords are the same. */
    public record Tenant(UUID id, String key) {

        public String apiKey(Role role) {
            return "pay_00000000_" + (key + role + "x".repeat(43)).substring(0, 43);
        }

        String email(Role role) {
            return role.name().toLowerCase(java.util.Locale.ROOT) + "@" + key + ".example";
        }
    }

    static final String PASSWORD = "correct horse battery";

    private final String url;
    private final TimeAndChance chance;
    private final Passwords passwords;

    World(
            @ConfigProperty(name = "payoff.pg.host") String host,
            @ConfigProperty(name = "payoff.pg.port") int port,
            @ConfigProperty(name = "payoff.pg.database") String database,
            TimeAndChance chance,
            Passwords passwords) {
        this.url = "jdbc:postgresql://" + host + ":" + port + "/" + database;
        this.chance = chance;
        this.passwords = passwords;
    }

    Connection as(String role) throws SQLException {
        return DriverManager.getConnection(url, role, "payoff");
    }

    public Tenant tenant(String name) {
        String key = name + "-" + chance.newId().toString().substring(24);
        Tenant tenant = new Tenant(chance.newId(), key);
        String hash = passwords.hashNow(PASSWORD);
        try (Connection connection = as("payoff_stream")) {
            try (var insert =
                    connection.prepareStatement(
                            "INSERT INTO tenant (id, key, name, created_at) VALUES (?, ?, ?, now())")) {
                insert.setObject(1, tenant.id());
                insert.setString(2, key);
                insert.setString(3, "Tenant " + name);
                insert.executeUpdate();
            }
            for (Role role : Role.values()) {
                try (var insert =
                        connection.prepareStatement(
                                "INSERT INTO app_user (id, tenant_id, email, name, role, password_hash,"
                                        + " created_at) VALUES (?, ?, ?, ?, ?, ?, now())")) {
                    insert.setObject(1, chance.newId());
                    insert.setObject(2, tenant.id());
                    insert.setString(3, tenant.email(role));
                    insert.setString(4, role + " of " + name);
                    insert.setString(5, role.name());
                    insert.setString(6, hash);
                    insert.executeUpdate();
                }
                apiKey(connection, tenant, role, tenant.apiKey(role), null);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return tenant;
    }

    void apiKey(Connection connection, Tenant tenant, Role role, String secret, Timestamp expires)
            throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO api_key (id, tenant_id, name, prefix, hash, role, created_by,"
                                + " created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, 'test', now(), ?)")) {
            insert.setObject(1, chance.newId());
            insert.setObject(2, tenant.id());
            insert.setString(3, role.name());
            insert.setString(4, secret.substring(0, 12));
            insert.setBytes(5, Secrets.hash(secret));
            insert.setString(6, role.name());
            insert.setTimestamp(7, expires);
            insert.executeUpdate();
        }
    }

    /** The first column of the first row, as the stream's role, which sees every tenant. */
    String one(String sql) {
        try (Connection connection = as("payoff_stream");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static RequestSpecification bearer(String secret) {
        return given().header("Authorization", "Bearer " + secret);
    }

    /** Logs in by password and answers the session's cookie. */
    static String session(Tenant tenant, Role role) {
        return given().contentType("application/json")
                .body(
                        "{\"tenant\":\"%s\",\"email\":\"%s\",\"password\":\"%s\"}"
                                .formatted(tenant.key(), tenant.email(role), PASSWORD))
                .post("/api/v1/session")
                .then()
                .statusCode(200)
                .extract()
                .cookie("payoff_session");
    }

    static RequestSpecification cookie(String session) {
        return given().cookie("payoff_session", session);
    }
}
