package dev.payoff.analytics;

import static dev.payoff.stream.Bench.money;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.live.money.Recomputed;
import dev.payoff.portfolio.MoneyMeasure;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group's figures, computed again from nothing but what REST explains. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class GroupProofApiTest {

    private final Bench bench = new Bench();
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private String at = "";

    @AfterEach
    void close() {
        bench.close();
    }

    @BeforeEach
    void aProgrammeInTwoCurrenciesAndAProjectWithoutARate() {
        project("in-eur", "EUR");
        project("in-usd", "USD");
        project("in-jpy", "JPY");
        bench.admin()
                .body(
                        "{\"base\":\"USD\",\"quote\":\"EUR\",\"validFrom\":\"2026-01-01\",\"rate\":0.9137}")
                .put("/api/v1/rates")
                .then()
                .statusCode(200);
        bench.post("projects/in-eur/deliverables", "{'name':'One','doneOn':'2026-02-01'}")
                .statusCode(201);
        bench.post("projects/in-eur/deliverables", "{'name':'Two'}").statusCode(201);
        bench.post("projects/in-usd/deliverables", "{'name':'All','doneOn':'2026-02-01'}")
                .statusCode(201);
        for (int i = 1; i <= 4; i++) {
            send("in-eur", "4" + (3_000 + i), i);
            send("in-usd", "4" + (1_000 + 7 * i), i);
        }
        bench.committed();
        at = "&asOf=" + hour;
    }

    private void send(String project, String value, int i) {
        bench.send(
                Topics.BUSINESS,
                project + "/cost",
                value,
                hour.minus(Duration.ofHours(5L * i)),
                "");
    }

    private void project(String key, String currency) {
        bench.post(
                        "projects",
                        "{'key':'%s','name':'P','type':'SOFTWARE','currency':'%s','goLive':'2026-01-01T00:00:00Z','discountRate':0.08,'programme':'Cloud'}"
                                .formatted(key, currency))
                .statusCode(201);
        bench.post(
                        "projects/" + key + "/metrics",
                        """
                        {'key':'cost','name':'Cost','category':'COST_REDUCTION','type':'CURRENCY','kind':'LEVEL',
                         'baseline':50000,'target':35000,'valuation':{'amount':1.3,'per':'MONTH'},'confidence':0.7,
                         'frequency':'PT1H','benefitStart':'2026-10-01T00:00:00Z'}
                        """)
                .statusCode(201);
        String today = hour.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        cost(key, "200000", "2026-01-05", "PLANNED");
        cost(key, "70.31", "2026-03-05", "ACTUAL");
        cost(key, "29.69", hour.minus(Duration.ofDays(3)).toString().substring(0, 10), "ACTUAL");
        cost(key, "90000", "2027-" + today.substring(5).replace("02-29", "02-28"), "FORECAST");
    }

    private void cost(String project, String amount, String day, String stage) {
        bench.post(
                        "projects/" + project + "/costs",
                        "{'amount':%s,'incurredOn':'%s','category':'build','stage':'%s'}"
                                .formatted(amount, day, stage))
                .statusCode(201);
    }

    private JsonPath explained(String figure, String more) {
        return bench.get(
                "portfolio/rollup/explain?by=programme&group=Cloud&figure=" + figure + more + at);
    }

    @Test
    void everyFigureComesOutAgainDigitByDigit() {
        int known = 0;
        for (String basis : List.of("TO_DATE", "PLAN", "OUTLOOK")) {
            String case_ = "&basis=" + basis;
            JsonPath rolled =
                    bench.get(
                            "portfolio/rollup?by=programme&figures="
                                    + String.join(",", MoneyMeasure.labels())
                                    + case_
                                    + at);
            for (MoneyMeasure measure : MoneyMeasure.values()) {
                JsonPath told = explained(measure.label(), case_);
                known += again(told, measure.label() + " of " + basis) ? 1 : 0;
                assertThat(money(told, "value"))
                        .as("%s of %s in the roll-up", measure.label(), basis)
                        .isEqualTo(
                                money(rolled, "groups[0].figures." + measure.label() + ".value"));
            }
        }
        JsonPath rolled = bench.get("portfolio/rollup?by=programme" + at.replace('&', '&'));
        for (String figure : GroupProof.SUMS) {
            JsonPath told = explained(figure, "");
            known += again(told, figure) ? 1 : 0;
            assertThat(money(told, "value"))
                    .as(figure)
                    .isEqualTo(money(rolled, "groups[0]." + figure));
        }
        assertThat(known).as("figures that are known").isGreaterThanOrEqualTo(45);
        again(
                bench.get(
                        "portfolio/rollup/explain?by=category&group=COST_REDUCTION&figure=realised"
                                + at),
                "category");
    }

    /** Whether it is known; where it is, it must come out again. */
    private static boolean again(JsonPath told, String what) {
        BigDecimal shown = money(told, "value");
        if (shown == null) {
            assertThat(told.getString("reason")).as(what).endsWith(".");
            return false;
        }
        assertThat(new Recomputed(told).figure(told)).as(what).isEqualByComparingTo(shown);
        return true;
    }

    @Test
    void itNamesProjectsRatesAndWhatIsNotInIt() {
        JsonPath told = explained("npv", "&basis=OUTLOOK");
        assertThat(told.getList("projects.project")).containsExactly("in-eur", "in-usd");
        assertThat(money(told, "projects[1].rate")).isEqualByComparingTo("0.9137");
        assertThat(told.getString("projects[1].rateFrom")).isEqualTo("2026-01-01");
        assertThat(told.getString("excluded[0].project")).isEqualTo("in-jpy");
        assertThat(told.getString("excluded[0].reason")).contains("no rate from JPY to EUR");
        assertThat(explained("probabilityNegative", "").getString("reason"))
                .contains("vary together");
        bench.admin()
                .get("/api/v1/portfolio/rollup/explain?by=programme&group=Nobody")
                .then()
                .statusCode(404);
        bench.admin()
                .get("/api/v1/portfolio/rollup/explain?by=programme&group=Cloud&figure=luck")
                .then()
                .statusCode(400);
    }

    /** What a project brings on a day is what its own proof says of that day. */
    @Test
    void eachPartLeadsToTheProjectsOwnProof() {
        List<Map<String, Object>> leaves = new ArrayList<>();
        JsonPath told = explained("npv", "&basis=TO_DATE");
        leaves(told.getMap("proof"), leaves);
        TreeSet<String> asked = new TreeSet<>();
        for (Map<String, Object> leaf : leaves) {
            String link = String.valueOf(leaf.get("readings"));
            String day = link.replaceAll(".*day=", "");
            asked.add(link);
            JsonPath own = bench.get(link.replace("/api/v1/", ""));
            BigDecimal sum = BigDecimal.ZERO;
            for (Map<String, Object> stream : parts(own.getMap("proof"))) {
                for (Map<String, Object> each : parts(stream)) {
                    sum =
                            day.equals(each.get("on"))
                                    ? sum.add(new BigDecimal(each.get("exact").toString()))
                                    : sum;
                }
            }
            assertThat(sum)
                    .as(link)
                    .isEqualByComparingTo(new BigDecimal(leaf.get("exact").toString()));
        }
        assertThat(asked)
                .as("two days of cost and one or two of benefit each")
                .hasSizeBetween(6, 10);
    }

    private static void leaves(Map<String, Object> node, List<Map<String, Object>> into) {
        if (node.get("readings") != null) {
            into.add(node);
        }
        parts(node).forEach(part -> leaves(part, into));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> parts(Map<String, Object> node) {
        return (List<Map<String, Object>>) node.get("parts");
    }
}
