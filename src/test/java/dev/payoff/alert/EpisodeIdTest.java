package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EpisodeIdTest {

    private static final UUID RULE = UUID.fromString("019d0000-0000-7000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-03-01T00:00:00.123456Z");

    @Test
    void theSameCrossingHasTheSameId() {
        assertThat(EpisodeId.of(RULE, 3, AT))
                .isEqualTo(EpisodeId.of(RULE, 3, AT.plusNanos(999)))
                .isNotEqualTo(EpisodeId.of(RULE, 4, AT))
                .isNotEqualTo(EpisodeId.of(RULE, 3, AT.plusNanos(1000)))
                .isNotEqualTo(EpisodeId.of(UUID.randomUUID(), 3, AT));
    }

    @Test
    void isOfVersionEight() {
        UUID id = EpisodeId.of(RULE, 3, AT);
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }
}
