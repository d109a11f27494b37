package dev.payoff.analytics;

import dev.payoff.app.Shown;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** How the risk of a set of projects is measured. */
public sealed interface Risk {

    /**
     * The standard deviation of the set's value, of projects that vary independently: the root of
     * the sum of their variances.
     *
     * @param spreads standard deviation by key, in the currency of value; what is not named is 0
     */
    record Spread(Map<String, BigDecimal> spreads) implements Risk {

        /** Keeps an own copy. */
        public Spread {
            spreads = Map.copyOf(spreads);
        }

        /** Of a set: 16 digits. */
        BigDecimal of(Collection<String> in) {
            BigDecimal variance = BigDecimal.ZERO;
            for (String key : in) {
                BigDecimal spread = spreads.getOrDefault(key, BigDecimal.ZERO);
                variance = variance.add(spread.multiply(spread));
            }
            return Shown.plain(variance.sqrt(MathContext.DECIMAL64));
        }

        double variance(String key) {
            double spread = spreads.getOrDefault(key, BigDecimal.ZERO).doubleValue();
            return spread * spread;
        }
    }

    /**
     * Conditional value at risk: how far the mean of the worst outcomes lies below 0. The outcomes
     * are joint, so whatever holds between projects is in them.
     *
     * @param outcomes by key, of equally likely scenarios, as many for each project
     * @param level such as 0.95: the worst are a share of 1 − level
     */
    record Outcomes(Map<String, List<BigDecimal>> outcomes, BigDecimal level) implements Risk {

        /** Keeps an own copy. */
        public Outcomes {
            outcomes = Map.copyOf(outcomes);
        }

        /** Of a set: 16 digits; 0 where there are no outcomes. */
        BigDecimal tailLoss(Collection<String> in) {
            BigDecimal[] sums = new BigDecimal[scenarios()];
            Arrays.fill(sums, BigDecimal.ZERO);
            for (String key : in) {
                List<BigDecimal> own = outcomes.getOrDefault(key, List.of());
                for (int s = 0; s < own.size(); s++) {
                    sums[s] = sums[s].add(own.get(s));
                }
            }
            Arrays.sort(sums);
            BigDecimal whole =
                    BigDecimal.ONE.subtract(level).multiply(BigDecimal.valueOf(sums.length));
            BigDecimal left = whole;
            BigDecimal sum = BigDecimal.ZERO;
            for (int s = 0; s < sums.length && left.signum() > 0; s++) {
                sum = sum.add(sums[s].multiply(left.min(BigDecimal.ONE)));
                left = left.subtract(BigDecimal.ONE);
            }
            return whole.signum() == 0
                    ? BigDecimal.ZERO
                    : Shown.plain(sum.negate().divide(whole, MathContext.DECIMAL64));
        }

        double share() {
            return 1 - level.doubleValue();
        }

        int scenarios() {
            return outcomes.values().stream().mapToInt(List::size).findFirst().orElse(0);
        }

        double[] of(String key) {
            List<BigDecimal> own = outcomes.get(key);
            return own == null
                    ? new double[scenarios()]
                    : own.stream().mapToDouble(BigDecimal::doubleValue).toArray();
        }
    }

    /**
     * Outcomes that are drawn, normal and independent, about each project's value: for those who
     * know a spread and no scenarios. The draws of a seed are the same each time.
     */
    static Outcomes drawn(
            ChoiceProblem problem, Spread spread, int scenarios, BigDecimal level, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, List<BigDecimal>> outcomes = new HashMap<>();
        for (ChoiceProblem.Candidate candidate : problem.candidates()) {
            double deviation = Math.sqrt(spread.variance(candidate.key()));
            List<BigDecimal> draws = new ArrayList<>();
            for (int s = 0; s < scenarios; s++) {
                double draw = candidate.value().doubleValue() + deviation * random.nextGaussian();
                draws.add(BigDecimal.valueOf(draw));
            }
            outcomes.put(candidate.key(), draws);
        }
        return new Outcomes(outcomes, level);
    }

    /**
     * The mean loss of the worst share of equally likely outcomes; the last one of them counts in
     * part.
     */
    static double tailLoss(double[] outcomes, double share) {
        double[] sorted = outcomes.clone();
        Arrays.sort(sorted);
        double left = share * sorted.length;
        double sum = 0;
        for (int s = 0; s < sorted.length && left > 0; s++) {
            sum += sorted[s] * Math.min(1, left);
            left -= 1;
        }
        return -sum / (share * sorted.length);
    }
}
