package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader of times says what the library's says, or nothing. */
class WireTimeTest {

    private static final long SEED = 20261121;

    private static Instant quick(String text) {
        return WireTime.parseUtc(("x" + text + "y").toCharArray(), 1, text.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T09:30:00Z",
                "2026-11-21T09:30:00.1Z",
                "2026-11-21T09:30:00.123456Z",
                "2026-11-21T23:59:59.999999999Z",
                "2024-02-29T00:00:00.000Z",
                "0000-01-01T00:00:00Z",
                "1969-12-31T23:59:59.000001Z"
            })
    void theCommonFormIsRead(String text) {
        assertThat(quick(text)).isEqualTo(WireTime.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T09:30:00+01:00",
                "2026-11-21T09:30Z",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-11-31T00:00:00Z",
                "2026-11-21T24:00:00Z",
                "2026-11-21T09:30:60Z",
                "2026-11-21T09:30:00.Z",
                "2026-11-21T09:30:00.1234567890Z",
                "2026-11-21T09:30:00,5Z",
                "+026-11-21T09:30:00Z",
                "2026-11-21 09:30:00Z",
                "2026-11-21T09:30:0٣Z",
                "Z",
                ""
            })
    void everythingElseIsLeftToTheLibrary(String text) {
        assertThat(quick(text)).isNull();
    }

    @Test
    void whateverIsDoneToATimeTheTwoNeverDisagree() {
        SplittableRandom random = new SplittableRandom(SEED);
        String marks = "0123456789-:.TZ+, ";
        for (int i = 0; i < 200_000; i++) {
            Instant at =
                    Instant.ofEpochSecond(
                            random.nextLong(-60_000_000_000L, 250_000_000_000L),
                            random.nextInt(1_000_000_000));
            StringBuilder text =
                    new StringBuilder(
                            at.truncatedTo(
                                            random.nextBoolean()
                                                    ? ChronoUnit.SECONDS
                                                    : ChronoUnit.MILLIS)
                                    .toString());
            if (random.nextBoolean()) {
                text.setCharAt(
                        random.nextInt(text.length()),
                        marks.charAt(random.nextInt(marks.length())));
            }
            Instant quick = quick(text.toString());
            if (quick != null) {
                try {
                    assertThat(quick)
                            .as("%s, seed %d", text, SEED)
                            .isEqualTo(WireTime.parse(text.toString()));
                } catch (DateTimeException refused) {
                    throw new AssertionError(
                            "The library refuses " + text + ", seed " + SEED, refused);
                }
            }
        }
    }
}
