package dev.payoff.analytics;

import dev.payoff.analytics.LinearForm.Row;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;
import org.ojalgo.optimisation.integer.IntegerStrategy;

/**
 * The library for linear and integer programming, ojAlgo; nothing else knows it. It computes for as
 * long as it is let, on the calling thread and one of its own: never call it on an event loop.
 */
final class Mip {

    private static final double HALF = 0.5;
    private static final double ROUNDING = 1e-9;

    static {
        // Those of 57.1.0 called problems infeasible that were not, and good sets the best: of 300
        // seeded choices of up to 13 projects, 69 were answered wrongly with them and none without.
        ExpressionsBasedModel.clearPresolvers();
    }

    private Mip() {}

    /**
     * A set that was found.
     *
     * @param proved whether the library went through everything
     */
    record Attempt(boolean[] x, boolean proved) {}

    /**
     * That the mean of the worst outcomes of a set must not lie too low.
     *
     * @param outcomes by scenario and candidate, scaled as worth is
     * @param share of the scenarios that are the worst, above 0
     * @param most by how much the mean of the worst may lie below 0, scaled alike
     */
    record Tail(double[][] outcomes, double share, double most) {}

    /** The best set, or the best that was found in the time; null where none was found. */
    static @Nullable Attempt best(LinearForm form, @Nullable Tail tail, Duration time) {
        ExpressionsBasedModel model = model(time);
        @Nullable Variable[] x = new Variable[form.worth().length];
        for (int i = 0; i < x.length; i++) {
            if (form.fixed()[i] == LinearForm.FREE) {
                x[i] = model.newVariable("x" + i).binary().weight(form.worth()[i]);
            }
        }
        int number = 0;
        for (Row row : form.rows()) {
            Expression sum = model.newExpression("r" + number++);
            double room = row.most() - add(sum, x, row.at(), row.of(), form.fixed());
            // A set that takes all there is would else be lost to the last bit of a double; what
            // this lets through is refused in exact arithmetic.
            boolean resource = number <= form.rowScales().length;
            sum.upper(resource ? room + ROUNDING : room);
        }
        if (tail != null) {
            limitTail(model, x, tail, form.fixed());
        }
        if (Arrays.stream(x).allMatch(each -> each == null)) {
            return tail == null ? new Attempt(decided(form.fixed()), true) : null;
        }
        Optimisation.Result result = model.maximise();
        if (!result.getState().isFeasible()) {
            return null;
        }
        boolean[] found = decided(form.fixed());
        int at = 0;
        for (int i = 0; i < x.length; i++) {
            if (x[i] != null) {
                found[i] = result.doubleValue(at++) > HALF;
            }
        }
        return new Attempt(found, result.getState() == Optimisation.State.OPTIMAL);
    }

    /** Adds the free ones to a sum; answers what those that are decided add to it. */
    private static double add(
            Expression sum, @Nullable Variable[] x, int[] at, double[] of, byte[] fixed) {
        double known = 0;
        for (int i = 0; i < at.length; i++) {
            Variable variable = x[at[i]];
            if (variable != null) {
                sum.set(variable, of[i]);
            } else {
                known += of[i] * fixed[at[i]];
            }
        }
        return known;
    }

    /**
     * Rockafellar and Uryasev (2000): the mean of the worst is at most {@code most} where a t
     * exists such that t + mean(max(0, loss − t)) / share is.
     */
    private static void limitTail(
            ExpressionsBasedModel model, @Nullable Variable[] x, Tail tail, byte[] fixed) {
        Variable t = model.newVariable("t");
        Expression mean = model.newExpression("tail").upper(tail.most());
        mean.set(t, 1);
        int scenarios = tail.outcomes().length;
        int[] all = new int[x.length];
        Arrays.setAll(all, i -> i);
        for (int s = 0; s < scenarios; s++) {
            Variable excess = model.newVariable("u" + s).lower(0);
            mean.set(excess, 1 / (tail.share() * scenarios));
            Expression above = model.newExpression("s" + s);
            above.lower(-add(above, x, all, tail.outcomes()[s], fixed));
            above.set(excess, 1);
            above.set(t, 1);
        }
    }

    /**
     * What a unit of each row is worth where projects could be done in part: the solution of the
     * dual linear programme, none negative. Any such prices bound the worth of every set from
     * above, see {@link #bound}, whatever the library's arithmetic did to them.
     */
    static double[] prices(LinearForm form, Duration time) {
        List<Row> rows = form.rows();
        ExpressionsBasedModel model = model(time);
        Variable[] y = new Variable[rows.size()];
        Expression[] covers = new Expression[form.worth().length];
        for (int k = 0; k < y.length; k++) {
            y[k] = model.newVariable("y" + k).lower(0).weight(left(form, rows.get(k)));
        }
        for (int i = 0; i < covers.length; i++) {
            if (form.fixed()[i] == LinearForm.FREE) {
                Variable z = model.newVariable("z" + i).lower(0).weight(1);
                covers[i] = model.newExpression("c" + i).lower(form.worth()[i]);
                covers[i].set(z, 1);
            }
        }
        for (int k = 0; k < y.length; k++) {
            Row row = rows.get(k);
            for (int i = 0; i < row.at().length; i++) {
                if (covers[row.at()[i]] != null) {
                    covers[row.at()[i]].set(y[k], row.of()[i]);
                }
            }
        }
        double[] prices = new double[y.length];
        if (y.length > 0) {
            Optimisation.Result result = model.minimise();
            for (int k = 0; k < prices.length && result.getState().isFeasible(); k++) {
                prices[k] = Math.max(0, result.doubleValue(k));
            }
        }
        return prices;
    }

    private static double left(LinearForm form, Row row) {
        return row.most() - row.sum(decided(form.fixed()));
    }

    /** What is left of each candidate's worth after it paid for what it takes of the rows. */
    static double[] surplus(LinearForm form, double[] prices) {
        double[] surplus = form.worth().clone();
        for (int k = 0; k < prices.length; k++) {
            Row row = form.rows().get(k);
            for (int i = 0; i < row.at().length; i++) {
                surplus[row.at()[i]] -= prices[k] * row.of()[i];
            }
        }
        return surplus;
    }

    /** What no set can be worth more than, by weak duality; scaled. */
    static double bound(LinearForm form, double[] prices, double[] surplus) {
        double bound = 0;
        for (int k = 0; k < prices.length; k++) {
            bound += prices[k] * form.rows().get(k).most();
        }
        for (int i = 0; i < surplus.length; i++) {
            bound +=
                    switch (form.fixed()[i]) {
                        case 0 -> 0;
                        case 1 -> surplus[i];
                        default -> Math.max(0, surplus[i]);
                    };
        }
        return bound;
    }

    private static boolean[] decided(byte[] fixed) {
        boolean[] x = new boolean[fixed.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = fixed[i] == 1;
        }
        return x;
    }

    private static ExpressionsBasedModel model(Duration time) {
        ExpressionsBasedModel model = new ExpressionsBasedModel();
        model.options.time_abort = time.toMillis();
        model.options.time_suffice = time.toMillis();
        // One strategy and one thread: the same question takes the same way each time.
        model.options.integer(IntegerStrategy.DEFAULT.withParallelism(() -> 1));
        return model;
    }
}
