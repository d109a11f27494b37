package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {

    @ParameterizedTest(name = "{0}: comma {1}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    1.5 2 3;           false
                    1,5 2 3;           true
                    1.234,5;           true
                    1,234.5;           false
                    1.234.567;         true
                    1,234,567;         false
                    1.234 12.5;        false
                    1,234 12,5;        true
                    1234.567;          false
                    0,125;             true
                    12 -7 +3;          false
                    n/a;               false
                    """)
    void decimals(String cells, boolean comma) {
        assertThat(Spelling.decimalComma(List.of(cells.split(" ")))).isEqualTo(comma);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.234", "1,234 5", "1,5 1.5", "1.234,5 1,234.5"})
    void decimalsThatCanBeReadInTwoWaysAreNotGuessed(String cells) {
        assertThatThrownBy(() -> Spelling.decimalComma(List.of(cells.split(" "))))
                .isInstanceOf(Spelling.Ambiguous.class);
    }

    @ParameterizedTest(name = "{0}: day first {1}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    31/1/2026;             true
                    1/31/2026 1/2/2026;    false
                    3.4.2026;              true
                    2026-04-03;            false
                    """)
    void dates(String cells, boolean dayFirst) {
        assertThat(Spelling.dayFirst(List.of(cells.split(" ")))).isEqualTo(dayFirst);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3/4/2026", "31/1/2026 1/31/2026"})
    void datesThatCanBeReadInTwoWaysAreNotGuessed(String cells) {
        assertThatThrownBy(() -> Spelling.dayFirst(List.of(cells.split(" "))))
                .isInstanceOf(Spelling.Ambiguous.class);
    }
}
