package dev.payoff.value.appraisal;

import static dev.payoff.value.appraisal.Numbers.assertPrinted;
import static dev.payoff.value.appraisal.Numbers.dec;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EarnedValueTest {

    @Test
    void theExampleOfTheOracles() {
        // BAC 5 M, EV 1.5 M, AC 1.8 M
        EarnedValue it =
                EarnedValue.of(
                        dec("5000000"),
                        dec("2000000"),
                        dec("1500000"),
                        dec("1800000"),
                        dec("3000000"));
        assertPrinted(it.cpi(), "0.833333");
        assertThat(it.eacAtCpi()).isEqualTo(dec("6000000"));
        assertThat(it.tcpi()).isEqualTo(dec("1.09375"));
        assertThat(it.varianceAtCompletion()).isEqualTo(dec("-1000000"));
        assertThat(it.costVariance()).isEqualTo(dec("-300000"));
        assertThat(it.scheduleVariance()).isEqualTo(dec("-500000"));
        assertThat(it.spi()).isEqualTo(dec("0.75"));
        assertThat(it.eacAtPlan()).isEqualTo(dec("5300000"));
        assertThat(it.eacAtEstimate()).isEqualTo(dec("4800000"));
        assertThat(it.undefined()).isEmpty();
    }

    @Test
    void beforeAnythingIsSpentOrDoneRatiosAreUnknown() {
        EarnedValue it = EarnedValue.of(dec("100"), dec("0"), dec("0"), dec("0"), null);
        assertThat(it.cpi()).isNull();
        assertThat(it.spi()).isNull();
        assertThat(it.eacAtCpi()).isNull();
        assertThat(it.tcpi()).isEqualTo(dec("1"));
        assertThat(it.eacAtPlan()).isEqualTo(dec("100"));
        assertThat(it.undefined())
                .extracting(Unknown::figure)
                .containsExactly("eacAtEstimate", "cpi", "spi", "eacAtCpi", "varianceAtCompletion");
    }

    @Test
    void whereNobodyKnowsWhatIsDoneOnlyTheEstimateIsTold() {
        EarnedValue it = EarnedValue.of(dec("100"), dec("50"), null, dec("60"), dec("30"));
        assertThat(it.eacAtEstimate()).isEqualTo(dec("90"));
        assertThat(it.cpi()).isNull();
        assertThat(it.undefined())
                .hasSize(8)
                .allSatisfy(each -> assertThat(each.sentence()).contains("not known"));
    }

    @Test
    void aSpentBudgetHasNoRateToKeepTo() {
        assertThat(EarnedValue.of(dec("100"), dec("100"), dec("90"), dec("100"), null).tcpi())
                .isNull();
    }
}
