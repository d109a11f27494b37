package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.Resource;
import dev.payoff.analytics.ChoiceProblem.ResourceKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sets of which none other is worth as much at less risk: expected value against risk, from the
 * least risk to the most value. All of them where there are few projects ({@link EverySet}); of
 * many, one set for each of some limits of risk, each the best under its limit.
 */
final class Frontier {

    private static final double SAME = 1e-9;
    private static final String RISK = "\u0000risk";

    private Frontier() {}

    /**
     * A set on the frontier.
     *
     * @param risk standard deviation or conditional value at risk, in the currency of value
     * @param proved whether no set is worth more at this risk
     */
    public record Point(Set<String> in, BigDecimal value, BigDecimal risk, boolean proved) {}

    /**
     * The frontier, by rising risk.
     *
     * @param most how many points of a large choice
     * @param time of all of them, about
     */
    static List<Point> of(ChoiceProblem problem, Risk risk, int most, Duration time) {
        if (!problem.broken(problem.least()).isEmpty()) {
            return List.of();
        }
        return pareto(
                EverySet.isShort(problem, risk)
                        ? EverySet.best(problem, risk).stream()
                                .map(in -> point(problem, risk, in, true))
                                .toList()
                        : underLimits(problem, risk, most, time.dividedBy(most)));
    }

    /** The points that no other is better than in one and as good as in both. */
    static List<Point> pareto(List<Point> points) {
        List<Point> sorted = new ArrayList<>(points);
        sorted.sort(
                Comparator.comparing(Point::risk)
                        .thenComparing(Comparator.comparing(Point::value).reversed()));
        List<Point> kept = new ArrayList<>();
        for (Point point : sorted) {
            if (kept.isEmpty() || point.value().compareTo(kept.getLast().value()) > 0) {
                kept.add(point);
            }
        }
        return List.copyOf(kept);
    }

    private static List<Point> underLimits(
            ChoiceProblem problem, Risk risk, int most, Duration time) {
        List<Point> points = new ArrayList<>();
        points.add(point(problem, risk, problem.least(), true));
        if (ChoiceSolver.solve(problem, time) instanceof Choice.Best best) {
            Point top = point(problem, risk, best.in(), best.proved());
            points.add(top);
            switch (risk) {
                case Risk.Spread spread -> {
                    double from = points.getFirst().risk().doubleValue();
                    double to = top.risk().doubleValue();
                    for (int i = 1; i < most - 1 && to > from; i++) {
                        double limit = from + (to - from) * i / (most - 1);
                        if (ChoiceSolver.solve(limited(problem, spread, limit), time)
                                instanceof Choice.Best under) {
                            points.add(point(problem, risk, under.in(), under.proved()));
                        }
                    }
                }
                case Risk.Outcomes outcomes -> descend(problem, outcomes, top, most, time, points);
            }
        }
        return points;
    }

    /**
     * From the most value downwards, by smaller steps where there is no set any more. The mean of
     * the worst is never above the mean, so no risk lies below minus the most value.
     */
    private static void descend(
            ChoiceProblem problem,
            Risk.Outcomes outcomes,
            Point top,
            int most,
            Duration time,
            List<Point> points) {
        double limit = top.risk().doubleValue();
        double step = (limit + top.value().doubleValue()) / most;
        for (int i = 1; i < most - 1 && step > 0; i++) {
            int before = points.size();
            addUnder(problem, outcomes, limit - step, time, points);
            if (points.size() > before) {
                limit = Math.min(limit - step, points.getLast().risk().doubleValue());
            } else {
                step /= 2;
            }
        }
    }

    /** Variances of independent projects add up, so a limit of risk is one more resource. */
    private static ChoiceProblem limited(ChoiceProblem problem, Risk.Spread spread, double limit) {
        List<Candidate> candidates = new ArrayList<>();
        for (Candidate it : problem.candidates()) {
            Map<String, BigDecimal> uses = new HashMap<>(it.uses());
            uses.put(RISK, new BigDecimal(spread.variance(it.key())));
            candidates.add(new Candidate(it.key(), it.value(), uses, it.needs(), it.decision()));
        }
        List<Resource> resources = new ArrayList<>(problem.resources());
        resources.add(
                new Resource(
                        RISK,
                        ResourceKind.CAPACITY,
                        new BigDecimal(limit * limit * (1 + SAME)),
                        BigDecimal.ONE));
        return new ChoiceProblem(candidates, resources, problem.exclusions());
    }

    private static void addUnder(
            ChoiceProblem problem,
            Risk.Outcomes outcomes,
            double limit,
            Duration time,
            List<Point> points) {
        LinearForm form = LinearForm.of(problem);
        double[][] scaled = new double[outcomes.scenarios()][form.worth().length];
        for (int i = 0; i < form.worth().length; i++) {
            double[] own = outcomes.of(problem.candidates().get(i).key());
            for (int s = 0; s < own.length; s++) {
                scaled[s][i] = own[s] / form.worthScale();
            }
        }
        Mip.Attempt attempt =
                Mip.best(
                        form,
                        new Mip.Tail(scaled, outcomes.share(), limit / form.worthScale()),
                        time);
        if (attempt != null) {
            Set<String> in = LinearForm.keys(problem, attempt.x());
            if (problem.broken(in).isEmpty()) {
                points.add(point(problem, outcomes, in, attempt.proved()));
            }
        }
    }

    /** A set with its risk, in decimals, so that sets of one risk are known to be. */
    static Point point(ChoiceProblem problem, Risk risk, Set<String> in, boolean proved) {
        BigDecimal measured =
                switch (risk) {
                    case Risk.Spread spread -> spread.of(in);
                    case Risk.Outcomes outcomes -> outcomes.tailLoss(in);
                };
        return new Point(Set.copyOf(in), problem.value(in), measured, proved);
    }
}
