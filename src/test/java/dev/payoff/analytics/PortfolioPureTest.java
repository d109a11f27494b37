package dev.payoff.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.analytics.Basis.Move;
import dev.payoff.app.Moment;
import dev.payoff.value.MetricTerms;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quantiles, propagation, values from figures, and what counts as moved. */
class PortfolioPureTest {

    private static BigDecimal of(String number) {
        return new BigDecimal(number);
    }

    @Test
    void quantilesAreInterpolatedAndNotMovedByOneGiant() {
        List<BigDecimal> figures =
                IntStream.rangeClosed(1, 10).mapToObj(BigDecimal::valueOf).toList();
        Quantiles quantiles = Quantiles.of(figures);
        assertThat(quantiles.p50()).isEqualByComparingTo("5.5");
        assertThat(quantiles.p80()).isEqualByComparingTo("8.2");
        assertThat(quantiles.p10()).isEqualByComparingTo("1.9");
        List<BigDecimal> giant =
                figures.stream().map(it -> it.intValue() == 10 ? of("1000000") : it).toList();
        assertThat(Quantiles.of(giant).p80()).isEqualByComparingTo("8.2");
    }

    @Test
    void fourProjectsAreNoClass() {
        Quantiles few = Quantiles.of(List.of(of("1"), of("2"), of("3"), of("4")));
        assertThat(few.p50()).isNull();
        assertThat(few.reason()).isEqualTo("There are 4, and at least 5 are needed.");
    }

    @Test
    void lateIsAllThatNeedsTheLateOne() {
        Propagation diamond =
                new Propagation(Map.of("b", Set.of("a"), "c", Set.of("a"), "d", Set.of("b", "c")));
        assertThat(diamond.downstream("a")).containsExactly("b", "c", "d");
        assertThat(diamond.downstream("b")).containsExactly("d");
        assertThat(diamond.upstream("d")).containsExactly("b", "c", "a");
        assertThat(diamond.circle()).isEmpty();
        assertThat(
                        new Propagation(
                                        Map.of(
                                                "a",
                                                Set.of("b"),
                                                "b",
                                                Set.of("c"),
                                                "c",
                                                Set.of("a")))
                                .circle())
                .containsExactly("a", "b", "c", "a");
    }

    @Test
    void aYearIsDiscountedToItsEndAndAPartCountsInPart() {
        assertThat(net(Earners.facts("0.08", Earners.live("1")), "2"))
                .isCloseTo(8_766 * (1 / 1.08 + 1 / 1.08 / 1.08), within(1e-9));
        assertThat(net(Earners.facts("0", Earners.live("1")), "2.5")).isEqualTo(8_766 * 2.5);
    }

    @Test
    void theLiveRateGoesBeforeThePlan() {
        isWorth(Earners.facts("0", Earners.live("0.5")), 4_383 - 30, ProjectFacts.Source.LIVE);
        isWorth(Earners.facts("0", Earners.plan("900")), 870, ProjectFacts.Source.PLAN);
        assertThat(Earners.facts("0").value(of("1"), Earners.DAY)).isNull();
        // The planned 30 lies before: it is no cost to come.
        ProjectFacts.Value later =
                Earners.facts("0", Earners.plan("900")).value(of("1"), LocalDate.of(2027, 1, 2));
        assertThat(later.net().amount()).isEqualByComparingTo("900");
    }

    @Test
    void whatIsSilentKeepsItsPromiseBesideWhatSpeaks() {
        isWorth(
                Earners.facts("0", Earners.live("0.5"), Earners.plan("900")),
                4_383 + 900 - 30,
                ProjectFacts.Source.LIVE);
    }

    @Test
    void nothingIsEarnedAfterABenefitsEnd() {
        Instant halfYear = Earners.START.plus(Duration.ofHours(4_383));
        isWorth(
                Earners.facts("0", Earners.live("1", halfYear), Earners.plan("900", halfYear)),
                4_383 + 450 - 30,
                ProjectFacts.Source.LIVE);
        isWorth(
                Earners.facts("0", Earners.plan("900", Earners.START)),
                -30,
                ProjectFacts.Source.PLAN);
        assertThat(
                        Earners.facts("0", Earners.plan("900", Earners.START))
                                .planPerYear(Earners.START))
                .isEqualByComparingTo("0");
    }

    @Test
    void aPromiseIsWeightedAndRampsUpToItsDate() {
        // Half of the year it ramps to 900 a year: a quarter is missing, and 0.8 of it is believed.
        isWorth(Earners.facts("0", Earners.ramp("900", "0.8")), 540 - 30, ProjectFacts.Source.PLAN);
    }

    @Test
    void whatHasNotPassedTheGateDoesNotCountAndWhatHasNoStartStartsNow() {
        MetricTerms terms = Earners.terms("900", "1", null, null, null);
        assertThat(Earner.of(Earners.benefit(terms), Earners.START)).isPresent();
        assertThat(Earner.of(Earners.benefit(terms.with(null, false)), Earners.START)).isEmpty();
    }

    private static double net(ProjectFacts facts, String years) {
        // From a day after its only cost.
        return facts.value(of(years), LocalDate.of(2027, 1, 2)).net().amount().doubleValue();
    }

    private static void isWorth(ProjectFacts facts, double net, ProjectFacts.Source source) {
        ProjectFacts.Value value = facts.value(of("1"), Earners.DAY);
        assertThat(value.net().amount().doubleValue()).isCloseTo(net, within(1e-9));
        assertThat(value.source()).isEqualTo(source);
    }

    @Test
    void aPercentIsNoMoveAndMoreIsOne() {
        Basis then = basis("100", "10");
        assertThat(Basis.moves(List.of(then), List.of(basis("101", "10.1")))).isEmpty();
        assertThat(Basis.moves(List.of(then), List.of(basis("101.01", "10"))))
                .containsExactly(new Move("p", "value", of("100"), of("101.01")));
        assertThat(Basis.moves(List.of(then), List.of(basis("100", "9"))))
                .containsExactly(new Move("p", "money", of("10"), of("9")));
        assertThat(Basis.moves(List.of(then), List.of()))
                .containsExactly(new Move("p", "value", of("100"), null));
    }

    private static Basis basis(String value, String money) {
        return new Basis(
                "p",
                of(value),
                ProjectFacts.Source.PLAN,
                Map.of("money", of(money)),
                false,
                List.of());
    }

    private static PortfolioRow row(String key, String currency, String realised, String cost) {
        return new PortfolioRow(
                key,
                key,
                "SOFTWARE",
                currency,
                key.equals("c") ? "Data" : "Cloud",
                null,
                null,
                of(realised),
                of(realised),
                of("1"),
                cost == null ? null : of(cost),
                of("1000"),
                of("0.5"),
                null,
                Map.of("REVENUE", of(realised)),
                List.of());
    }

    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    private static Together together() {
        Conversion rate = new Conversion("USD", "EUR", of("0.9"), LocalDate.of(2026, 11, 1));
        return Together.of(
                List.of(
                        row("a", "EUR", "100", "80"),
                        row("b", "USD", "300", "200"),
                        row("c", "JPY", "70000", "10")),
                "EUR",
                Map.of("USD", rate),
                new Moment(NOW, null, NOW));
    }

    @Test
    void aRollUpIsInOneCurrencyByTheRateOfTheDayAndNamesWhatHasNone() {
        PortfolioViews.RollUp rolled =
                PortfolioViews.rollUp(together(), PortfolioViews.By.PROGRAMME);
        assertThat(rolled.groups()).hasSize(1);
        PortfolioViews.Group cloud = rolled.groups().getFirst();
        assertThat(cloud.projects()).containsExactly("a", "b");
        assertThat(cloud.realised()).as("100 and 300 at 0.9").isEqualByComparingTo("370");
        assertThat(cloud.cost()).isEqualByComparingTo("260");
        assertThat(cloud.budget()).isEqualByComparingTo("1900");
        assertThat(cloud.earningPerHour()).isEqualByComparingTo("1.9");
        assertThat(rolled.rates()).extracting(Conversion::from).containsExactly("USD");
        assertThat(rolled.unknown())
                .containsExactly(
                        new Together.Unknown(
                                "c",
                                "JPY",
                                "c is not part of the sums: there is no rate from JPY to EUR on 2026-11-22."));
        assertThat(rolled.reasons()).hasSize(1);
    }

    @Test
    void aProjectsReturnIsItsOwnInAnyCurrency() {
        PortfolioViews.RollUp rolled = PortfolioViews.rollUp(together(), PortfolioViews.By.PROJECT);
        assertThat(rolled.groups())
                .filteredOn(it -> "b".equals(it.group()))
                .singleElement()
                .satisfies(it -> assertThat(it.roiSimple()).isEqualByComparingTo("0.5"));
        assertThat(PortfolioViews.rollUp(together(), PortfolioViews.By.CATEGORY).groups())
                .first()
                .satisfies(it -> {
                    assertThat(it.realised()).isEqualByComparingTo("370");
                    assertThat(it.weighted()).as("not told, so not 0").isNull();
                    assertThat(it.earningPerHour()).isNull();
                    assertThat(it.reasons()).hasSize(2);
                });
        PortfolioViews.Waterfall fall =
                PortfolioViews.waterfall(together(), PortfolioViews.By.PROJECT);
        assertThat(fall.bars().getLast().amount()).isEqualByComparingTo("110");
        assertThat(fall.unknown()).hasSize(1);
    }

    @Test
    void amountsAndDatesAsReportsWriteThem() {
        assertThat(ProjectTable.amount("$214,474,730")).isEqualByComparingTo("214474730");
        assertThat(ProjectTable.amount("cheap")).isNull();
        assertThat(ProjectTable.date("March 31, 2024")).isEqualTo(LocalDate.of(2024, 3, 31));
        assertThat(ProjectTable.date("2024-03-31")).isEqualTo(LocalDate.of(2024, 3, 31));
        assertThat(ProjectTable.date("2023-24")).isNull();
        assertThat(ProjectTable.key("  IRCC / Québec (2) ")).isEqualTo("ircc-qu-bec-2");
        assertThat(ProjectTable.key("x".repeat(90))).hasSize(63);
    }
}
