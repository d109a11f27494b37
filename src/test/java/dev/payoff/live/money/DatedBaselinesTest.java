package dev.payoff.live.money;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.rounded;
import static dev.payoff.stream.Bench.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItems;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Baselines that change at dates, from the registry through the stream to every answer. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class DatedBaselinesTest {

    private final Bench bench = new Bench();
    private final Instant hour =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(30));
    private final String asOf = "asOf=" + hour.plus(Duration.ofHours(10));
    private UUID metric;

    /** 46,000 from the fifth hour on, 43,000 from the middle of the seventh. */
    private final String series =
            "{'baselineSeries':[{'from':'%s','baseline':46000.00},{'from':'%s','baseline':43000,'lower':42000,'upper':44500}]}"
                    .formatted(
                            hour.plus(Duration.ofHours(4)),
                            hour.plus(Duration.ofMinutes(6 * 60 + 30)));

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        metric = bench.level("cloud", "cost", ",'staleness':'PT1H'");
        bench.post(
                        "projects/cloud/costs",
                        "{'amount':10,'incurredOn':'2026-01-02','category':'labour'}")
                .statusCode(201);
        for (int i = 0; i < 10; i++) {
            bench.send(Topics.BUSINESS, "cloud/cost", "44000", hour.plus(Duration.ofHours(i)), "");
        }
        bench.committed();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private BigDecimal realised(String query) {
        return rounded(money(bench.get("projects/cloud/value?" + query), "realised"), 6);
    }

    private BigDecimal live() {
        return rounded(money(bench.get("portfolio"), "projects[0].realised"), 6);
    }

    /** So much a month, of one hour. */
    private static BigDecimal anHourOf(int month) {
        return BigDecimal.valueOf(month).divide(new BigDecimal("730.5"), 6, RoundingMode.HALF_EVEN);
    }

    @Test
    void changingTheSeriesMovesEveryFigureAndWhatWasKnownBeforeStays() {
        assertThat(realised(asOf)).isEqualTo(anHourOf(60_000));
        Instant before = Instant.now();
        bench.patch("metrics/" + metric, series).statusCode(200);

        // Four hours of 6,000, two of 2,000, half of 2,000 and half of -1,000, three of -1,000.
        assertThat(realised(asOf)).isEqualTo(anHourOf(25_500));
        assertThat(realised(asOf + "&asKnownAt=" + before)).isEqualTo(anHourOf(60_000));
        assertThat(realised("asOf=" + hour.plus(Duration.ofHours(6)))).isEqualTo(anHourOf(28_000));
        soon().untilAsserted(() ->
                assertThat(live()).as("the stream's, an hour later").isEqualTo(anHourOf(24_500)));
        assertThat(realised("asOf=" + Instant.now())).as("folded anew").isEqualTo(anHourOf(24_500));

        JsonPath shown = bench.get("metrics/" + metric);
        assertThat(shown.getInt("version")).isEqualTo(2);
        assertThat(shown.getList("baselineSeries.from"))
                .containsExactly(
                        hour.plus(Duration.ofHours(4)).toString(),
                        hour.plus(Duration.ofMinutes(390)).toString());
        assertThat(shown.getList("baselineSeries.upper")).containsExactly(null, 44500);
        bench.patch("metrics/" + metric, series).statusCode(200);
        assertThat(bench.get("metrics/" + metric).getInt("version"))
                .as("the same said again changes nothing")
                .isEqualTo(2);
        JsonPath value = bench.get("projects/cloud/value?" + asOf);
        assertThat(value.getInt("metrics[0].baseline")).as("in force then").isEqualTo(43000);
        assertThat(money(value, "metrics[0].achievement")).isEqualByComparingTo("-0.125");
        assertThat(
                        Bench.text(
                                "SELECT string_agg(detail::text, ' ') FROM audit WHERE tenant_id = ? AND action = 'metric.changed'",
                                bench.tenant))
                .contains("baselineSeries")
                .contains("46000");

        bench.patch("metrics/" + metric, "{'baselineSeries':null}").statusCode(200);
        assertThat(realised(asOf)).isEqualTo(anHourOf(60_000));
        soon().untilAsserted(() -> assertThat(live()).isEqualTo(anHourOf(66_000)));
    }

    @Test
    void theExplanationNamesTheBaselineOfEachPieceAndGivesTheSameDigits() {
        bench.patch("metrics/" + metric, series).statusCode(200);
        JsonPath told = bench.get("projects/cloud/value/explain?" + asOf);
        List<Map<String, Object>> pieces =
                told.getList("children[0].children[0].children.findAll { it.readings != null }");
        assertThat(pieces).hasSize(11);
        BigDecimal sum = BigDecimal.ZERO;
        for (Map<String, Object> piece : pieces) {
            sum = sum.add(new BigDecimal(piece.get("exact").toString()));
        }
        assertThat(sum)
                .isEqualByComparingTo(told.getString("children[0].children[0].exact"))
                .isEqualByComparingTo(told.getString("children[0].exact"));
        String baselines =
                "children[0].children[0].children.findAll { it.readings != null }"
                        + ".collect { it.children.find { it.label == 'baseline' } }";
        assertThat(told.getList(baselines + ".value", Integer.class))
                .containsExactly(
                        50000, 50000, 50000, 50000, 46000, 46000, 46000, 43000, 43000, 43000,
                        43000);
        assertThat(told.getList(baselines + ".from", String.class).get(7))
                .isEqualTo(hour.plus(Duration.ofMinutes(390)).toString());

        int intervals = 0;
        for (String basis : List.of("TO_DATE", "PLAN", "OUTLOOK")) {
            for (String figure : List.of("benefit", "weightedBenefit", "npv")) {
                JsonPath proof =
                        bench.get(
                                "projects/cloud/money/explain?%s&rate=0.08&basis=%s&figure=%s"
                                        .formatted(asOf, basis, figure));
                Recomputed again = new Recomputed(proof);
                assertThat(again.figure(proof))
                        .as("%s %s", basis, figure)
                        .isEqualByComparingTo(money(proof, "value"));
                intervals += again.intervals();
            }
        }
        assertThat(intervals).as("measured intervals gone through").isGreaterThan(50);
    }

    @Test
    void otherBaselinesCanBeTried() {
        bench.patch("metrics/" + metric, series).statusCode(200);
        assertThat(tried("{'baselineSeries':[]}")).isEqualTo(anHourOf(60_000));
        assertThat(tried("{'baseline':48000}"))
                .as("alone it stands for the series too")
                .isEqualTo(anHourOf(40_000));
        assertThat(
                        tried(
                                "{'baselineSeries':[{'from':'%s','baseline':44000}]}"
                                        .formatted(hour.plus(Duration.ofHours(1)))))
                .isEqualTo(anHourOf(6_000));
        bench.post(
                        "projects/cloud/value/what-if",
                        "{'metrics':{'cost':{'baselineSeries':[{'from':'soon','baseline':1}]}}}")
                .statusCode(400);
    }

    private BigDecimal tried(String change) {
        return rounded(
                money(
                        bench.post(
                                        "projects/cloud/value/what-if?" + asOf,
                                        "{'metrics':{'cost':" + change + "}}")
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        "assumed.realised"),
                6);
    }

    @Test
    void whatIsWrongIsToldStepByStep() {
        bench.patch(
                        "metrics/" + metric,
                        """
                        {'minimum':0,'baselineSeries':[{'from':'2026-07-01','baseline':1},{'from':'2026-06-30T12:00:00Z','baseline':-1},
                         {'from':'soon','baseline':1,'lower':0}]}\
                        """)
                .statusCode(400)
                .body(
                        "violations.field",
                        hasItems(
                                "baselineSeries[1].from",
                                "baselineSeries[1].baseline",
                                "baselineSeries[2].from",
                                "baselineSeries[2]"));
        bench.patch(
                        "metrics/" + metric,
                        "{'baseline':null,'baselineSeries':[{'from':'2026-07-01','baseline':1}]}")
                .statusCode(400)
                .body("violations.field", hasItems("baselineSeries"));
    }
}
