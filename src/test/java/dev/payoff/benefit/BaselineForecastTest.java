package dev.payoff.benefit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.benefit.BaselineForecast.Outcome;
import dev.payoff.portfolio.BaselineStep;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.Valuation;
import dev.payoff.value.WindowSize;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A forecast without the project as the baselines of a metric. */
class BaselineForecastTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** The day before the clock changes in Berlin: it has 24 hours, the next one 23. */
    private static final Instant SATURDAY = Instant.parse("2026-03-27T23:00:00Z");

    private static BigDecimal of(String number) {
        return new BigDecimal(number);
    }

    private static MetricTerms terms(Kind kind, @Nullable String baseline) {
        return new MetricTerms(
                kind,
                baseline == null ? null : of(baseline),
                of("400"),
                null,
                BigDecimal.ONE,
                BigDecimal.ONE,
                kind == Kind.FLOW
                        ? new Valuation.PerUnit(BigDecimal.ONE)
                        : new Valuation.PerPeriod(BigDecimal.ONE, Period.MONTH),
                Period.WEEK,
                SATURDAY,
                null,
                Duration.ofDays(3));
    }

    private static WithoutProject forecast(List<WithoutProject.Point> points) {
        return new WithoutProject(
                "p/m",
                "day",
                SATURDAY,
                of("0.9"),
                "SIMPLE",
                0,
                60,
                points.size(),
                0,
                points,
                null,
                false,
                null,
                "EUR",
                List.of(),
                points.isEmpty() ? List.of("The past is too short.") : List.of());
    }

    private static WithoutProject.Point point(Instant start, @Nullable String margin) {
        return new WithoutProject.Point(
                start,
                of("30"),
                of("24"),
                margin == null ? null : of("24").subtract(of(margin)),
                margin == null ? null : of("24").add(of(margin)));
    }

    private static final List<WithoutProject.Point> WEEKEND =
            List.of(point(SATURDAY, "12"), point(SATURDAY.plus(Duration.ofHours(24)), null));

    private static Outcome taken(
            WithoutProject forecast, MetricTerms terms, @Nullable String minimum) {
        return BaselineForecast.of(
                forecast,
                terms,
                WindowSize.DAY,
                BERLIN,
                minimum == null ? null : of(minimum),
                null);
    }

    @Test
    void aLevelsForecastIsTakenAsItIsWithItsInterval() {
        assertThat(taken(forecast(WEEKEND), terms(Kind.LEVEL, "50"), "0"))
                .isEqualTo(
                        new Outcome.Steps(
                                List.of(
                                        new BaselineStep(
                                                "2026-03-27T23:00:00Z",
                                                of("24"),
                                                of("12"),
                                                of("36")),
                                        new BaselineStep(
                                                "2026-03-28T23:00:00Z", of("24"), null, null))));
    }

    @Test
    void aFlowsPeriodsBecomeFlowPeriodsByTheirOwnLengths() {
        // 24 units in 24 hours are one an hour, 168 a week; in 23 hours they are more.
        Outcome outcome = taken(forecast(WEEKEND), terms(Kind.FLOW, "50"), "9999");
        assertThat(((Outcome.Steps) outcome).steps())
                .extracting(BaselineStep::baseline)
                .containsExactly(of("168"), of("175.3043478261"));
        assertThat(((Outcome.Steps) outcome).steps().getFirst().upper())
                .isEqualByComparingTo("252");
    }

    @Test
    void whatCannotBeABaselineIsRefusedWithItsReason() {
        assertThat(refused(forecast(List.of()), terms(Kind.LEVEL, "50"), null))
                .contains("The past is too short.");
        assertThat(refused(forecast(WEEKEND), terms(Kind.LEVEL, null), null))
                .contains("no baseline");
        assertThat(refused(forecast(WEEKEND), terms(Kind.LEVEL, "50"), "25"))
                .contains("is 24, outside");
        List<WithoutProject.Point> many =
                IntStream.range(0, 481)
                        .mapToObj(i -> point(SATURDAY.plus(Duration.ofDays(i)), null))
                        .toList();
        assertThat(refused(forecast(many), terms(Kind.LEVEL, "50"), null)).contains("at most 480");
    }

    private static String refused(
            WithoutProject forecast, MetricTerms terms, @Nullable String minimum) {
        return ((Outcome.Refused) taken(forecast, terms, minimum)).detail();
    }
}
