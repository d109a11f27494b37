package dev.payoff.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a worker takes at once follows from the heap that it has. */
class HeapBoundsTest {

    private static final long MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"16, 5000", "448, 45875", "1024, 100000", "65536, 100000"})
    void aSmallHeapTakesSmallFlushes(long heapMebibytes, String records) {
        assertThat(new HeapBounds(heapMebibytes * MIB).getValue(HeapBounds.RECORDS_PER_FLUSH))
                .isEqualTo(records);
    }
}
