package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Counters.Mark;
import dev.payoff.connector.Samples.Kind;
import dev.payoff.connector.Samples.Sample;
import dev.payoff.connector.Samples.Series;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountersTest {

    /** The counter stood at 10 in second 100. */
    @ParameterizedTest(name = "{0} begun in {1}: {2}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    12, -,   2
                    10, -,   0
                    3,  -,   3
                    12, 50,  2
                    12, 100, 2
                    12, 101, 12
                    """)
    void aCounterThatBeganAnewIsAllNew(BigDecimal value, Long start, BigDecimal increase) {
        Sample now =
                new Sample(
                        new Series("n", new TreeMap<>()),
                        Kind.CUMULATIVE,
                        start == null ? null : Instant.ofEpochSecond(start),
                        Instant.ofEpochSecond(160),
                        value);
        assertThat(Counters.increase(new Mark(Instant.ofEpochSecond(100), BigDecimal.TEN), now))
                .isEqualByComparingTo(increase);
    }
}
