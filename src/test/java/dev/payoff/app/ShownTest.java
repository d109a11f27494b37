package dev.payoff.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    0;              0
                    7;              7
                    800000;         800,000
                    3649102380.00;  3,649,102,380
                    -1234.5;        -1,234.5
                    1E+6;           1,000,000
                    0.000000000005; 0
                    """)
    void aNumberWithinASentenceHasThousandsAndNoExponent(String number, String words) {
        assertThat(Shown.inWords(new BigDecimal(number))).isEqualTo(words);
    }

    @Test
    void aFigureIsRoundedOnce() {
        assertThat(Shown.figure(new BigDecimal("0.00000000005"))).isEqualByComparingTo("0");
        assertThat(Shown.figure(null)).isNull();
    }
}
