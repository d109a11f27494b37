package dev.payoff.live.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.payoff.app.Moment;
import dev.payoff.live.Ledger;
import dev.payoff.live.money.Assumptions.Discounting;
import dev.payoff.live.money.Assumptions.Prices;
import dev.payoff.live.money.MoneyCase.Basis;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.portfolio.CostNature;
import dev.payoff.portfolio.CostStage;
import dev.payoff.portfolio.FiscalCalendarInput;
import dev.payoff.portfolio.Kept;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.value.BaselineSeries;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.DiscountSchedule.Step;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.TargetProfile;
import dev.payoff.value.Valuation;
import dev.payoff.value.appraisal.PriceIndex;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every figure of random projects, computed again from its proof alone; without a server. */
class MoneyProofTest {

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final LocalDate HORIZON = LocalDate.of(2027, 6, 15);
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .build();

    static BigDecimal dec(String number) {
        return new BigDecimal(number);
    }

    static JsonPath json(Object view) {
        try {
            return new JsonPath(JSON.writeValueAsString(view))
                    .using(
                            new JsonPathConfig()
                                    .numberReturnType(JsonPathConfig.NumberReturnType.BIG_DECIMAL));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static Assumptions nominal(DiscountSchedule schedule) {
        return new Assumptions(
                schedule,
                new Discounting(null, null, null, null, schedule),
                null,
                null,
                Prices.NOMINAL,
                null,
                BigDecimal.ONE,
                new Kept<>(
                        "calendar", 0, null, true, new FiscalCalendarInput(4, true, "FY{yyyy}")));
    }

    static Assumptions real(DiscountSchedule schedule) {
        TreeMap<LocalDate, BigDecimal> points =
                new TreeMap<>(
                        Map.of(
                                LocalDate.of(2025, 1, 1), dec("97"),
                                LocalDate.of(2026, 1, 10), dec("101.3"),
                                LocalDate.of(2026, 7, 1), dec("103")));
        Assumptions nominal = nominal(schedule);
        return new Assumptions(
                schedule,
                nominal.discounting(),
                null,
                new PriceIndex(points),
                new Prices("REAL", "cpi", 0, LocalDate.of(2026, 1, 1)),
                null,
                dec("1.2"),
                nominal.calendar());
    }

    static Facts random(Random random, Assumptions by) {
        Instant asOf = START.plus(Duration.ofMinutes(random.nextInt(60, 20_000)));
        ProjectRef project =
                new ProjectRef(
                        new UUID(0, 1),
                        "p",
                        "P",
                        "SOFTWARE",
                        "EUR",
                        START,
                        dec("0.08"),
                        0,
                        0,
                        false);
        List<Ledger.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Kind kind = i == 1 ? Kind.FLOW : Kind.LEVEL;
            MetricTerms terms =
                    new MetricTerms(
                            kind,
                            dec("50000.5"),
                            dec(i == 0 ? "35000" : "61000"),
                            random.nextBoolean() ? START.plus(Duration.ofDays(40)) : null,
                            dec("0.37"),
                            dec("0.8"),
                            kind == Kind.LEVEL
                                    ? new Valuation.PerPeriod(dec("1.1"), Period.MONTH)
                                    : new Valuation.PerUnit(dec("3.3")),
                            Period.MONTH,
                            START.plus(Duration.ofMinutes(random.nextInt(300))),
                            random.nextBoolean() ? START.plus(Duration.ofDays(400)) : null,
                            Duration.ofHours(3));
            if (i < 2) {
                terms =
                        terms.against(
                                new BaselineSeries(
                                        List.of(
                                                new BaselineSeries.Step(
                                                        START.plus(Duration.ofMinutes(2_750)),
                                                        dec("48000.25")),
                                                new BaselineSeries.Step(
                                                        START.plus(Duration.ofDays(60)),
                                                        dec("51000")))));
            }
            if (i == 2) {
                terms =
                        terms.with(
                                new TargetProfile(
                                        List.of(
                                                new TargetProfile.Point(START, dec("52000")),
                                                new TargetProfile.Point(
                                                        START.plus(Duration.ofDays(100)),
                                                        dec("61000")))),
                                true);
            }
            entries.add(entry("p/m" + i, terms, hours(random)));
        }
        entries.add(entry("p/apart", entries.getFirst().terms().with(null, false), hours(random)));
        Ledger ledger = new Ledger(project, new Moment(asOf, null, asOf), entries, List.of(), 0);
        List<CostRow> costs = new ArrayList<>();
        for (CostStage stage : CostStage.values()) {
            for (int i = 0; i < 3; i++) {
                LocalDate on = LocalDate.of(2025, 11, 1).plusDays(random.nextInt(60));
                BigDecimal amount = BigDecimal.valueOf(random.nextInt(1, 900_000), 2);
                costs.add(
                        new CostRow(
                                stage == CostStage.ACTUAL ? on : on.plusMonths(5),
                                stage,
                                i == 0 ? null : CostNature.CAPEX,
                                "c" + i,
                                i == 1 ? "USD" : "EUR",
                                1,
                                amount,
                                i == 1 ? dec("0.9137") : BigDecimal.ONE,
                                amount.multiply(dec("0.8")),
                                amount.multiply(dec("1.7"))));
            }
        }
        return new Facts(ledger, costs, by, HORIZON);
    }

    private static Ledger.Entry entry(String key, MetricTerms terms, List<HourWindow> hours) {
        return new Ledger.Entry(
                new UUID(1, key.hashCode()),
                key,
                key,
                "REVENUE",
                "CURRENCY",
                "EUR",
                false,
                terms,
                true,
                hours,
                null,
                null);
    }

    private static List<HourWindow> hours(Random random) {
        List<HourWindow> hours = new ArrayList<>();
        Instant at = START;
        for (int i = 0; i < 25; i++) {
            int count = random.nextInt(1, 8);
            hours.add(
                    new HourWindow(
                            at,
                            count,
                            BigDecimal.valueOf(count * random.nextLong(3_000_000, 6_000_000), 2),
                            BigDecimal.valueOf(count / 2 * 70L, 2),
                            count / 2));
            at = at.plus(Duration.ofHours(random.nextInt(1, 9)));
        }
        return hours;
    }

    @Test
    void everyFigureIsComputedAgainFromItsProofToTheLastDigit() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DiscountSchedule bending =
                new DiscountSchedule(List.of(new Step(1, dec("0.08")), new Step(2, dec("0.05"))));
        int intervals = 0;
        int known = 0;
        for (int round = 0; round < 2; round++) {
            Facts facts = random(random, round % 2 == 0 ? nominal(bending) : real(bending));
            for (Basis basis : Basis.values()) {
                for (String figure : MoneyProof.FIGURES) {
                    JsonPath told = json(MoneyProof.of(facts, basis, figure, null));
                    Recomputed again = new Recomputed(told);
                    BigDecimal value = again.figure(told);
                    Object shown = told.get("value");
                    String where = "seed %d, round %d: %s %s".formatted(seed, round, basis, figure);
                    if (shown == null) {
                        assertThat(told.getString("reason")).as(where).endsWith(".");
                    } else {
                        known++;
                        assertThat(value).as(where).isEqualByComparingTo(shown.toString());
                    }
                    intervals += again.intervals();
                }
            }
        }
        assertThat(intervals).isGreaterThan(2_000);
        assertThat(known).isGreaterThan(80);
    }

    @Test
    void valueThatIsCountedApartIsInNoFigure() {
        Facts facts = random(new Random(1), nominal(DiscountSchedule.flat(dec("0.08"))));
        for (Basis basis : Basis.values()) {
            assertThat(MoneyCase.of(basis, facts).benefits())
                    .extracting(CashStream::key)
                    .containsExactly("p/m0", "p/m1", "p/m2");
        }
    }

    @Test
    void aDayIsToldHourByHourWhereItIsAskedFor() {
        Facts facts = random(new Random(2), nominal(DiscountSchedule.flat(dec("0.08"))));
        LocalDate day = LocalDate.of(2026, 1, 5);
        JsonPath told = json(MoneyProof.of(facts, Basis.TO_DATE, "benefit", day));
        assertThat(new Recomputed(told).figure(told))
                .isEqualByComparingTo(told.get("value").toString());
        assertThat(told.<Object>getList("proof.parts[0].parts[0].parts")).isNotEmpty();
    }

    @Test
    void theOutlookFallsBackToThePlanWhereNothingIsEstimated() {
        Facts facts = random(new Random(3), nominal(DiscountSchedule.flat(dec("0.08"))));
        List<CostRow> unestimated =
                facts.costs().stream()
                        .filter(it ->
                                it.stage() == CostStage.ACTUAL || it.stage() == CostStage.PLANNED)
                        .toList();
        Facts other = new Facts(facts.ledger(), unestimated, facts.by(), HORIZON);
        assertThat(MoneyCase.of(Basis.OUTLOOK, facts).costs())
                .extracting(CashStream::key)
                .noneMatch(key -> key.contains("PLANNED"));
        assertThat(MoneyCase.of(Basis.OUTLOOK, other).costs())
                .extracting(CashStream::key)
                .anyMatch(key -> key.contains("PLANNED"));
    }

    @Test
    void aTornadoAndASimulationStandOnTheSameValue() {
        Facts facts = random(new Random(4), nominal(DiscountSchedule.flat(dec("0.08"))));
        MoneyCase of = MoneyCase.of(Basis.OUTLOOK, facts);
        RiskLines lines = RiskLines.of(of, facts.by(), RiskLines.Ranges.NONE);
        SensitivityView tornado = SensitivityView.of(facts, of, lines, dec("0.1"), dec("0.01"));
        CaseFigures figures = CaseFigures.of(of, facts.by(), "EUR");
        assertThat(tornado.npv())
                .isCloseTo(
                        figures.riskAdjustedNpv().value(),
                        org.assertj.core.api.Assertions.within(dec("1e-6")));
        assertThat(tornado.bars())
                .extracting(SensitivityView.Bar::key)
                .contains("discount-rate", "p/m0")
                .noneMatch(key -> key.startsWith("cost/ACTUAL"));
        SimulationView one =
                SimulationView.of(
                        facts,
                        of,
                        lines,
                        RiskLines.Ranges.NONE,
                        dev.payoff.value.appraisal.Simulation.Shape.PERT,
                        5_000,
                        3);
        assertThat(json(one).<Object>get("$")).isEqualTo(json(one).get("$"));
        assertThat(one.percentiles().keySet())
                .containsExactly("p05", "p10", "p25", "p50", "p75", "p80", "p90", "p95");
    }

    @Test
    void anIndexThatBeginsTooLateIsRefused() {
        Assumptions by = real(DiscountSchedule.flat(dec("0.08")));
        TreeMap<LocalDate, BigDecimal> late =
                new TreeMap<>(Map.of(LocalDate.of(2026, 6, 1), dec("100")));
        Assumptions short_ =
                new Assumptions(
                        by.schedule(),
                        by.discounting(),
                        null,
                        new PriceIndex(late),
                        new Prices("REAL", "late", 0, LocalDate.of(2026, 6, 1)),
                        null,
                        BigDecimal.ONE,
                        by.calendar());
        Facts facts = random(new Random(5), short_);
        assertThatThrownBy(() -> MoneyView.of(facts)).hasMessageContaining("begins on 2026-06-01");
    }
}
