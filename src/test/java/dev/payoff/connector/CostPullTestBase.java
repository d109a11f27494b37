package dev.payoff.connector;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Topics;
import io.restassured.http.ContentType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;

/** Connections that pull costs, and what of them arrives in Kafka. */
public abstract class CostPullTestBase extends ConnectorTestBase {

    /** Each cost line once, by its event id, however often it was sent. */
    protected Map<String, JsonNode> costs() throws Exception {
        Map<String, JsonNode> costs = new TreeMap<>();
        for (JsonNode record : records(Topics.BUSINESS)) {
            if (record.has("amount")) {
                costs.put(record.path("eventId").asText(), record);
            }
        }
        return costs;
    }

    /** What this test's project has to bear, by currency and category. */
    protected Map<String, BigDecimal> sums() throws Exception {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (JsonNode cost : costs().values()) {
            sums.merge(
                    cost.path("currency").asText() + " " + cost.path("category").asText(),
                    cost.path("amount").decimalValue(),
                    BigDecimal::add);
        }
        sums.replaceAll((name, sum) -> sum.stripTrailingZeros());
        return sums;
    }

    /** Has a connection asked again at once, as its interval is hours. */
    protected static void again(String connection) {
        change(connection, Map.of("name", "again " + UUID.randomUUID()));
    }

    protected static void change(String connection, Map<String, Object> change) {
        admin().contentType(ContentType.JSON)
                .body(new HashMap<>(change))
                .patch("/api/v1/connections/" + connection)
                .then()
                .statusCode(200);
    }

    protected static void soon(ThrowingRunnable holds) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(holds);
    }
}
