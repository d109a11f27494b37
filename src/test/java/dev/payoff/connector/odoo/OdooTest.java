package dev.payoff.connector.odoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.connector.CostPullTestBase;
import dev.payoff.connector.StubSystem;
import dev.payoff.connector.StubSystem.Answer;
import dev.payoff.connector.StubSystem.Asked;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a stub of Odoo's two interfaces, written from their documentation. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class OdooTest extends CostPullTestBase {

    private final LocalDate day = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1);
    private final Map<Integer, ObjectNode> lines = new ConcurrentSkipListMap<>();
    private volatile boolean before19;
    private final StubSystem server = new StubSystem(this::answer);

    @AfterEach
    void stop() {
        server.close();
    }

    private void line(int id, String account, String general, double amount) {
        ObjectNode line = JSON.createObjectNode();
        line.put("id", id).put("date", day.toString()).put("amount", amount);
        line.putArray("currency_id").add(1).add("CHF");
        line.putArray("account_id").add(7).add(account);
        if (general == null) {
            line.put("general_account_id", false);
        } else {
            line.putArray("general_account_id").add(9).add(general);
        }
        lines.put(id, line);
    }

    private Answer answer(Asked asked) {
        try {
            JsonNode body = JSON.readTree(asked.body());
            if (asked.path().startsWith("/json/2/")) {
                if (before19) {
                    return Answer.of(404, "<html>404</html>");
                }
                return "bearer k3y".equals(asked.header("Authorization"))
                                && "acme".equals(asked.header("X-Odoo-Database"))
                                && asked.path().equals("/json/2/account.analytic.line/search_read")
                        ? Answer.ok(rows(body).toString())
                        : Answer.of(
                                401,
                                "{\"name\":\"werkzeug.exceptions.Unauthorized\",\"message\":\"Invalid apikey\"}");
            }
            JsonNode params = body.path("params");
            JsonNode args = params.path("args");
            boolean known = args.path(2).asText().equals("k3y");
            if (params.path("service").asText().equals("common")) {
                return result(
                        known && args.path(1).asText().equals("payoff@acme.example")
                                ? "5"
                                : "false");
            }
            return args.path(1).asInt() == 5 && known
                    ? result(rows(args.path(6)).toString())
                    : Answer.ok(
                            "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":200,\"message\":\"Odoo Server Error\","
                                    + "\"data\":{\"message\":\"Access Denied\"}}}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer result(String json) {
        return Answer.ok("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + json + "}");
    }

    private ArrayNode rows(JsonNode query) {
        ArrayNode rows = JSON.createArrayNode();
        lines.values().stream()
                .filter(line -> {
                    for (JsonNode condition : query.path("domain")) {
                        boolean id = condition.get(0).asText().equals("id");
                        boolean date = condition.get(0).asText().equals("date");
                        int compared =
                                date
                                        ? line.path("date")
                                                .asText()
                                                .compareTo(condition.get(2).asText())
                                        : 0;
                        if (id && line.path("id").asInt() <= condition.get(2).asInt()
                                || condition.get(1).asText().equals(">=") && compared < 0
                                || condition.get(1).asText().equals("<=") && compared > 0) {
                            return false;
                        }
                    }
                    return true;
                })
                .limit(query.path("limit").asInt(80))
                .forEach(rows::add);
        return rows;
    }

    private String connect(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("baseUrl", server.url());
        config.put("apiKey", "k3y");
        config.put("database", "acme");
        config.put("backfillMonths", 0);
        config.put("openMonths", 1);
        config.put(
                "rules",
                List.of(
                        Map.of(
                                "when",
                                Map.of("account_id", "Shop*", "account_id.id", "7"),
                                "project",
                                project)));
        return connect("odoo", config);
    }

    @Test
    void costsAreTheNegativeLines_overPages_andADraftAgainTakesThemBack() throws Exception {
        for (int id = 1; id <= 1_205; id++) {
            line(id, id % 600 == 0 ? "Shop EU" : "Elsewhere", "600000 Hosting", -10.5);
        }
        line(2_000, "Shop EU", null, 4);
        String id = connect(Map.of());
        admin().post("/api/v1/connections/" + id + "/test").then().body("ok", equalTo(true));
        soon(() ->
                assertThat(sums())
                        .isEqualTo(
                                Map.of(
                                        "CHF 600000 Hosting",
                                        new BigDecimal("21"),
                                        "CHF Without an account",
                                        new BigDecimal("-4"))));
        assertThat(server.asked())
                .as("nothing personal is asked for")
                .allSatisfy(
                        asked -> assertThat(asked.body()).doesNotContain("employee", "\"name\""));

        // A bill goes back to draft, which deletes its lines, and is posted again with new ones.
        lines.remove(600);
        line(3_000, "Shop EU", "600000 Hosting", -11);
        line(1_200, "Shop EU", "610000 Travel", -10.5);
        again(id);
        soon(() ->
                assertThat(sums())
                        .isEqualTo(
                                Map.of(
                                        "CHF 600000 Hosting",
                                        new BigDecimal("11"),
                                        "CHF 610000 Travel",
                                        new BigDecimal("10.5"),
                                        "CHF Without an account",
                                        new BigDecimal("-4"))));
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }

    @Test
    void before19ItIsJsonRpc_whichNeedsALogin() throws Exception {
        before19 = true;
        line(1, "Shop EU", "600000 Hosting", -8);
        String id = connect(Map.of());
        admin().post("/api/v1/connections/" + id + "/test")
                .then()
                .body("ok", equalTo(false))
                .body("detail", containsString("set database and login"));
        change(id, Map.of("config", Map.of("login", "payoff@acme.example")));
        soon(() -> assertThat(sums()).isEqualTo(Map.of("CHF 600000 Hosting", new BigDecimal("8"))));
        change(id, Map.of("config", Map.of("login", "nobody")));
        admin().post("/api/v1/connections/" + id + "/test")
                .then()
                .body("detail", containsString("does not know this login"));
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }
}
