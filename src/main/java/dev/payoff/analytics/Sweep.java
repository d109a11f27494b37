package dev.payoff.analytics;

import dev.payoff.analytics.LinearForm.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Goes through every set that could be better than the best that is known: a depth-first walk over
 * the projects that are not settled, those first whose turning round costs the bound most. Believes
 * no library: what it proves is proved. Of up to {@link #ALWAYS} projects it comes to its end; of
 * more it gives up after as many steps as the time has microseconds, at most {@link #MAX_STEPS}.
 */
final class Sweep {

    /** Projects of which all sets can be gone through: 2^21 steps where nothing can be left out. */
    static final int ALWAYS = 20;

    /** Some seconds. */
    static final long MAX_STEPS = 4_000_000;

    private static final double SLACK = 1e-9;

    /** Sets that differ by less, of the greatest value of a project, are worth the same. */
    private static final double SAME = 1e-12;

    private final ChoiceProblem problem;
    private final LinearForm form;
    private final double[] surplus;
    private final int[] order;
    private final List<List<double[]>> rowsOf = new ArrayList<>();
    private final double[] least;
    private final boolean[] x;
    private boolean[] best;
    private double most;
    private long stepsLeft;

    private Sweep(ChoiceProblem problem, LinearForm form, double[] surplus, boolean[] known) {
        this.problem = problem;
        this.form = form;
        this.surplus = surplus;
        this.best = known;
        this.most = form.worthOf(known);
        int size = known.length;
        x = new boolean[size];
        List<Integer> free = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            rowsOf.add(new ArrayList<>());
            x[i] = form.fixed()[i] == 1;
            if (form.fixed()[i] == LinearForm.FREE) {
                free.add(i);
            }
        }
        free.sort(Comparator.comparingDouble(i -> -Math.abs(surplus[i])));
        order = free.stream().mapToInt(Integer::intValue).toArray();
        least = new double[form.rows().size()];
        for (int k = 0; k < least.length; k++) {
            Row row = form.rows().get(k);
            for (int j = 0; j < row.at().length; j++) {
                int i = row.at()[j];
                rowsOf.get(i).add(new double[] {k, row.of()[j]});
                if (x[i] || form.fixed()[i] == LinearForm.FREE && row.of()[j] < 0) {
                    least[k] += row.of()[j];
                }
            }
        }
    }

    /**
     * The best set and whether that is proved.
     *
     * @param form with what is settled fixed
     * @param bound what no set of the form is worth more than
     * @param known a set that may be done
     */
    static Mip.Attempt of(
            ChoiceProblem problem,
            LinearForm form,
            double[] surplus,
            double bound,
            boolean[] known,
            Duration time) {
        Sweep sweep = new Sweep(problem, form, surplus, known);
        sweep.stepsLeft =
                sweep.order.length <= ALWAYS
                        ? MAX_STEPS
                        : Math.min(MAX_STEPS, TimeUnit.NANOSECONDS.toMicros(time.toNanos()));
        boolean whole = sweep.walk(0, bound);
        return new Mip.Attempt(sweep.best, whole);
    }

    /** Whether the walk came to its end. */
    private boolean walk(int depth, double bound) {
        if (bound <= most + SAME) {
            return true;
        }
        if (--stepsLeft < 0) {
            return false;
        }
        if (depth == order.length) {
            take();
            return true;
        }
        int i = order[depth];
        boolean likely = surplus[i] > 0;
        return branch(i, likely, depth, bound)
                && branch(i, !likely, depth, bound - Math.abs(surplus[i]));
    }

    private boolean branch(int i, boolean in, int depth, double bound) {
        boolean fits = true;
        for (double[] at : rowsOf.get(i)) {
            int k = (int) at[0];
            least[k] += step(at[1], in);
            fits &= least[k] <= form.rows().get(k).most() + SLACK;
        }
        boolean whole = true;
        if (fits) {
            x[i] = in;
            whole = walk(depth + 1, bound);
        }
        for (double[] at : rowsOf.get(i)) {
            least[(int) at[0]] -= step(at[1], in);
        }
        return whole;
    }

    /** By how much the least that a row can come to rises with a decision. */
    private static double step(double of, boolean in) {
        return in ? Math.max(of, 0) : Math.max(-of, 0);
    }

    private void take() {
        double worth = form.worthOf(x);
        if (worth > most + SAME) {
            Set<String> keys = LinearForm.keys(problem, x);
            if (problem.broken(keys).isEmpty()) {
                most = worth;
                best = Arrays.copyOf(x, x.length);
            }
        }
    }
}
