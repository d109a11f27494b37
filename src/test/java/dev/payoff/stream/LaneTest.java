package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.app.TimeAndChance;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a lane does with what never reaches the database. */
class LaneTest {

    private static final LogPosition AT = new LogPosition("topic", 0);
    private static final int ROOM = 100;

    private final PartitionClaims claims = new PartitionClaims();

    /** Without a database and figures: nothing of these tests gets so far. */
    private final Lane lane =
            new Lane(
                    null,
                    claims,
                    null,
                    new StreamMeters(new SimpleMeterRegistry(), claims),
                    new TimeAndChance(),
                    ROOM);

    private Void takes(long offset) {
        return answer(
                lane.take(
                        List.of(
                                new WaitingParts.Part(
                                        AT, List.of(WaitingPartsTest.item(AT, offset))))));
    }

    private static <T> T answer(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }

    @Test
    void whatIsNotOursIsPassedOverAndTheLaneIsIdleAgain() {
        takes(0);
        takes(1);
        answer(lane.idle());
    }

    @Test
    void aHoleIsReadAgainAndTheLaneIsIdleAgain() {
        List<Long> rewound = new ArrayList<>();
        claims.rewindBy((at, offset) -> rewound.add(offset));
        claims.claim(AT, new OffsetStore.Claim(10, 1, "holder"));
        takes(12);
        answer(lane.idle());
        assertThat(rewound).containsExactly(10L);
    }

    @Test
    void aLaneThatCannotGoOnTellsWhoWaitsAndWhoBringsMore() {
        claims.rewindBy((at, offset) -> {
            throw new IllegalStateException("The consumer is closed.");
        });
        claims.claim(AT, new OffsetStore.Claim(10, 1, "holder"));

        assertThatThrownBy(() -> takes(12)).hasMessageContaining("The consumer is closed.");
        assertThatThrownBy(() -> answer(lane.idle()))
                .hasMessageContaining("The consumer is closed.");
        assertThatThrownBy(() -> takes(10)).hasMessageContaining("The consumer is closed.");
    }
}
