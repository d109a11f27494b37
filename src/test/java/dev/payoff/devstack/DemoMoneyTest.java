package dev.payoff.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.Finance;
import dev.payoff.value.InternalRate;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What the sample organisation's money comes to is what one meets in real ones. Worked out roughly,
 * by the day: the figures themselves are the application's.
 */
class DemoMoneyTest {

    private static final Instant GO_LIVE = Instant.parse("2026-01-01T00:00:00Z");
    private static final LocalDate DAY = LocalDate.ofInstant(GO_LIVE, ZoneOffset.UTC);
    private static final double DAYS_A_MONTH = 730.5 / 24;

    private final Map<String, DemoPortfolio.Sample> samples = new TreeMap<>();

    DemoMoneyTest() throws Exception {
        DemoPortfolio.samples().forEach(sample -> samples.put(sample.key(), sample));
    }

    @Test
    void threeHaveJustPaidBack_andOneIsFarFromIt() {
        samples.forEach((key, sample) -> {
            List<DatedAmount> flows = measured(sample);
            flows.addAll(costs(sample, false, -1_000, sample.liveDays()));
            double rate = rate(flows);
            if (key.equals("warehouse-scanners")) {
                assertThat(rate).as(key).isLessThan(-0.5);
            } else {
                assertThat(rate).as(key).isBetween(0.05, 0.4);
            }
        });
    }

    @Test
    void whatWasPromisedIsWorthIt_butOneProjectWouldNotPayBackThoughItKeptTheRest() {
        samples.forEach((key, sample) -> {
            List<DatedAmount> plan = promised(sample, 0);
            plan.addAll(costs(sample, true, -1_000, 3_650));
            assertThat(rate(plan)).as("plan of " + key).isBetween(0.1, 1.1);
        });
        DemoPortfolio.Sample troubled = samples.get("warehouse-scanners");
        List<DatedAmount> outlook = measured(troubled);
        outlook.addAll(promised(troubled, troubled.liveDays()));
        outlook.addAll(costs(troubled, false, -1_000, troubled.liveDays()));
        outlook.addAll(costs(troubled, true, troubled.liveDays(), 3_650));
        assertThat(rate(outlook)).isBetween(-0.3, -0.001);
    }

    @Test
    void moneyIsSpentForMonthsBeforeAnythingComes_andEachProjectHasItsPlace() {
        samples.forEach((key, sample) -> {
            assertThat(sample.costs().getFirst().firstDay()).as(key).isLessThan(-120);
            assertThat(sample.project().get("programme").asText()).as(key).isNotBlank();
            assertThat(sample.project().get("objective").asText()).as(key).isNotBlank();
            assertThat(sample.events()).as(key).hasSizeGreaterThan(2);
            assertThat(sample.events().getLast().day()).as(key).isLessThan(sample.liveDays());
            assertThat(sample.metrics().stream().filter(it -> it.rampMonths() > 0))
                    .as("a planned curve in " + key)
                    .isNotEmpty();
        });
        assertThat(samples.values().stream().map(it -> it.project().get("programme").asText()))
                .containsOnly("Run for less", "Sell and serve online");
    }

    private static List<DatedAmount> measured(DemoPortfolio.Sample sample) {
        List<DatedAmount> flows = new ArrayList<>();
        for (DemoPortfolio.Metric metric : sample.metrics()) {
            for (int day = 0; money(metric) && day < sample.liveDays(); day++) {
                double mean = 0;
                for (int hour = 0; hour < 24; hour++) {
                    Instant at = GO_LIVE.plus(day * 24L + hour, ChronoUnit.HOURS);
                    mean += metric.series().series().at(GO_LIVE, at) / 24;
                }
                double level = metric.isFlow() ? mean * 730.5 : mean;
                flows.add(flow(day, worth(metric, level) / DAYS_A_MONTH));
            }
        }
        return flows;
    }

    private static List<DatedAmount> promised(DemoPortfolio.Sample sample, int from) {
        List<DatedAmount> flows = new ArrayList<>();
        for (DemoPortfolio.Metric metric : sample.metrics()) {
            for (int day = from; money(metric) && day < metric.endDay(); day++) {
                double way = Math.clamp(day / (metric.rampMonths() * DAYS_A_MONTH), 0, 1);
                double baseline = metric.metric().get("baseline").asDouble();
                double target = metric.metric().get("target").asDouble();
                double level = baseline + (target - baseline) * way * way * (3 - 2 * way);
                flows.add(flow(day, worth(metric, level) / DAYS_A_MONTH));
            }
        }
        return flows;
    }

    private static boolean money(DemoPortfolio.Metric metric) {
        return !metric.metric().get("valuation").isNull();
    }

    /** What a month at a level is worth; all are valued by the month or the unit. */
    private static double worth(DemoPortfolio.Metric metric, double level) {
        JsonNode told = metric.metric();
        double baseline = told.get("baseline").asDouble();
        double sign = told.get("target").asDouble() > baseline ? 1 : -1;
        return sign * (level - baseline) * told.at("/valuation/amount").asDouble();
    }

    private static List<DatedAmount> costs(
            DemoPortfolio.Sample sample, boolean planned, int from, int to) {
        List<DatedAmount> flows = new ArrayList<>();
        for (DemoPortfolio.Costs costs : sample.costs()) {
            for (int i = 0; i < costs.times(); i++) {
                int day = costs.firstDay() + i * costs.everyDays();
                int amount =
                        planned ? costs.planned() : costs.actual().get(i % costs.actual().size());
                if (day >= from && day < to) {
                    flows.add(flow(day, -amount));
                }
            }
        }
        return flows;
    }

    private static DatedAmount flow(int day, double amount) {
        return new DatedAmount(DAY.plusDays(day), BigDecimal.valueOf(amount));
    }

    private static double rate(List<DatedAmount> flows) {
        return switch (Finance.xirr(flows)) {
            case InternalRate.Roots roots when roots.count() == 1 ->
                    roots.ascending().getFirst().doubleValue();
            case InternalRate.Roots roots -> throw new AssertionError("Several rates: " + roots);
            case InternalRate.None none -> throw new AssertionError(none.reason().sentence());
        };
    }
}
