package dev.payoff.stream;

import static dev.payoff.stream.Dealing.SPREAD;
import static dev.payoff.stream.Dealing.TOGETHER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes as it happens goes to one lane, a backlog to all. */
class DealingTest {

    private static final int MOST = 100_000;

    @ParameterizedTest
    @CsvSource({
        "TOGETHER, 1, TOGETHER",
        "TOGETHER, 24999, TOGETHER",
        "TOGETHER, 25000, SPREAD",
        "SPREAD, 100000, SPREAD",
        "SPREAD, 6250, SPREAD",
        "SPREAD, 6249, TOGETHER",
    })
    void aBacklogIsToldByHowFullAPollIs(Dealing before, int records, Dealing after) {
        assertThat(before.next(records, MOST)).isEqualTo(after);
    }

    @Test
    void aWorkerWithALittleHeapSpreadsToo() {
        assertThat(TOGETHER.next(500, 2_000)).isEqualTo(SPREAD);
    }

    @Test
    void aRateThatSwaysDoesNotChangeItToAndFro() {
        Dealing dealing = TOGETHER;
        for (int records : new int[] {10_000, 24_000, 7_000, 20_000}) {
            dealing = dealing.next(records, MOST);
            assertThat(dealing).isEqualTo(TOGETHER);
        }
        dealing = dealing.next(60_000, MOST);
        for (int records : new int[] {10_000, 24_000, 7_000, 20_000}) {
            dealing = dealing.next(records, MOST);
            assertThat(dealing).isEqualTo(SPREAD);
        }
    }

    @Test
    void eachPartitionHasOneLaneAndNoLaneIsLeftOut() {
        assertThat(IntStream.range(0, 12).map(partition -> TOGETHER.lane(partition, 3)))
                .containsOnly(0);
        assertThat(IntStream.range(0, 12).map(partition -> SPREAD.lane(partition, 3)))
                .containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2);
    }
}
