package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures go out by turns: who seldom moves waits for nobody, and nobody waits for ever. */
class TurnsTest {

    private static final int MOST = 8;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Turns<Integer> turns = new Turns<>(MOST, Duration.ofMillis(400), Math::max);

    private static UUID id(int i) {
        return new UUID(0, i);
    }

    private List<Integer> taken(Instant at) {
        return turns.take(at).keySet().stream()
                .map(id -> (int) id.getLeastSignificantBits())
                .toList();
    }

    private void move(int from, int to) {
        IntStream.range(from, to).forEach(i -> turns.add(id(i), i));
    }

    @Test
    void whoeverWaitsLongestIsFirst() {
        move(0, 20);
        assertThat(taken(NOON)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(taken(NOON)).containsExactly(8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(taken(NOON)).containsExactly(16, 17, 18, 19);
        assertThat(turns.isEmpty()).isTrue();
    }

    @Test
    void whatIsAddedAgainWhileItWaitsKeepsItsPlaceAndGoesOutOnce() {
        turns.add(id(1), 10);
        turns.add(id(2), 20);
        turns.add(id(1), 30);
        turns.add(id(1), 5);
        assertThat(turns.take(NOON)).hasSize(2).containsEntry(id(1), 30);
        assertThat(turns.isEmpty()).isTrue();
    }

    @Test
    void whoWentOutThisTurnWaitsForTheNext() {
        move(0, 2);
        assertThat(taken(NOON)).containsExactly(0, 1);
        move(0, 3);
        assertThat(taken(NOON.plusMillis(399))).containsExactly(2);
        assertThat(turns.isEmpty()).isFalse();
        assertThat(taken(NOON.plusMillis(400))).containsExactly(0, 1);
        assertThat(turns.isEmpty()).isTrue();
    }

    @Test
    void whoeverWaitsAndWatchesNoClockBeginsTheNextTurnHimself() {
        move(0, 1);
        taken(NOON);
        move(0, 1);
        assertThat(taken(NOON)).isEmpty();
        turns.next();
        assertThat(taken(NOON)).containsExactly(0);
    }

    @Test
    void whoSeldomMovesGoesAheadOfThoseThatAlwaysDo() {
        move(0, MOST);
        taken(NOON);
        move(0, MOST);
        move(100, 102);
        assertThat(taken(NOON.plusMillis(400))).startsWith(100, 101).hasSize(MOST);
    }

    @Test
    void aQuarterIsKeptForThoseThatAlwaysMove() {
        move(0, 4);
        taken(NOON);
        move(0, 4);
        move(100, 120);
        assertThat(taken(NOON.plusMillis(400))).containsExactly(100, 101, 102, 103, 104, 105, 0, 1);
        assertThat(taken(NOON.plusMillis(500))).containsExactly(106, 107, 108, 109, 110, 111, 2, 3);
    }

    @Test
    void afterTwoTurnsOneHasRested() {
        move(0, MOST);
        taken(NOON);
        taken(NOON.plusMillis(400));
        move(200, 201);
        taken(NOON.plusMillis(500));
        taken(NOON.plusMillis(800));
        move(200, 201);
        move(0, 1);
        assertThat(taken(NOON.plusMillis(900))).containsExactly(0, 200);
    }

    @Test
    void aClockThatIsSetBackHoldsNobodyUp() {
        move(0, 1);
        taken(NOON);
        taken(NOON.minusSeconds(3_600));
        taken(NOON.minusSeconds(3_599));
        move(1, 2);
        move(0, 1);
        assertThat(taken(NOON.minusSeconds(3_599))).containsExactly(1, 0);
    }
}
