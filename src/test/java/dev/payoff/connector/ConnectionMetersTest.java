package dev.payoff.connector;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What operators see of all connections, by kind and without names. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ConnectionMetersTest extends ConnectorTestBase {

    @Inject ConnectionMeters meters;
    @Inject Pool pool;

    /** Of a kind. */
    private static double meter(String name, String labels) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + "{" + labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(-1);
    }

    @Test
    void lagErrorsAndSilenceAreTold_byKind() throws Exception {
        String sonar =
                connect("sonarqube", Map.of("baseUrl", "https://sonar.example.org", "token", "t"));
        String json = connect("json", Map.of("secret", "t0ken"));
        sql(
                "UPDATE connection SET failures = 3, next_pull = now() - interval '20 minutes',"
                        + " lease_until = NULL, created_at = now() - interval '2 hours' WHERE id = '"
                        + sonar
                        + "'");
        sql("UPDATE connection SET created_at = now() - interval '30 days' WHERE kind = 'json'");
        double refused = meter("payoff_deliveries_total", "kind=\"json\",status=\"refused\"");
        post(
                        json,
                        Map.of("Content-Type", "application/json"),
                        "{}".getBytes(StandardCharsets.UTF_8))
                .statusCode(401);

        meters.count().await().indefinitely();

        assertThat(meter("payoff_connections", "kind=\"sonarqube\"")).isPositive();
        assertThat(meter("payoff_connections_failing", "kind=\"sonarqube\"")).isPositive();
        assertThat(meter("payoff_connections_silent_seconds", "kind=\"sonarqube\""))
                .isGreaterThanOrEqualTo(7_200);
        assertThat(meter("payoff_connections_silent_seconds", "kind=\"json\""))
                .as("what was refused is no sign of life")
                .isGreaterThanOrEqualTo(30 * 86_400);
        assertThat(meter("payoff_connections_lag_seconds", "kind=\"xlsx\"")).isZero();
        assertThat(meter("payoff_connections_silent_seconds", "kind=\"xlsx\"")).isNegative();
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
