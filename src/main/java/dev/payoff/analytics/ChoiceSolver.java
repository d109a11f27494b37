package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Resource;
import dev.payoff.analytics.LinearForm.Row;
import dev.payoff.analytics.Mip.Attempt;
import dev.payoff.app.Shown;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best set: prices by the dual programme, a good set at once, projects settled that
 * cannot be in (or out of) any better one; then every set of the rest where that is short, as it is
 * of twenty projects, and the library's branch and bound where it is long. What the library answers
 * is checked in exact arithmetic before it is believed. Runs on the calling thread, for about the
 * given time at most.
 */
public final class ChoiceSolver {

    /** How often a set is refused that breaks a limit by less than a double can tell. */
    private static final int MAX_REFUSED = 20;

    /** Worth, scaled, that is no difference. */
    private static final double EPSILON = 1e-9;

    private ChoiceSolver() {}

    /** The best set, within about the given time. */
    public static Choice solve(ChoiceProblem problem, Duration time) {
        return solve(problem, Set.of(), time);
    }

    /**
     * The best set, within about the given time.
     *
     * @param known a set to begin with; where it may not be done, it is left
     */
    static Choice solve(ChoiceProblem problem, Set<String> known, Duration time) {
        Set<String> least = problem.least();
        List<String> broken = problem.broken(least);
        if (!broken.isEmpty()) {
            return new Choice.Impossible(broken);
        }
        Set<String> start = known.isEmpty() || !problem.broken(known).isEmpty() ? least : known;
        return search(problem, LinearForm.of(problem), start, time);
    }

    private static Choice search(
            ChoiceProblem problem, LinearForm whole, Set<String> start, Duration time) {
        double[] prices = Mip.prices(whole, time);
        boolean[] best = places(problem, start);
        boolean[] improved = Improvement.of(whole, prices, best, time);
        if (problem.broken(LinearForm.keys(problem, improved)).isEmpty()) {
            best = improved;
        }
        LinearForm form = whole.withFixed(settled(whole, prices, best));
        double[] surplus = Mip.surplus(form, prices);
        Attempt swept =
                Sweep.of(problem, form, surplus, Mip.bound(form, prices, surplus), best, time);
        best = swept.x();
        boolean proved = swept.proved();
        Duration left = time.dividedBy(4);
        boolean narrowed = true;
        for (int refused = 0, round = 0; round < 2 && !proved && refused < MAX_REFUSED; ) {
            // There is a set that may be done. Where the library finds none among those that are
            // left of a small rest, as it does now and then, it is asked about all of them.
            form = form.withFixed(narrowed ? settled(whole, prices, best) : whole.fixed());
            Attempt attempt = Mip.best(form, null, left);
            narrowed = attempt != null;
            @Nullable Row wrong = attempt == null ? null : brokenRow(problem, form, attempt.x());
            if (attempt != null && wrong != null) {
                form = form.without(attempt.x(), wrong);
                refused++;
                continue;
            }
            boolean allowed =
                    attempt != null
                            && problem.broken(LinearForm.keys(problem, attempt.x())).isEmpty();
            boolean better =
                    attempt != null
                            && allowed
                            && whole.worthOf(attempt.x()) >= whole.worthOf(best) - EPSILON;
            if (attempt != null && better) {
                best = whole.worthOf(attempt.x()) > whole.worthOf(best) ? attempt.x() : best;
                // What is said to be the best while a better set is at hand is not believed.
                proved = attempt.proved();
            }
            left = time.dividedBy(4).multipliedBy(3);
            round++;
        }
        return answer(problem, whole, prices, best, proved);
    }

    private static Choice.Best answer(
            ChoiceProblem problem,
            LinearForm whole,
            double[] prices,
            boolean[] best,
            boolean proved) {
        Set<String> in = LinearForm.keys(problem, best);
        BigDecimal value = problem.value(in);
        double bound = Mip.bound(whole, prices, Mip.surplus(whole, prices)) * whole.worthScale();
        BigDecimal most =
                Shown.plain(new BigDecimal(bound).round(MathContext.DECIMAL64)).max(value);
        // Nothing between the set and the bound but what doubles cannot tell.
        boolean closed = bound - value.doubleValue() <= EPSILON * whole.worthScale();
        return new Choice.Best(in, value, proved || closed ? value : most, proved || closed);
    }

    /**
     * Decides what no better set can have otherwise: turning it round would cost more of the bound
     * than there is between the bound and the best that is known.
     */
    private static byte[] settled(LinearForm whole, double[] prices, boolean[] best) {
        double[] surplus = Mip.surplus(whole, prices);
        double room = Mip.bound(whole, prices, surplus) - whole.worthOf(best) + EPSILON;
        byte[] fixed = whole.fixed().clone();
        for (int i = 0; i < fixed.length; i++) {
            if (fixed[i] == LinearForm.FREE && Math.abs(surplus[i]) > room) {
                fixed[i] = (byte) (surplus[i] > 0 ? 1 : 0);
            }
        }
        return fixed;
    }

    /** The row of a resource that a set breaks in exact arithmetic, or null. */
    private static @Nullable Row brokenRow(ChoiceProblem problem, LinearForm form, boolean[] x) {
        Set<String> keys = LinearForm.keys(problem, x);
        for (int k = 0; k < problem.resources().size(); k++) {
            Resource resource = problem.resources().get(k);
            if (problem.used(resource, keys).compareTo(resource.limit()) > 0) {
                return form.rows().get(k);
            }
        }
        return null;
    }

    private static boolean[] places(ChoiceProblem problem, Set<String> keys) {
        boolean[] x = new boolean[problem.candidates().size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = keys.contains(problem.candidates().get(i).key());
        }
        return x;
    }
}
