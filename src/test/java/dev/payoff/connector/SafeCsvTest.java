package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeCsvTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+cmd",
                "-cmd|' /C calc'!A0",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\0=1",
                "＝1",
                "＋1",
                ";=1",
                " =1",
                "|x",
                "%0A",
                "-1+1",
                "--1"
            })
    void aFormulaBecomesAText(String cell) {
        assertThat(SafeCsv.cell(cell)).isEqualTo("'" + cell);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "-1",
                "+1.5",
                "-0.00000080000",
                "1e-7",
                "-1E+9",
                "a=b",
                "2024-09-18"
            })
    void theRestStaysAsItIs(String cell) {
        assertThat(SafeCsv.cell(cell)).isEqualTo(cell);
    }

    @Test
    void limitsAreThoseOfThePath() {
        assertThat(BodyLimits.limit("/hooks/x")).isEqualTo(25L << 20);
        assertThat(BodyLimits.limit("/api/v1/imports/focus")).isEqualTo(2L << 30);
        assertThat(BodyLimits.limit("/api/v1/measurements")).isEqualTo(128L << 20);
    }

    @Test
    void backOffDoublesUpToItsBound() {
        assertThat(PullSchedule.backOff(1, 0)).isEqualTo(PullSchedule.FIRST_BACK_OFF);
        assertThat(PullSchedule.backOff(3, 0))
                .isEqualTo(PullSchedule.FIRST_BACK_OFF.multipliedBy(4));
        assertThat(PullSchedule.backOff(1000, 0)).isEqualTo(PullSchedule.LONGEST_BACK_OFF);
        assertThat(PullSchedule.backOff(1, 1))
                .isEqualTo(PullSchedule.FIRST_BACK_OFF.multipliedBy(4).dividedBy(5));
    }
}
