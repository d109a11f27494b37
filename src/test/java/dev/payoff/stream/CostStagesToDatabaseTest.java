package dev.payoff.stream;

import static dev.payoff.stream.Bench.money;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Costs of every stage from a foreign producer to the figures of money. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class CostStagesToDatabaseTest {

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void send(String event, String amount, String more) {
        bench.raw(
                Topics.BUSINESS,
                (bench.tenantKey + "/p").getBytes(StandardCharsets.UTF_8),
                ("{'tenant':'%s','project':'p','amount':%s,'currency':'EUR','incurredOn':'2026-01-05','eventId':'%s'%s}")
                        .formatted(bench.tenantKey, amount, event, more)
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aStageThatIsToldOnTheWireIsTheLinesStage() {
        bench.project("p");
        send("a", "1", "");
        send("b", "20", ",'planned':true");
        send("c", "300", ",'stage':'COMMITTED'");
        send("d", "4000", ",'stage':'FORECAST','planned':true");
        // The same again, told the old way and the new: one line.
        send("b", "20", ",'stage':'PLANNED'");
        // The same identity in another stage contradicts; a stage that there is not is refused.
        send("c", "300", ",'stage':'FORECAST'");
        send("e", "50000", ",'stage':'SOON'");
        bench.committed();

        JsonPath lines = bench.get("projects/p/costs");
        assertThat(lines.getList("items.stage", String.class))
                .containsExactlyInAnyOrder("ACTUAL", "PLANNED", "COMMITTED", "FORECAST");
        assertThat(money(bench.get("projects/p/value"), "cost")).isEqualByComparingTo("1");
        JsonPath costs = bench.get("projects/p/money?asOf=2026-01-20T00:00:00Z");
        assertThat(costs.getList("costs.stage", String.class))
                .containsExactlyInAnyOrder("ACTUAL", "PLANNED", "COMMITTED", "FORECAST");
        for (String code : List.of("CONFLICT", "BAD_STAGE")) {
            assertThat(
                            Bench.number(
                                    "SELECT count(*) FROM rejected WHERE tenant_id = ? AND code = ?",
                                    bench.tenant,
                                    code))
                    .as(code)
                    .isEqualTo(1);
        }
    }
}
