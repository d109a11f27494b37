package dev.payoff.connector;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import dev.payoff.devstack.StackResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What operators see of all connections, by kind and without names. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ConnectionMetersTest extends ConnectorTestBase {

    @Inject ConnectionMeters meters;
    @Inject Connectors connectors;
    @Inject Pool pool;

    @Inject
    @ReactiveDataSource("stream")
    Pool stream;

    @Inject Roles roles;

    /** As operators read it. */
    private static double meter(String name, String labels) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + "{" + labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(-1);
    }

    private static double gauge(MeterRegistry counted, String name, String kind) {
        return counted.get(name).tag("kind", kind).gauge().value();
    }

    /**
     * Counted by counters of its own at a time to come: the application counts, and takes turns
     * that are due, while this goes on.
     */
    @Test
    void lagErrorsAndSilenceAreTold_byKind() throws Exception {
        String sonar =
                connect("sonarqube", Map.of("baseUrl", "https://sonar.example.org", "token", "t"));
        String json = connect("json", Map.of("secret", "t0ken"));
        sql(
                "UPDATE connection SET failures = 3, next_pull = now() + interval '1 day',"
                        + " lease_until = NULL, lease_token = NULL,"
                        + " created_at = now() - interval '2 hours' WHERE id = '"
                        + sonar
                        + "'");
        sql("UPDATE connection SET created_at = now() - interval '30 days' WHERE kind = 'json'");
        double refused = meter("payoff_deliveries_total", "kind=\"json\",status=\"refused\"");
        post(
                        json,
                        Map.of("Content-Type", "application/json"),
                        "{}".getBytes(StandardCharsets.UTF_8))
                .statusCode(401);

        Duration ahead = Duration.ofDays(1).plusMinutes(20);
        MeterRegistry counted = new SimpleMeterRegistry();
        new ConnectionMeters(
                        counted,
                        stream,
                        connectors,
                        roles,
                        new TimeAndChance(Clock.offset(Clock.systemUTC(), ahead)))
                .count()
                .await()
                .indefinitely();

        assertThat(gauge(counted, "payoff.connections", "sonarqube")).isPositive();
        assertThat(gauge(counted, "payoff.connections.failing", "sonarqube")).isPositive();
        assertThat(gauge(counted, "payoff.connections.lag.seconds", "sonarqube"))
                .isGreaterThanOrEqualTo(20 * 60);
        assertThat(gauge(counted, "payoff.connections.silent.seconds", "sonarqube"))
                .isGreaterThanOrEqualTo(7_200 + ahead.toSeconds());
        assertThat(gauge(counted, "payoff.connections.silent.seconds", "json"))
                .as("what was refused is no sign of life")
                .isGreaterThanOrEqualTo(30 * 86_400);
        assertThat(gauge(counted, "payoff.connections.lag.seconds", "xlsx")).isZero();
        assertThat(counted.find("payoff.connections.silent.seconds").tag("kind", "xlsx").gauge())
                .as("files come when somebody sends one")
                .isNull();
        meters.count().await().indefinitely();
        for (String name :
                List.of(
                        "payoff_connections",
                        "payoff_connections_failing",
                        "payoff_connections_lag_seconds",
                        "payoff_connections_silent_seconds")) {
            assertThat(meter(name, "kind=\"sonarqube\"")).as(name).isNotNegative();
        }
        assertThat(meter("payoff_deliveries_total", "kind=\"json\",status=\"refused\""))
                .isEqualTo(Math.max(0, refused) + 1);
    }

    /** What a connection does not remember is parsed and planned each time. */
    @Test
    void statementsLongerThanTheClientsOwnBoundAreRemembered() {
        assertThat(FactSql.CHANGES).hasSizeGreaterThan(2_048);
        Long remembered =
                pool.withConnection(connection ->
                                connection
                                        .preparedQuery(FactSql.CHANGES)
                                        .execute(
                                                FactStore.tuple(
                                                        UUID.randomUUID(),
                                                        1L,
                                                        "production",
                                                        null,
                                                        1,
                                                        1,
                                                        1))
                                        .chain(() ->
                                                connection
                                                        .query(
                                                                "SELECT count(*) FROM pg_prepared_statements"
                                                                        + " WHERE length(statement) > 2048")
                                                        .execute())
                                        .map(rows -> rows.iterator().next().getLong(0)))
                        .await()
                        .indefinitely();
        assertThat(remembered).isPositive();
    }
}
