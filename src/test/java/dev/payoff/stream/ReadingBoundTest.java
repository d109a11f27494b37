package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.value.WindowSize;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be forgotten without any window missing it. */
class ReadingBoundTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T10:00:00Z,P1Y,2025-11-02T00:00:00Z,2025-10-31T00:00:00Z",
        "2026-11-01T00:00:00Z,P3M,2026-08-02T00:00:00Z,2026-07-31T00:00:00Z",
        "2024-02-29T23:59:59Z,P1Y,2023-02-02T00:00:00Z,2023-01-31T00:00:00Z"
    })
    void theMonthThatTheAgeReachesIntoIsKept(
            Instant now, Period age, Instant accepted, Instant kept) {
        assertThat(ReadingBound.at(now, age)).isEqualTo(new ReadingBound(accepted, kept));
    }

    @Test
    void noWindowOfAReadingThatIsAcceptedReachesBeforeWhatIsKept() {
        long seed = 20261122;
        Random random = new Random(seed);
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(id);
            for (int i = 0; i < 20; i++) {
                ReadingBound bound =
                        ReadingBound.at(
                                Instant.ofEpochSecond(random.nextLong(100_000_000, 2_000_000_000)),
                                Period.ofMonths(3));
                Instant reading = bound.acceptedFrom().plusSeconds(random.nextInt(40 * 86_400));
                for (WindowSize size : WindowSize.values()) {
                    assertThat(size.startOf(reading, zone))
                            .as("seed %d: %s of %s in %s", seed, size, reading, id)
                            .isAfterOrEqualTo(bound.keptFrom());
                }
            }
        }
    }

    @Test
    void itOnlyMovesForward() {
        ReadingBound earlier =
                ReadingBound.at(Instant.parse("2026-10-31T23:00:00Z"), Period.ofYears(1));
        ReadingBound later =
                ReadingBound.at(Instant.parse("2026-11-01T00:00:00Z"), Period.ofYears(1));
        assertThat(later.isAfter(earlier)).isTrue();
        assertThat(earlier.isAfter(later)).isFalse();
        assertThat(earlier.isAfter(earlier)).isFalse();
        assertThat(earlier.isAfter(ReadingBound.NONE)).isTrue();
    }
}
