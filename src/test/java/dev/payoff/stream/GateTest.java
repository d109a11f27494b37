package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.portfolio.CostStage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a metric lets in. */
class GateTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");
    private static final Gate.Limits PERCENT =
            new Gate.Limits("p/m", "%", BigDecimal.ZERO, new BigDecimal(100), false);

    private static Optional<RejectCode> check(
            String value, Instant at, String unit, Gate.Limits limits) {
        WireRecord.Reading reading =
                new WireRecord.Reading(
                        "acme", "p/m", new BigDecimal(value), at, null, 0, null, null, "s", unit);
        return Gate.check(reading, limits, NOW).map(Decoded.Refused::code);
    }

    @ParameterizedTest
    @CsvSource({"0", "100", "99.999", "0.0"})
    void theBoundsThemselvesAreWithin(String value) {
        assertThat(check(value, NOW, null, PERCENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-0.0001", "100.0001", "-5", "1e30"})
    void aValueOutsideOfTheMetricsRangeIsRefused(String value) {
        assertThat(check(value, NOW, null, PERCENT)).contains(RejectCode.OUT_OF_RANGE);
    }

    @Test
    void withoutBoundsEveryValueIsTaken() {
        Gate.Limits free = new Gate.Limits("p/m", "EUR", null, null, false);
        assertThat(check("-1e30", NOW, null, free)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999Z",
                "2027-11-21T09:30:00Z",
                "2026-11-21T09:35:00.000001Z",
                "+999999999-01-01T00:00:00Z"
            })
    void aTimeThatCannotBeIsRefused(String time) {
        assertThat(check("1", java.time.OffsetDateTime.parse(time).toInstant(), null, PERCENT))
                .contains(RejectCode.TIME_OUT_OF_RANGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-11-21T09:35:00Z", "2001-01-01T00:00:00Z"})
    void everyTimeThatHasBeenIsTakenHoweverLate(String time) {
        assertThat(check("1", Instant.parse(time), null, PERCENT)).isEmpty();
    }

    @Test
    void aUnitThatIsGivenMustBeTheMetrics() {
        assertThat(check("1", NOW, "%", PERCENT)).isEmpty();
        assertThat(check("1", NOW, "ms", PERCENT)).contains(RejectCode.WRONG_UNIT);
    }

    @Test
    void anArchivedMetricTakesNothing() {
        assertThat(check("1", NOW, null, new Gate.Limits("p/m", "%", null, null, true)))
                .contains(RejectCode.ARCHIVED);
    }

    @ParameterizedTest
    @CsvSource({
        "0000-01-01, false",
        "1969-12-31, false",
        "1970-01-01, true",
        "2026-11-21, true",
        "2030-01-01, true",
        "2126-11-21, true",
        "2126-11-22, false",
        "+999999999-12-31, false",
        "-999999999-01-01, false"
    })
    void aCostLineLiesInDaysThatPeoplePlan(String day, boolean taken) {
        WireRecord.Cost cost =
                new WireRecord.Cost(
                        "acme",
                        "p",
                        BigDecimal.ONE,
                        "EUR",
                        LocalDate.parse(day),
                        "other",
                        CostStage.ACTUAL,
                        null,
                        "e",
                        "s");
        assertThat(Gate.check(cost, NOW).isEmpty()).isEqualTo(taken);
    }
}
