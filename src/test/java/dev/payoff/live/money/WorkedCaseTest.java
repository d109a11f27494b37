package dev.payoff.live.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.app.Moment;
import dev.payoff.live.Ledger;
import dev.payoff.live.money.Assumptions.Discounting;
import dev.payoff.live.money.Assumptions.Prices;
import dev.payoff.live.money.MoneyCase.Basis;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.portfolio.CostStage;
import dev.payoff.portfolio.FiscalCalendarInput;
import dev.payoff.portfolio.Kept;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.Valuation;
import dev.payoff.value.appraisal.Simulation.Shape;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The case of the manual's chapter on money, without a server. The expected numbers were computed
 * apart from this code, in 60-digit decimals.
 */
class WorkedCaseTest {

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final Instant AS_OF = Instant.parse("2026-02-04T10:00:00Z");

    private final Facts facts = facts();

    private static BigDecimal dec(String number) {
        return new BigDecimal(number);
    }

    private static CostRow cost(
            String on, CostStage stage, String amount, String low, String high) {
        return new CostRow(
                LocalDate.parse(on),
                stage,
                null,
                "c",
                "EUR",
                1,
                dec(amount),
                BigDecimal.ONE,
                dec(low),
                dec(high));
    }

    private static Facts facts() {
        MetricTerms terms =
                new MetricTerms(
                        Kind.LEVEL,
                        dec("50000"),
                        dec("35000"),
                        null,
                        BigDecimal.ONE,
                        dec("0.8"),
                        new Valuation.PerPeriod(BigDecimal.ONE, Period.MONTH),
                        Period.MONTH,
                        START,
                        Instant.parse("2029-01-01T00:00:00Z"),
                        Duration.ofHours(3));
        List<HourWindow> hours = new ArrayList<>();
        for (int i = 0; i < 730; i++) {
            hours.add(
                    new HourWindow(
                            START.plus(Duration.ofHours(i)), 1, dec("44000"), BigDecimal.ZERO, 0));
        }
        Ledger.Entry entry =
                new Ledger.Entry(
                        new UUID(0, 2),
                        "manual-money/infra-cost",
                        "Lower infrastructure cost",
                        "COST_REDUCTION",
                        "CURRENCY",
                        "EUR per month",
                        false,
                        terms,
                        false,
                        hours,
                        null,
                        null);
        Ledger ledger =
                new Ledger(
                        new ProjectRef(
                                new UUID(0, 1),
                                "manual-money",
                                "M",
                                "INFRASTRUCTURE",
                                "EUR",
                                START,
                                dec("0.08"),
                                0,
                                0,
                                false),
                        new Moment(AS_OF, null, AS_OF),
                        List.of(entry),
                        List.of(),
                        0);
        DiscountSchedule eight = DiscountSchedule.flat(dec("0.08"));
        Assumptions by =
                new Assumptions(
                        eight,
                        new Discounting(dec("0.08"), null, null, null, eight),
                        null,
                        null,
                        Prices.NOMINAL,
                        null,
                        BigDecimal.ONE,
                        new Kept<>(
                                "calendar",
                                0,
                                null,
                                true,
                                new FiscalCalendarInput(1, false, "{yyyy}")));
        List<CostRow> costs =
                List.of(
                        cost("2025-11-03", CostStage.PLANNED, "120000", "120000", "120000"),
                        cost("2026-01-02", CostStage.PLANNED, "60000", "60000", "60000"),
                        cost("2026-06-30", CostStage.PLANNED, "40000", "40000", "40000"),
                        cost("2025-11-03", CostStage.ACTUAL, "120000", "120000", "120000"),
                        cost("2026-01-02", CostStage.ACTUAL, "95000", "95000", "95000"),
                        cost("2026-06-30", CostStage.FORECAST, "60000", "50000", "90000"));
        return new Facts(ledger, costs, by, LocalDate.of(2028, 12, 31));
    }

    private static void assertShown(MoneyFigure figure, String expected) {
        assertThat(figure.value()).isCloseTo(dec(expected), within(dec("0.0000005")));
    }

    @Test
    void itsFigures() {
        MoneyView it = MoneyView.of(facts);
        assertShown(it.toDate().benefit(), "5995.893224");
        assertShown(it.toDate().npv(), "-207907.256806");
        assertThat(it.toDate().paybackMonths().reason())
                .isEqualTo("The benefits do not cover the costs.");
        assertShown(it.plan().benefit(), "538151.950719");
        assertShown(it.plan().roiSimple(), "1.446145231");
        assertShown(it.plan().npv(), "255651.217864");
        assertShown(it.plan().bcr(), "2.176598482");
        assertShown(it.outlook().roiSimple(), "0.924211312");
        assertShown(it.outlook().roiDiscounted(), "0.713554494");
        assertShown(it.outlook().npv(), "193271.240234");
        assertShown(it.outlook().riskAdjustedNpv(), "100445.589210");
        assertThat(it.outlook().rateCount()).isEqualTo(1);
        assertShown(it.realisation().toDate(), "0.4");
        assertShown(it.realisation().toTotal(), "0.011141636");
        assertThat(it.complete()).isTrue();
        assertThat(it.fiscalYears())
                .extracting(MoneyView.FiscalYear::label)
                .containsExactly("2025", "2026", "2027", "2028");
    }

    @Test
    void itsSwitchingValueAndItsRisk() {
        MoneyCase of = MoneyCase.of(Basis.OUTLOOK, facts);
        SensitivityView tornado =
                SensitivityView.of(
                        facts,
                        of,
                        RiskLines.of(of, facts.by(), RiskLines.Ranges.NONE),
                        dec("0.1"),
                        dec("0.01"));
        SensitivityView.Bar widest = tornado.bars().getFirst();
        assertThat(widest.key()).isEqualTo("manual-money/infra-cost");
        assertThat(widest.switchingFactor())
                .isCloseTo(dec("0.583582257"), within(dec("0.000000001")));
        RiskLines.Range measured = new RiskLines.Range(dec("0.3"), dec("0.4"), dec("0.9"));
        RiskLines.Ranges told =
                new RiskLines.Ranges(Map.of("manual-money/infra-cost", measured), null, null);
        RiskLines lines = RiskLines.of(of, facts.by(), told);
        SimulationView it = SimulationView.of(facts, of, lines, told, Shape.PERT, 10_000, 7);
        assertThat(it.mean()).isCloseTo(dec("-57502.67"), within(dec("0.005")));
        assertThat(it.probabilityNegative()).isEqualByComparingTo("0.8659");
        assertThat(it.percentiles().get("p95")).isCloseTo(dec("33075.94"), within(dec("0.005")));
        assertThat(it.cvar95()).isCloseTo(dec("-129556.55"), within(dec("0.005")));
        // In closed form: PERT's mean of the benefit's and the forecast's factors
        BigDecimal expected =
                dec("464128.255123")
                        .multiply(dec("2.8"))
                        .divide(dec("6"), java.math.MathContext.DECIMAL64)
                        .subtract(dec("213805.713113"))
                        .subtract(
                                dec("57051.301775")
                                        .multiply(dec("19"))
                                        .divide(dec("18"), java.math.MathContext.DECIMAL64));
        assertThat(it.mean().subtract(expected).abs())
                .isLessThan(it.standardError().multiply(dec("4")));

        // The less the benefit, the dearer the dismantling: bad comes with bad.
        RiskLines.Ranges tied =
                new RiskLines.Ranges(
                        told.ranges(),
                        List.of(
                                new RiskLines.Correlation(
                                        "manual-money/infra-cost", "cost/FORECAST/c", dec("-0.7"))),
                        null);
        SimulationView worse = SimulationView.of(facts, of, lines, tied, Shape.PERT, 10_000, 7);
        assertThat(worse.mean()).isCloseTo(dec("-57364.62"), within(dec("0.005")));
        assertThat(worse.mean().subtract(expected).abs())
                .isLessThan(worse.standardError().multiply(dec("4")));
        assertThat(it.standardDeviation()).isCloseTo(dec("48101.66"), within(dec("0.005")));
        assertThat(worse.standardDeviation()).isCloseTo(dec("52193.02"), within(dec("0.005")));
        assertThat(worse.assumptions().getFirst()).startsWith("Lines move together");
        assertThat(worse.probabilityNegative()).isEqualByComparingTo("0.8466");
        assertThat(worse.cvar95()).isCloseTo(dec("-138263.90"), within(dec("0.005")));
    }
}
