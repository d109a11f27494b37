package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import java.util.List;
import java.util.Set;

/** Risk as sets grow and shrink by one project. */
abstract sealed class SetRisk {

    private static final double SAME = 1e-13;
    private static final double SLACK = 1e-9;

    static SetRisk of(ChoiceProblem problem, Risk risk, List<Candidate> free, Set<String> least) {
        return switch (risk) {
            case Risk.Spread spread -> new Variance(spread, free, least);
            case Risk.Outcomes outcomes -> new Tail(problem, outcomes, free, least);
        };
    }

    abstract void add(int i);

    abstract void remove();

    abstract double now();

    /** What the risk cannot fall below, whatever is added. */
    abstract double atLeast();

    /** By how little risks must differ to be the same. */
    abstract double same();

    /** The sum of variances, which only grows: what is left is put back as it was, to the bit. */
    private static final class Variance extends SetRisk {
        private final double[] own;
        private final double[] stack;
        private final double same;
        private int depth;

        Variance(Risk.Spread spread, List<Candidate> free, Set<String> least) {
            own = free.stream().mapToDouble(it -> spread.variance(it.key())).toArray();
            stack = new double[free.size() + 1];
            stack[0] = least.stream().mapToDouble(spread::variance).sum();
            double all = stack[0];
            for (double each : own) {
                all += each;
            }
            same = SAME * all;
        }

        @Override
        void add(int i) {
            stack[depth + 1] = stack[depth] + own[i];
            depth++;
        }

        @Override
        void remove() {
            depth--;
        }

        @Override
        double now() {
            return stack[depth];
        }

        @Override
        double atLeast() {
            return stack[depth];
        }

        @Override
        double same() {
            return same;
        }
    }

    /** The mean loss of the worst scenarios. */
    private static final class Tail extends SetRisk {
        private final double[][] own;
        private final double[][] stack;
        private final double share;
        private final double[] worst;
        private final double same;
        private int depth;

        Tail(
                ChoiceProblem problem,
                Risk.Outcomes outcomes,
                List<Candidate> free,
                Set<String> least) {
            int scenarios = outcomes.scenarios();
            own = new double[free.size()][];
            stack = new double[free.size() + 1][scenarios];
            double most = 0;
            for (Candidate it : problem.candidates()) {
                double[] of = outcomes.of(it.key());
                for (int s = 0; s < scenarios; s++) {
                    stack[0][s] += least.contains(it.key()) ? of[s] : 0;
                    most = Math.max(most, Math.abs(of[s]));
                }
            }
            for (int i = 0; i < own.length; i++) {
                own[i] = outcomes.of(free.get(i).key());
            }
            share = outcomes.share();
            worst = new double[Math.max(1, (int) Math.ceil(share * scenarios - SLACK))];
            same = SAME * most * problem.candidates().size();
        }

        @Override
        void add(int i) {
            double[] from = stack[depth];
            double[] to = stack[++depth];
            for (int s = 0; s < from.length; s++) {
                to[s] = from[s] + own[i][s];
            }
        }

        @Override
        void remove() {
            depth--;
        }

        /** As {@link Risk#tailLoss}, of which only the worst are put in order. */
        @Override
        double now() {
            double[] sums = stack[depth];
            if (sums.length == 0) {
                return 0;
            }
            int count = 0;
            for (double sum : sums) {
                if (count < worst.length || sum < worst[count - 1]) {
                    int at = count < worst.length ? count++ : count - 1;
                    while (at > 0 && worst[at - 1] > sum) {
                        worst[at] = worst[at - 1];
                        at--;
                    }
                    worst[at] = sum;
                }
            }
            double left = share * sums.length;
            double sum = 0;
            for (int s = 0; s < count && left > 0; s++) {
                sum += worst[s] * Math.min(1, left);
                left -= 1;
            }
            return -sum / (share * sums.length);
        }

        @Override
        double atLeast() {
            return Double.NEGATIVE_INFINITY;
        }

        @Override
        double same() {
            return same;
        }
    }
}
