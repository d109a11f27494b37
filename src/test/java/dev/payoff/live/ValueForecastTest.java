package dev.payoff.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Moment;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.Segment;
import dev.payoff.value.Valuation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Value in times to come, of metrics that are worth 1 EUR an hour per unit below 100. */
class ValueForecastTest {

    private static final Instant START = Instant.parse("2026-05-04T06:30:00Z");
    private static final BigDecimal NINETY_PERCENT = new BigDecimal("0.9");

    private static Instant day(int days) {
        return START.plus(Duration.ofDays(days));
    }

    /** Promises 50 an hour; measured each hour, at 90, so it earns 240 a day. */
    private static Ledger.Entry metric(
            String name, int days, @Nullable Instant targetAt, @Nullable Instant end) {
        List<HourWindow> hours = new ArrayList<>();
        // The first hour is cut by the start: readings come on the hour.
        for (Instant at = START.minus(Duration.ofMinutes(30));
                at.isBefore(day(days));
                at = at.plus(Duration.ofHours(1))) {
            hours.add(new HourWindow(at, 1, BigDecimal.valueOf(90), BigDecimal.ZERO, 0));
        }
        return new Ledger.Entry(
                new UUID(0, name.hashCode()),
                "cloud/" + name,
                name,
                "COST_REDUCTION",
                "CURRENCY",
                "EUR",
                false,
                new MetricTerms(
                        Kind.LEVEL,
                        BigDecimal.valueOf(100),
                        BigDecimal.valueOf(50),
                        targetAt,
                        BigDecimal.ONE,
                        BigDecimal.ONE,
                        new Valuation.PerPeriod(BigDecimal.ONE, Period.HOUR),
                        Period.HOUR,
                        START,
                        end,
                        Duration.ofHours(3)),
                false,
                hours,
                BigDecimal.valueOf(90),
                hours.getLast().start());
    }

    private static ValueForecast at(
            Instant asOf, @Nullable Instant until, int points, Ledger.Entry... entries) {
        ProjectRef project =
                new ProjectRef(
                        new UUID(0, 1),
                        "cloud",
                        "Cloud",
                        "INFRASTRUCTURE",
                        "EUR",
                        START,
                        BigDecimal.ZERO,
                        0,
                        0,
                        false);
        return ValueForecast.of(
                new Ledger(project, new Moment(null, null, asOf), List.of(entries), List.of(), 0),
                until,
                NINETY_PERCENT,
                points);
    }

    private static void isAbout(@Nullable BigDecimal figure, String money) {
        assertThat(figure).isNotNull();
        assertThat(figure.subtract(new BigDecimal(money)).abs()).isLessThan(new BigDecimal("1e-6"));
    }

    @Test
    void whatEarnedTheSameEachDayGoesOnFromWhatItHasEarned() {
        ValueForecast forecast = at(day(30), day(40), 3, metric("cost", 30, null, null));
        assertThat(forecast.reasons()).isEmpty();
        assertThat(forecast.days()).isEqualTo(30);
        assertThat(forecast.points())
                .extracting(ValueForecast.Point::at)
                .containsExactly(day(30), day(35), day(40));
        isAbout(forecast.points().get(0).expected(), "7200");
        isAbout(forecast.points().get(1).expected(), "8400");
        isAbout(forecast.points().get(2).expected(), "9600");
        isAbout(forecast.points().get(2).lower(), "9600");
        isAbout(forecast.points().get(2).upper(), "9600");
        isAbout(forecast.points().get(2).planned(), "48000");
        assertThat(forecast.how()).contains("30 days past").contains("split conformal");
    }

    @Test
    void itReachesToThePlansEndAndNinetyDaysWhereThereIsNone() {
        ValueForecast planned =
                at(
                        day(20),
                        null,
                        2,
                        metric("cost", 20, day(60), null),
                        metric("more", 20, day(70), null));
        assertThat(planned.planEnd()).isEqualTo(day(70));
        assertThat(planned.until()).isEqualTo(day(70));
        assertThat(at(day(20), null, 2, metric("cost", 20, day(10), null)).until())
                .isEqualTo(day(110));
        assertThat(at(day(20), day(5_000), 2, metric("cost", 20, null, null)).reasons())
                .singleElement()
                .asString()
                .contains("1096 days");
    }

    @Test
    void lessThanTwoWeeksGiveNoPointButAReason() {
        ValueForecast forecast = at(day(13), day(40), 3, metric("cost", 13, null, null));
        assertThat(forecast.points()).isEmpty();
        assertThat(forecast.method()).isNull();
        assertThat(forecast.reasons())
                .containsExactly("Value has been earned for 13 whole days; a forecast needs 14.");
    }

    @Test
    void aShortPastHasALineWithoutBounds() {
        ValueForecast forecast = at(day(14), day(40), 2, metric("cost", 14, null, null));
        isAbout(forecast.points().getLast().expected(), "9600");
        assertThat(forecast.points().getLast().lower()).isNull();
        assertThat(forecast.boundedBy()).isNull();
        assertThat(forecast.reasons()).singleElement().asString().contains("14 days are too short");
    }

    @Test
    void itEndsWhereABenefitEnds() {
        ValueForecast forecast = at(day(20), day(90), 2, metric("cost", 20, null, day(50)));
        assertThat(forecast.until()).isEqualTo(day(50));
        assertThat(forecast.reasons())
                .containsExactly(
                        "The benefit of cost ends on 2026-06-23; the forecast goes no further.");
        isAbout(forecast.points().getLast().expected(), "12000");
    }

    @Test
    void whatIsSilentKeepsWhatItEarnedAndIsNotForecast() {
        ValueForecast forecast =
                at(
                        day(20),
                        day(30),
                        2,
                        metric("cost", 20, null, null),
                        metric("quiet", 10, null, null));
        assertThat(forecast.reasons()).containsExactly("quiet is silent and is not forecast.");
        BigDecimal now = forecast.points().getFirst().expected();
        isAbout(forecast.points().getLast().expected().subtract(now), "2400");
        assertThat(now)
                .as("both, the silent one carried for three hours")
                .isGreaterThan(new BigDecimal("7200"));
    }

    @Test
    void aSegmentAcrossDaysEarnsInEachItsPart() {
        HourWindow hour = new HourWindow(START, 1, BigDecimal.TEN, BigDecimal.ZERO, 0);
        Segment carried =
                new Segment(
                        day(0),
                        day(2).plus(Duration.ofHours(12)),
                        hour,
                        true,
                        BigDecimal.ZERO,
                        BigDecimal.TEN,
                        BigDecimal.valueOf(250),
                        BigDecimal.valueOf(250));
        assertThat(ForecastBasis.perDay(List.of(carried), day(3)))
                .containsExactly(100.0, 100.0, 50.0);
        // As of noon the days lie from noon to noon, and the half day before them is cut off.
        assertThat(ForecastBasis.perDay(List.of(carried), day(2).plus(Duration.ofHours(12))))
                .containsExactly(100.0, 100.0);
    }
}
