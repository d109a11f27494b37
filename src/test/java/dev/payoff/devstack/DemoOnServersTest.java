package dev.payoff.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample organisation as the application takes it, and what its money comes to there. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class DemoOnServersTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TestHTTPResource("/")
    URI url;

    @TempDir Path state;

    @Test
    void threeProjectsEarnTheirMoneyBack_andOneDoesNot() throws Exception {
        try (Bench bench = new Bench()) {
            String address = url.toString();
            DemoApi api = new DemoApi(address.substring(0, address.length() - 1), bench.key());
            new DemoData(api, state, Instant.now()).fill();

            for (String project : List.of("cloud-migration", "checkout", "claims-portal")) {
                Awaitility.await(project)
                        .atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(irr(money(bench, project), "toDate"))
                                        .isBetween(new BigDecimal("0.03"), new BigDecimal("0.5")));
                assertThat(irr(money(bench, project), "plan"))
                        .as("plan of " + project)
                        .isBetween(new BigDecimal("0.1"), new BigDecimal("1.2"));
            }
            JsonPath troubled = money(bench, "warehouse-scanners");
            assertThat(irr(troubled, "toDate")).isNegative();
            assertThat(irr(troubled, "outlook")).isNegative();
            assertThat(irr(troubled, "plan")).isPositive();
            assertThat(
                            bench.get("projects/checkout/annotations")
                                    .getList("items.title", String.class))
                    .contains("New payment page released", "Summer sale");
            assertThat(bench.get("projects").getList("items.programme", String.class))
                    .contains("Run for less", "Sell and serve online");
        }
    }

    private static JsonPath money(Bench bench, String project) {
        return bench.get("projects/" + project + "/money");
    }

    private static BigDecimal irr(JsonPath money, String basis) {
        Object rate = money.get(basis + ".irr.value");
        assertThat(rate).as(basis + ".irr").isNotNull();
        return new BigDecimal(rate.toString());
    }
}
