package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldPayloadsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final UUID BUSY = new UUID(0, 1);
    private static final UUID QUIET = new UUID(0, 2);

    private record Delivery(UUID connection, int number, int bytes) {}

    private final HeldPayloads<Delivery> held =
            new HeldPayloads<>(Delivery::connection, Delivery::bytes);

    private static List<Delivery> deliveries(UUID connection, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> new Delivery(connection, number, 1_000))
                .toList();
    }

    @Test
    void asManyAsPeopleAndMachinesSendAreWrittenAtOnce() {
        List<Delivery> burst = deliveries(QUIET, 0, HeldPayloads.BURST);
        assertThat(held.atOnce(burst, NOW)).isEqualTo(burst);
        for (int second = 1; second <= 100; second++) {
            List<Delivery> more = deliveries(QUIET, 0, HeldPayloads.PER_SECOND);
            assertThat(held.atOnce(more, NOW.plusSeconds(second))).isEqualTo(more);
        }
        assertThat(held.due(10)).isEmpty();
    }

    @Test
    void inAFloodTheLastTwentyWait_andAreGivenOutOnce_oldestFirst() {
        List<Delivery> flood = deliveries(BUSY, 0, 500);
        assertThat(held.atOnce(flood, NOW)).isEqualTo(flood.subList(0, HeldPayloads.BURST));
        assertThat(held.due(10)).isEqualTo(flood.subList(480, 500));
        assertThat(held.due(10)).isEmpty();
    }

    @Test
    void theFloodOfOneHoldsNothingOfAnotherBack() {
        List<Delivery> both = new ArrayList<>(deliveries(BUSY, 0, 500));
        List<Delivery> quiet = deliveries(QUIET, 0, 3);
        both.addAll(quiet);
        assertThat(held.atOnce(both, NOW)).containsAll(quiet);
    }

    @Test
    void onceAFloodIsOverItIsWrittenAtOnceAgain() {
        held.atOnce(deliveries(BUSY, 0, 500), NOW);
        held.due(10);
        List<Delivery> later = deliveries(BUSY, 500, 510);
        assertThat(held.atOnce(later, NOW.plusSeconds(60))).isEqualTo(later);
    }

    @Test
    void whatWaitsHasABound_beyondWhichItIsWrittenAtOnce() {
        int large = (int) (HeldPayloads.MAX_BYTES / 4);
        held.atOnce(deliveries(BUSY, 0, HeldPayloads.BURST), NOW);
        List<Delivery> flood =
                IntStream.range(0, 10).mapToObj(n -> new Delivery(BUSY, n, large)).toList();
        assertThat(held.atOnce(flood, NOW)).isEqualTo(flood.subList(4, 10));
        assertThat(held.due(10)).isEqualTo(flood.subList(0, 4));
        assertThat(held.atOnce(flood.subList(0, 1), NOW)).as("there is room again").isEmpty();
    }

    @Test
    void aTurnGivesOutSoManyConnectionsOnly() {
        for (int i = 0; i < 5; i++) {
            held.atOnce(deliveries(new UUID(1, i), 0, HeldPayloads.BURST + 1), NOW);
        }
        assertThat(held.due(3)).hasSize(3);
        assertThat(held.due(3)).hasSize(2);
    }
}
