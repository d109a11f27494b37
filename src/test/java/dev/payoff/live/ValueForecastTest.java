package dev.payoff.live;

import static dev.payoff.live.CloudLedger.START;
import static dev.payoff.live.CloudLedger.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.value.HourWindow;
import dev.payoff.value.Segment;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Value in times to come, of metrics that are worth 1 EUR an hour per unit below 100. */
class ValueForecastTest {

    private static final BigDecimal NINETY_PERCENT = new BigDecimal("0.9");

    /** Always at 90, so it earns 240 a day. */
    private static Ledger.Entry metric(
            String name, int days, @Nullable Instant targetAt, @Nullable Instant end) {
        return CloudLedger.metric(name, days, () -> 90, targetAt, end);
    }

    private static ValueForecast at(
            Instant asOf, @Nullable Instant until, int points, Ledger.Entry... entries) {
        return ValueForecast.of(CloudLedger.asOf(asOf, entries), until, NINETY_PERCENT, points);
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
        assertThat(perDay(carried, day(3))).containsExactly(100.0, 100.0, 50.0);
        // As of noon the days lie from noon to noon, and the half day before them is cut off.
        assertThat(perDay(carried, day(2).plus(Duration.ofHours(12))))
                .containsExactly(100.0, 100.0);
    }

    private static List<Double> perDay(Segment segment, Instant asOf) {
        List<Segment> all = List.of(segment);
        return ForecastBasis.perDay(all, asOf, ForecastBasis.days(all, asOf)).stream()
                .map(BigDecimal::doubleValue)
                .toList();
    }
}
