package dev.payoff.value.appraisal;

import dev.payoff.value.Decimals;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * What lines that are estimated by three points come to together: means add up, and so do the
 * squares of deviations, for each line is taken to vary for itself. The line with the greatest part
 * of the variance is the one to look into next, which is what the successive principle is about (S.
 * Lichtenberg, Proactive Management of Uncertainty, 2000). Both readings of three points are told.
 *
 * @param lines the greatest part of the variance first
 */
public record SuccessiveCalculation(Estimate pert, Estimate successive, List<Line> lines) {

    /**
     * A mean and its standard deviation, in money.
     *
     * @param deviation 0 where nothing is uncertain
     */
    public record Estimate(BigDecimal mean, BigDecimal deviation) {}

    /**
     * A line of a calculation.
     *
     * @param points in money; of a cost they are negative, and the dearest comes first
     * @param partOfVariance from 0 to 1, the same by both readings; 0 where nothing is uncertain
     */
    public record Line(
            String key,
            ThreePoint points,
            Estimate pert,
            Estimate successive,
            BigDecimal partOfVariance) {}

    /** A line that is not calculated yet. */
    public record Points(String key, ThreePoint points) {}

    /** Keeps an own copy. */
    public SuccessiveCalculation {
        lines = List.copyOf(lines);
    }

    /** Of these lines. */
    public static SuccessiveCalculation of(List<Points> lines) {
        BigDecimal variance =
                lines.stream()
                        .map(it -> square(it.points().successiveDeviation()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new SuccessiveCalculation(
                together(lines, ThreePoint::pertMean, ThreePoint::pertDeviation),
                together(lines, ThreePoint::successiveMean, ThreePoint::successiveDeviation),
                lines.stream()
                        .map(it -> line(it, variance))
                        .sorted(
                                Comparator.comparing(Line::partOfVariance)
                                        .reversed()
                                        .thenComparing(Line::key))
                        .toList());
    }

    private static Line line(Points of, BigDecimal variance) {
        ThreePoint it = of.points();
        return new Line(
                of.key(),
                it,
                new Estimate(it.pertMean(), it.pertDeviation()),
                new Estimate(it.successiveMean(), it.successiveDeviation()),
                variance.signum() == 0
                        ? BigDecimal.ZERO
                        : Decimals.quotient(square(it.successiveDeviation()), variance));
    }

    private static Estimate together(
            List<Points> lines,
            Function<ThreePoint, BigDecimal> mean,
            Function<ThreePoint, BigDecimal> deviation) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal variance = BigDecimal.ZERO;
        for (Points line : lines) {
            sum = sum.add(mean.apply(line.points()));
            variance = variance.add(square(deviation.apply(line.points())));
        }
        return new Estimate(Decimals.plain(sum), Decimals.plain(variance.sqrt(Decimals.DIGITS)));
    }

    private static BigDecimal square(BigDecimal number) {
        return number.multiply(number);
    }
}
