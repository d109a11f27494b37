package dev.payoff.live;

import static dev.payoff.live.CloudLedger.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.analytics.forecast.Cumulative;
import dev.payoff.app.Proof;
import dev.payoff.app.Proof.Operation;
import dev.payoff.app.Shown;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures of a forecast, made again from what their proofs tell and from nothing else. */
class ForecastProofTest {

    private static final BigDecimal NINETY_PERCENT = new BigDecimal("0.9");
    private static final int WEEK = 7;

    /** Below 100 by what a small generator says, each hour. */
    private static Ledger.Entry metric(String name, int days, int multiplier) {
        int[] next = {7};
        return CloudLedger.metric(
                name,
                days,
                () -> {
                    next[0] = next[0] * multiplier % 101;
                    return 80 + next[0] % 20;
                },
                null,
                null);
    }

    private static Ledger ledger(int days, Ledger.Entry... entries) {
        return CloudLedger.asOf(day(days), entries);
    }

    private static final Ledger TWO = ledger(60, metric("bill", 60, 45), metric("energy", 60, 27));

    /** By the words of the description alone; {@code past} is what was forecast beside it. */
    private static BigDecimal again(Proof proof, double[] past) {
        BigDecimal made =
                switch (proof.operation()) {
                    case SUM ->
                            proof.parts().stream()
                                    .map(part -> again(part, past))
                                    .reduce(BigDecimal.ZERO, BigDecimal::add);
                    case DIFFERENCE ->
                            again(proof.parts().get(0), past)
                                    .subtract(again(proof.parts().get(1), past));
                    case FORECAST -> {
                        double days = Double.parseDouble(proof.facts().get("days"));
                        Cumulative.Result result = forecast(past, days);
                        assertThat(result.method().name()).isEqualTo(proof.facts().get("method"));
                        yield BigDecimal.valueOf(ValueForecast.between(result.totals(), days));
                    }
                    case INTERVAL -> {
                        double days = Double.parseDouble(proof.facts().get("days"));
                        yield BigDecimal.valueOf(
                                ValueForecast.between(
                                        Objects.requireNonNull(forecast(past, days).margins()),
                                        days));
                    }
                    case TOLD, PROMISE -> proof.number();
                    default -> throw new AssertionError(proof);
                };
        assertThat(made).as(proof.label()).isEqualByComparingTo(proof.number());
        return made;
    }

    private static Cumulative.Result forecast(double[] past, double days) {
        return Cumulative.of(past, WEEK, (int) Math.ceil(days), NINETY_PERCENT.doubleValue());
    }

    /** The days below the forecast, each the sum of its metrics. */
    private static double[] past(Proof proof) {
        if (proof.operation() == Operation.FORECAST) {
            return proof.parts().stream()
                    .mapToDouble(it -> again(it, new double[0]).doubleValue())
                    .toArray();
        }
        return proof.parts().stream()
                .map(ForecastProofTest::past)
                .filter(it -> it.length > 0)
                .findFirst()
                .orElse(new double[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"expected", "lower", "upper", "planned"})
    void eachFigureOfItsEndComesOutOfItsProof(String figure) {
        ValueForecast told = ValueForecast.of(TWO, day(72), NINETY_PERCENT, 7);
        ValueForecast.Point end = told.points().getLast();
        BigDecimal shown =
                switch (figure) {
                    case "expected" -> end.expected();
                    case "lower" -> end.lower();
                    case "upper" -> end.upper();
                    default -> end.planned();
                };

        ForecastProof of = ForecastProof.of(TWO, day(72), NINETY_PERCENT, figure);

        assertThat(of.value()).isEqualByComparingTo(shown);
        Proof proof = Objects.requireNonNull(of.proof());
        assertThat(Shown.figure(again(proof, past(proof)))).isEqualByComparingTo(shown);
    }

    @Test
    void aTimeOnTheWayIsProvedWithTheDigitsOfTheLongerForecast() {
        ValueForecast told = ValueForecast.of(TWO, day(75), NINETY_PERCENT, 11);
        for (ValueForecast.Point point : told.points().subList(1, 11)) {
            for (String figure : List.of("expected", "lower")) {
                ForecastProof of = ForecastProof.of(TWO, point.at(), NINETY_PERCENT, figure);
                assertThat(of.at()).isEqualTo(point.at());
                assertThat(of.value())
                        .as("%s at %s", figure, point.at())
                        .isEqualByComparingTo(
                                figure.equals("lower") ? point.lower() : point.expected());
            }
        }
    }

    @Test
    void aDayIsTheSumOfItsMetricsWhoseReadingsAreNamed() {
        Proof proof =
                Objects.requireNonNull(
                        ForecastProof.of(TWO, day(72), NINETY_PERCENT, "expected").proof());
        Proof toCome = proof.parts().get(1);
        assertThat(toCome.parts()).hasSize(60);
        Proof last = toCome.parts().getLast();
        assertThat(last.parts()).extracting(Proof::label).containsExactly("bill", "energy");
        assertThat(last.parts().getFirst().readings())
                .endsWith("/measurements?from=" + day(59) + "&to=" + day(60));
        assertThat(proof.parts().getFirst().parts())
                .extracting(it -> it.facts().get("metric"))
                .containsExactly("cloud/bill", "cloud/energy");
    }

    @Test
    void whatIsNotKnownHasAReasonAndNoProof() {
        ForecastProof young =
                ForecastProof.of(
                        ledger(13, metric("bill", 13, 45)), null, NINETY_PERCENT, "expected");
        assertThat(young.value()).isNull();
        assertThat(young.proof()).isNull();
        assertThat(young.reason()).contains("13 whole days");
        ForecastProof unbounded =
                ForecastProof.of(ledger(14, metric("bill", 14, 45)), null, NINETY_PERCENT, "upper");
        assertThat(unbounded.reason()).contains("too short a past");
    }

    @Test
    void whereMetricsAndDaysAreTooManyADayIsOneAmount() {
        Ledger.Entry[] many = new Ledger.Entry[ForecastProof.MOST_PARTS / 60 + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = metric("m" + i, 60, 45);
        }
        Proof proof =
                Objects.requireNonNull(
                        ForecastProof.of(ledger(60, many), day(61), NINETY_PERCENT, "expected")
                                .proof());
        assertThat(proof.parts().get(1).parts()).allSatisfy(it -> assertThat(it.parts()).isEmpty());
        assertThat(again(proof, past(proof))).isNotNull();
    }
}
