package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            emptyValue = "",
            textBlock =
                    """
                    *,      anything,  true
                    *,      '',        true
                    '',     '',        true
                    '',     a,         false
                    a*,     abc,       true
                    a*c,    abc,       true
                    a*c,    abcd,      false
                    *a*b*,  xaxbx,     true
                    *a*b*,  xbxax,     false
                    **,     a,         true
                    a.c,    abc,       false
                    abc,    ABC,       false
                    """)
    void starStandsForAnyText(String pattern, String text, boolean expected) {
        assertThat(new Glob(pattern, false).matches(text)).isEqualTo(expected);
    }

    @Test
    void caseMattersUnlessToldOtherwise() {
        assertThat(new Glob("Acme/*", true).matches("aCME/Shop")).isTrue();
    }

    /** A regular expression of this kind takes years. */
    @Test
    void manyStarsTakeNoLongerThanLengthTimesLength() {
        assertThat(new Glob("*a".repeat(500) + "b", false).matches("a".repeat(2_000))).isFalse();
    }
}
