package dev.payoff.value.appraisal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A Monte Carlo estimate of net present value: each run draws a factor for each line and adds up.
 * An estimate has an error, which is told; it is drawn in doubles, whose own error is far below
 * that. The same lines, seed, runs and shape give the same bits.
 *
 * @param runs how many
 * @param seed of the random numbers
 * @param mean E[NPV] as estimated
 * @param deviation the standard deviation of NPV, 0 where nothing is uncertain
 * @param standardError of the mean: deviation / √runs
 * @param percentiles of NPV by the nearest rank, in the order of {@link #RANKS}
 * @param negative the part of the runs with NPV below 0
 * @param negativeFrom lower end of Wilson's 95 % interval of P(NPV &lt; 0)
 * @param negativeTo its upper end
 * @param cvar95 mean NPV of the worst 5 % of the runs (conditional value at risk, Rockafellar and
 *     Uryasev, 2000)
 * @param cvarError its standard error
 * @param returnRatio mean / deviation; null where the deviation is 0
 * @param histogram how often NPV fell where; null where the runs do not differ
 */
public record Simulation(
        int runs,
        long seed,
        double mean,
        double deviation,
        double standardError,
        List<Double> percentiles,
        double negative,
        double negativeFrom,
        double negativeTo,
        double cvar95,
        double cvarError,
        @Nullable Double returnRatio,
        @Nullable Histogram histogram) {

    /** The percentiles that are told. */
    public static final List<Integer> RANKS = List.of(5, 10, 25, 50, 75, 80, 90, 95);

    /** The fewest runs: a tail of 5 % is then fifty of them. */
    public static final int LEAST_RUNS = 1_000;

    /** The most runs of one estimate. */
    public static final int MOST_RUNS = 200_000;

    private static final double TAIL = 0.05;
    private static final double Z95 = 1.959963984540054;

    /** How a factor lies between its three points. */
    public enum Shape {
        /** The beta distribution that PERT stands for. */
        PERT,
        TRIANGULAR
    }

    /** Keeps an own copy. */
    public Simulation {
        percentiles = List.copyOf(percentiles);
    }

    /** Draws each line for itself. */
    public static Simulation of(List<UncertainLine> lines, Shape shape, int runs, long seed) {
        return of(lines, shape, Dependence.NONE, runs, seed);
    }

    /**
     * Draws, some of the lines together.
     *
     * @param together its lines are uncertain ones of {@code lines}
     */
    public static Simulation of(
            List<UncertainLine> lines, Shape shape, Dependence together, int runs, long seed) {
        if (runs < LEAST_RUNS || runs > MOST_RUNS) {
            throw new IllegalArgumentException(
                    "Runs lie between " + LEAST_RUNS + " and " + MOST_RUNS + ": " + runs);
        }
        return of(draw(lines, shape, together, runs, seed), seed);
    }

    /** What outcomes that were drawn independently of each other tell. */
    static Simulation of(double[] outcomes, long seed) {
        int runs = outcomes.length;
        Arrays.sort(outcomes);
        double mean = mean(outcomes);
        double deviation = deviation(outcomes, mean);
        double negative = below0(outcomes) / (double) runs;
        double spread = Z95 * Z95 / runs;
        double centre = (negative + spread / 2) / (1 + spread);
        double half =
                Z95
                        * Math.sqrt(negative * (1 - negative) / runs + spread / (4 * runs))
                        / (1 + spread);
        int worst = (int) Math.ceil(TAIL * runs);
        double[] tail = Arrays.copyOf(outcomes, worst);
        return new Simulation(
                runs,
                seed,
                mean,
                deviation,
                deviation / Math.sqrt(runs),
                RANKS.stream().map(rank -> percentile(outcomes, rank)).toList(),
                negative,
                Math.max(0, centre - half),
                Math.min(1, centre + half),
                mean(tail),
                tailError(outcomes, tail[worst - 1]),
                deviation == 0 ? null : mean / deviation,
                Histogram.of(outcomes));
    }

    private static double[] draw(
            List<UncertainLine> lines, Shape shape, Dependence together, int runs, long seed) {
        Chance chance = new Chance(seed);
        double sure = 0;
        for (UncertainLine line : lines) {
            sure += line.factor().isCertain() ? line.likely().doubleValue() : 0;
        }
        double[] outcomes = new double[runs];
        Arrays.fill(outcomes, sure);
        // Line by line, so that a line's numbers depend on the lines before it only.
        for (UncertainLine line : lines) {
            if (line.factor().isCertain() || together.keys().contains(line.key())) {
                continue;
            }
            double present = line.present().doubleValue();
            double low = line.factor().low().doubleValue();
            double likely = line.factor().likely().doubleValue();
            double high = line.factor().high().doubleValue();
            for (int run = 0; run < runs; run++) {
                outcomes[run] +=
                        present
                                * switch (shape) {
                                    case PERT -> chance.pert(low, likely, high);
                                    case TRIANGULAR -> chance.triangular(low, likely, high);
                                };
            }
        }
        drawTogether(lines, shape, together, chance, outcomes);
        return outcomes;
    }

    private static void drawTogether(
            List<UncertainLine> lines,
            Shape shape,
            Dependence together,
            Chance chance,
            double[] outcomes) {
        Map<Double, PertCurve> curves = new HashMap<>();
        double[] present = new double[together.keys().size()];
        DoubleUnaryOperator[] factors = new DoubleUnaryOperator[present.length];
        for (int i = 0; i < present.length; i++) {
            String key = together.keys().get(i);
            UncertainLine line =
                    lines.stream().filter(it -> it.key().equals(key)).findFirst().orElseThrow();
            present[i] = line.present().doubleValue();
            factors[i] = factor(line.factor(), shape, curves);
        }
        double[] scores = new double[present.length];
        for (int run = 0; run < outcomes.length && present.length > 0; run++) {
            together.draw(chance, scores);
            for (int i = 0; i < present.length; i++) {
                outcomes[run] += present[i] * factors[i].applyAsDouble(scores[i]);
            }
        }
    }

    /** A factor by its normal score: the same distribution as where it is drawn for itself. */
    static DoubleUnaryOperator factor(
            ThreePoint points, Shape shape, Map<Double, PertCurve> curves) {
        double low = points.low().doubleValue();
        double likely = points.likely().doubleValue();
        double high = points.high().doubleValue();
        double width = high - low;
        return switch (shape) {
            case PERT -> {
                PertCurve curve =
                        curves.computeIfAbsent(1 + 4 * (likely - low) / width, PertCurve::new);
                yield z -> low + width * curve.at(z);
            }
            case TRIANGULAR -> z -> Chance.triangle(NormalCurve.below(z), low, likely, high);
        };
    }

    private static double mean(double[] outcomes) {
        double sum = 0;
        for (double outcome : outcomes) {
            sum += outcome;
        }
        return sum / outcomes.length;
    }

    private static double deviation(double[] outcomes, double mean) {
        double sum = 0;
        for (double outcome : outcomes) {
            sum += (outcome - mean) * (outcome - mean);
        }
        double deviation = Math.sqrt(sum / (outcomes.length - 1));
        // What rounding leaves of equal outcomes is no deviation.
        return outcomes[0] == outcomes[outcomes.length - 1] ? 0 : deviation;
    }

    private static int below0(double[] ascending) {
        int count = 0;
        while (count < ascending.length && ascending[count] < 0) {
            count++;
        }
        return count;
    }

    /** By the nearest rank. */
    static double percentile(double[] ascending, int rank) {
        return ascending[(int) Math.ceil(rank / 100.0 * ascending.length) - 1];
    }

    /** deviation of max(quantile − NPV, 0) / (tail · √runs), the estimator's own asymptotics. */
    private static double tailError(double[] outcomes, double quantile) {
        double sum = 0;
        double squares = 0;
        for (double outcome : outcomes) {
            double shortfall = Math.max(quantile - outcome, 0);
            sum += shortfall;
            squares += shortfall * shortfall;
        }
        double mean = sum / outcomes.length;
        double variance = squares / outcomes.length - mean * mean;
        return Math.sqrt(Math.max(0, variance)) / (TAIL * Math.sqrt(outcomes.length));
    }
}
