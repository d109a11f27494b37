package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What makes two records the same reading. */
class EventKeyTest {

    private static final Instant AT = Instant.parse("2026-11-21T09:30:00.000001Z");

    private static UUID byTime(String source, Instant at, String value) {
        return EventKey.of(
                new WireRecord.Reading(
                        null, "m", new BigDecimal(value), at, null, 0, null, null, source, null));
    }

    @Test
    void aUuidIsTakenAsItIs() {
        assertThat(EventKey.ofEventId("0190a1b2-0000-7000-8000-0123456789ab"))
                .isEqualTo(EventKey.ofEventId("0190A1B2-0000-7000-8000-0123456789AB"))
                .isEqualTo(UUID.fromString("0190a1b2-0000-7000-8000-0123456789ab"));
    }

    @Test
    void whatOnlyLooksLikeAUuidIsHashed() {
        // UUID.fromString takes 1-1-1-1-1; two senders' short ids must not meet in a padded one.
        assertThat(EventKey.ofEventId("1-1-1-1-1"))
                .isNotEqualTo(EventKey.ofEventId("00000001-0001-0001-0001-000000000001"))
                .isEqualTo(EventKey.ofEventId("1-1-1-1-1"))
                .isNotEqualTo(EventKey.ofEventId("1-1-1-1-01"));
    }

    @Test
    void withoutAnIdSourceAndTimeTellReadingsApartButNotTheValue() {
        assertThat(byTime("api", AT, "1"))
                .isEqualTo(byTime("api", AT, "2"))
                .isNotEqualTo(byTime("api", AT.plusNanos(1_000), "1"))
                .isNotEqualTo(byTime("kafka", AT, "1"));
    }

    @Test
    void keysByTimeAreInTheOrderOfTime() {
        assertThat(byTime("api", AT, "1").getMostSignificantBits())
                .isLessThan(byTime("api", AT.plusSeconds(1), "1").getMostSignificantBits());
    }

    @Test
    void anIdAndATimeDoNotMeet() {
        WireRecord.Reading named = Given.reading("api", 0, "1", AT);
        assertThat(EventKey.of(named)).isNotEqualTo(byTime("api", AT, "1"));
    }

    /**
     * Such an id is not stored beside its key, so it must be what the key writes, to the letter.
     */
    @Test
    void aKeySpellsItsIdOnlyWhereItWritesTheSameText() {
        Random random = new Random(20261122);
        for (int i = 0; i < 1_000; i++) {
            UUID key = new UUID(random.nextLong(), random.nextLong());
            String text = key.toString();
            int at = random.nextInt(text.length());
            String changed = text.substring(0, at) + 'g' + text.substring(at + 1);
            assertThat(EventKey.isSpelled(key, text)).as(text).isTrue();
            assertThat(EventKey.isSpelled(key, changed)).as(changed).isFalse();
            assertThat(EventKey.isSpelled(key, text + "0")).isFalse();
            assertThat(EventKey.isSpelled(key, text.substring(1))).isFalse();
        }
        UUID key = UUID.fromString("0190b5a4-9c3e-7abc-8def-0123456789ab");
        assertThat(EventKey.isSpelled(key, key.toString().toUpperCase(Locale.ROOT))).isFalse();
        assertThat(EventKey.isSpelled(key, "urn:uuid:" + key)).isFalse();
    }
}
