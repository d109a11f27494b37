package dev.payoff.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How fast missing value eats what may be missing. A plan ramps up from 0 to 10 an hour in 1,000
 * hours: in the 24 hours before hour 400 it is 0.01 · (400² − 376²) / 2 = 93.12, in all 5,000.
 */
class BurnRateTest {

    private static final Instant START = Instant.parse("2026-07-01T00:00:00Z");
    private static final Instant DUE = START.plus(Duration.ofHours(1_000));
    private static final Burn BURN =
            new Burn(Duration.ofHours(24), Duration.ofHours(2), new BigDecimal("0.1"));

    private static MetricTerms terms(@Nullable Instant due) {
        return new MetricTerms(
                Kind.LEVEL,
                BigDecimal.ZERO,
                BigDecimal.TEN,
                due,
                BigDecimal.ONE,
                BigDecimal.ONE,
                new Valuation.PerPeriod(BigDecimal.ONE, Period.HOUR),
                Period.HOUR,
                START,
                null,
                Duration.ofHours(3));
    }

    private static HourWindow hour(int index, String value) {
        return new HourWindow(
                START.plus(Duration.ofHours(index)), 1, new BigDecimal(value), BigDecimal.ZERO, 0);
    }

    /** Each hour from one to another earns the same. */
    private static List<HourWindow> hours(int from, int to, String value) {
        List<HourWindow> hours = new ArrayList<>();
        for (int i = from; i < to; i++) {
            hours.add(hour(i, value));
        }
        return hours;
    }

    private static @Nullable BurnRate at(int hour, List<HourWindow> hours, String realised) {
        return BurnRate.of(
                terms(DUE),
                hours,
                new BigDecimal(realised),
                Freshness.LIVE,
                BURN,
                START.plus(Duration.ofHours(hour)));
    }

    private static BigDecimal rounded(BigDecimal number) {
        return number.setScale(9, RoundingMode.HALF_EVEN);
    }

    @Test
    void theRateIsWhatIsMissingOfThePlanOfTheWindowByWhatMayBeMissing() {
        BurnRate burn = at(400, hours(370, 400, "1"), "700");
        assertThat(burn.longWindow().planned()).isEqualByComparingTo("93.12");
        assertThat(burn.longWindow().earned()).isEqualByComparingTo("24");
        assertThat(burn.shortWindow().planned()).isEqualByComparingTo("7.98");
        assertThat(burn.shortWindow().missing()).isEqualByComparingTo("5.98");
        assertThat(rounded(burn.rate()))
                .as("69.12 / 9.312; over 2 hours it is 7.494")
                .isEqualByComparingTo("7.422680412");
        assertThat(burn.allowed()).isEqualByComparingTo("500");
        assertThat(burn.missing()).as("800 planned to date").isEqualByComparingTo("100");
    }

    @Test
    void bothWindowsMustBurn() {
        List<HourWindow> mended = hours(370, 398, "0");
        mended.addAll(hours(398, 400, "5"));
        assertThat(at(400, mended, "700").rate())
                .as("the short window earns more than planned")
                .isNegative();
        List<HourWindow> begun = hours(370, 398, "4");
        begun.addAll(hours(398, 400, "0"));
        assertThat(rounded(at(400, begun, "700").rate()))
                .as("the long one hardly burns: 5.12 / 9.312")
                .isEqualByComparingTo("0.549828179");
    }

    @Test
    void nothingAtAllBurnsAsManyTimesAsTheAllowanceGoesIntoThePlan() {
        assertThat(at(400, List.of(hour(300, "4")), "700").rate()).isEqualByComparingTo("10");
    }

    @Test
    void theMeasuredHourBeforeTheWindowIsCarriedIntoIt() {
        BurnRate burn = at(400, List.of(hour(374, "6")), "700");
        assertThat(burn.longWindow().earned())
                .as("hour 374 holds for three hours more, of which two lie in the window")
                .isEqualByComparingTo("12");
    }

    @Test
    void whatMayBeMissingIsUsedUpAtTheLongWindowsPace() {
        Instant now = START.plus(Duration.ofHours(400));
        assertThat(at(400, hours(370, 400, "1"), "700").usedUp(now))
                .as("400 are left, 69.12 go in 24 hours: 138 hours and 53 minutes")
                .isEqualTo(now.plusSeconds(500_000));
        assertThat(at(400, hours(370, 400, "1"), "300").usedUp(now)).isEqualTo(now);
        assertThat(at(400, hours(370, 400, "9"), "700").usedUp(now)).isNull();
        assertThat(at(400, hours(370, 400, "3.5"), "700").usedUp(now))
                .as("9.12 go in 24 hours: it lasts until the due date")
                .isNull();
    }

    @Test
    void itIsUnknownWithoutAPlanThatEndsAndWhileNobodySpeaks() {
        List<HourWindow> hours = hours(370, 400, "1");
        Instant now = START.plus(Duration.ofHours(400));
        BigDecimal realised = BigDecimal.TEN;
        assertThat(BurnRate.of(terms(null), hours, realised, Freshness.LIVE, BURN, now)).isNull();
        assertThat(BurnRate.of(terms(now), hours, realised, Freshness.LIVE, BURN, now)).isNull();
        assertThat(BurnRate.of(terms(DUE), hours, realised, Freshness.STALE, BURN, now)).isNull();
        assertThat(BurnRate.of(terms(DUE), hours, null, Freshness.LIVE, BURN, now)).isNull();
        assertThat(BurnRate.of(terms(DUE), hours, realised, Freshness.LIVE, BURN, START)).isNull();
    }

    @Test
    void metricsOfAProjectBurnTogether() {
        BurnRate one = at(400, hours(370, 400, "1"), "700");
        BurnRate other = at(400, hours(370, 400, "3.88"), "800");
        BurnRate both = one.plus(other);
        assertThat(rounded(both.rate()))
                .as("(69.12 + 0) / (9.312 · 2), and more over 2 hours")
                .isEqualByComparingTo("3.711340206");
        assertThat(both.allowed()).isEqualByComparingTo("1000");
        assertThat(both.missing()).isEqualByComparingTo("100");
    }

    @Test
    void windowsAndAllowanceMakeSense() {
        Duration day = Duration.ofHours(24);
        assertThatThrownBy(() -> new Burn(day, day, BigDecimal.ONE))
                .hasMessageContaining("longer than the short one");
        assertThatThrownBy(() -> new Burn(day, Duration.ZERO, BigDecimal.ONE))
                .hasMessageContaining("longer");
        assertThatThrownBy(() -> new Burn(day, Duration.ofHours(1), BigDecimal.ZERO))
                .hasMessageContaining("allowance");
    }
}
