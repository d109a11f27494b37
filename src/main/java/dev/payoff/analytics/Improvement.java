package dev.payoff.analytics;

import dev.payoff.analytics.LinearForm.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A good set before the search begins: fill by what each project is worth per price of what it
 * takes, exchange one for one, then try each project the other way round. A good set lets the
 * search leave out most projects at once. Deterministic; bounded by {@link #ROUNDS}, and by the
 * first step alone where there is less than {@link #SHORT}.
 */
final class Improvement {

    /** Exchanges are slack by this much: what is allowed here is checked exactly later. */
    private static final double SLACK = 1e-9;

    private static final int ROUNDS = 3;
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final LinearForm form;
    private final Integer[] order;
    private final List<List<int[]>> rowsOf = new ArrayList<>();
    private final boolean[] x;
    private final double[] used;

    private Improvement(LinearForm form, double[] prices, boolean[] start) {
        this.form = form;
        this.x = start.clone();
        this.used = form.rows().stream().mapToDouble(row -> row.sum(start)).toArray();
        int size = form.worth().length;
        double[] price = new double[size];
        for (int i = 0; i < size; i++) {
            rowsOf.add(new ArrayList<>());
        }
        for (int k = 0; k < form.rows().size(); k++) {
            Row row = form.rows().get(k);
            for (int j = 0; j < row.at().length; j++) {
                rowsOf.get(row.at()[j]).add(new int[] {k, j});
                price[row.at()[j]] += prices[k] * row.of()[j];
            }
        }
        double[] rank = new double[size];
        for (int i = 0; i < size; i++) {
            rank[i] = form.worth()[i] / Math.max(price[i], SLACK);
        }
        order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> -rank[i]));
    }

    /** A set at least as good as one that may be done. */
    static boolean[] of(LinearForm form, double[] prices, boolean[] start, Duration time) {
        Improvement at = new Improvement(form, prices, start);
        at.climb();
        boolean[] best = at.x.clone();
        double most = form.worthOf(best);
        int rounds = time.compareTo(SHORT) < 0 ? 0 : ROUNDS;
        for (int round = 0; round < rounds; round++) {
            double before = most;
            for (int i : at.order) {
                if (form.fixed()[i] != LinearForm.FREE) {
                    continue;
                }
                at.restart(best);
                if (at.turn(i)) {
                    double worth = form.worthOf(at.x);
                    if (worth > most + SLACK) {
                        most = worth;
                        best = at.x.clone();
                    }
                }
            }
            if (most <= before + SLACK) {
                break;
            }
        }
        return best;
    }

    private void restart(boolean[] from) {
        for (int i = 0; i < x.length; i++) {
            if (x[i] != from[i]) {
                flip(i);
            }
        }
    }

    /** Turns one project round and mends what that breaks by leaving out the least worth while. */
    private boolean turn(int i) {
        flip(i);
        for (int at = order.length - 1; at >= 0 && !allowed(); at--) {
            int j = order[at];
            if (j != i && x[j] && form.fixed()[j] == LinearForm.FREE && relieves(j)) {
                flip(j);
            }
        }
        if (!allowed()) {
            return false;
        }
        climb();
        return true;
    }

    private boolean relieves(int j) {
        return rowsOf.get(j).stream()
                .anyMatch(at -> {
                    Row row = form.rows().get(at[0]);
                    return used[at[0]] > row.most() + SLACK && row.of()[at[1]] > 0;
                });
    }

    private void climb() {
        boolean better = true;
        while (better) {
            better = fill();
            better |= exchange();
        }
    }

    private boolean fill() {
        boolean better = false;
        for (int i : order) {
            if (free(i) && !x[i] && form.worth()[i] > 0) {
                flip(i);
                if (fits(i)) {
                    better = true;
                } else {
                    flip(i);
                }
            }
        }
        return better;
    }

    private boolean exchange() {
        for (int out : order) {
            if (!x[out] || !free(out)) {
                continue;
            }
            flip(out);
            if (fits(out)) {
                for (int in : order) {
                    if (in != out
                            && !x[in]
                            && free(in)
                            && form.worth()[in] > form.worth()[out] + SLACK) {
                        flip(in);
                        if (fits(in)) {
                            return true;
                        }
                        flip(in);
                    }
                }
            }
            flip(out);
        }
        return false;
    }

    private boolean free(int i) {
        return form.fixed()[i] == LinearForm.FREE;
    }

    private void flip(int i) {
        x[i] = !x[i];
        for (int[] at : rowsOf.get(i)) {
            double of = form.rows().get(at[0]).of()[at[1]];
            used[at[0]] += x[i] ? of : -of;
        }
    }

    private boolean fits(int i) {
        for (int[] at : rowsOf.get(i)) {
            if (used[at[0]] > form.rows().get(at[0]).most() + SLACK) {
                return false;
            }
        }
        return true;
    }

    private boolean allowed() {
        for (int k = 0; k < used.length; k++) {
            if (used[k] > form.rows().get(k).most() + SLACK) {
                return false;
            }
        }
        return true;
    }
}
