package dev.payoff.analytics;

import dev.payoff.app.Shown;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How tenants compare without any of them being seen; pure. Each tenant gives one figure to a
 * class; a class of fewer than {@link #LEAST} is folded into {@link #OTHER}, and that is told only
 * where it reaches {@link #LEAST} itself. Of what is told, each quantile is drawn by the
 * exponential mechanism (McSherry and Talwar 2007; for quantiles Smith 2011): a value between two
 * neighbours is drawn with a weight of their distance times exp(−ε/2 · how many ranks they are
 * off). One tenant more or less moves a rank by one, so each quantile is ε-differentially private,
 * and the three of a class 3ε.
 */
final class Peers {

    /** Tenants that a class must have. */
    static final int LEAST = 20;

    /** Where classes of fewer go. */
    static final String OTHER = "Other";

    private Peers() {}

    /** A tenant's own figure of a class: its median over projects. */
    record Entry(UUID tenant, String of, BigDecimal figure) {}

    /** Within what figures are told; what lies beyond counts as the bound. */
    record Range(BigDecimal low, BigDecimal high) {}

    /** A class as it is told. */
    public record Cell(String of, int tenants, BigDecimal p25, BigDecimal p50, BigDecimal p75) {}

    /**
     * The classes that may be told.
     *
     * @param entries at most one a tenant and class; of several the first counts
     * @param epsilon privacy of one quantile: the less, the more noise; above 0
     * @param seed of the draws
     */
    static List<Cell> cells(List<Entry> entries, Range range, double epsilon, long seed) {
        Map<String, List<Entry>> classes = new TreeMap<>();
        for (Entry entry : entries) {
            classes.computeIfAbsent(entry.of(), key -> new ArrayList<>()).add(entry);
        }
        List<Entry> other = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        List<Cell> cells = new ArrayList<>();
        classes.forEach((of, members) -> {
            List<Entry> once = once(members);
            if (once.size() < LEAST) {
                other.addAll(once);
            } else {
                cells.add(cell(of, once, range, epsilon, random));
            }
        });
        List<Entry> rest = once(other);
        if (rest.size() >= LEAST) {
            cells.add(cell(OTHER, rest, range, epsilon, random));
        }
        return List.copyOf(cells);
    }

    private static List<Entry> once(List<Entry> entries) {
        Set<UUID> seen = new HashSet<>();
        return entries.stream().filter(entry -> seen.add(entry.tenant())).toList();
    }

    private static Cell cell(
            String of, List<Entry> members, Range range, double epsilon, SplittableRandom random) {
        double[] figures =
                members.stream()
                        .mapToDouble(
                                it -> it.figure().max(range.low()).min(range.high()).doubleValue())
                        .sorted()
                        .toArray();
        // Sorting what is private already costs no privacy, and keeps the order that readers
        // expect.
        double[] told = {
            drawn(figures, 0.25, range, epsilon, random),
            drawn(figures, 0.50, range, epsilon, random),
            drawn(figures, 0.75, range, epsilon, random)
        };
        Arrays.sort(told);
        return new Cell(of, members.size(), shown(told[0]), shown(told[1]), shown(told[2]));
    }

    /** A quantile by the exponential mechanism. */
    static double drawn(
            double[] sorted,
            double quantile,
            Range range,
            double epsilon,
            SplittableRandom random) {
        int n = sorted.length;
        double[] edges = new double[n + 2];
        edges[0] = range.low().doubleValue();
        edges[n + 1] = range.high().doubleValue();
        System.arraycopy(sorted, 0, edges, 1, n);
        double[] weights = new double[n + 1];
        double all = 0;
        for (int i = 0; i <= n; i++) {
            weights[i] =
                    (edges[i + 1] - edges[i]) * Math.exp(-epsilon / 2 * Math.abs(i - quantile * n));
            all += weights[i];
        }
        if (all == 0) {
            return edges[0];
        }
        double at = random.nextDouble() * all;
        int i = 0;
        while (i < n && at >= weights[i]) {
            at -= weights[i++];
        }
        return edges[i] + (edges[i + 1] - edges[i]) * Math.min(1, at / weights[i]);
    }

    private static BigDecimal shown(double figure) {
        return Shown.plain(new BigDecimal(figure).round(new MathContext(4)));
    }
}
