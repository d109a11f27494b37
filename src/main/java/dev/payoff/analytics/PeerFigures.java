package dev.payoff.analytics;

import dev.payoff.analytics.Peers.Entry;
import dev.payoff.analytics.Peers.Range;
import dev.payoff.stream.FigureStore;
import dev.payoff.stream.MetricFigure;
import dev.payoff.stream.ProjectFigure;
import dev.payoff.value.Decimals;
import dev.payoff.value.RealisedValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What tenants are compared on of their live figures: each by the median of its projects of a type.
 * Pure.
 */
record PeerFigures(List<Entry> returns, List<Entry> realisation) {

    /** Projects that are looked at in a round. */
    static final int MOST_PROJECTS = 10_000;

    /**
     * A figure of the comparison. What lies beyond its range counts as its bound: without one,
     * noise could not be told in advance.
     *
     * <p>A tenant tells a month of each class 3 quantiles of each figure: ε = 3 · (0.5 + 3 · 0.25)
     * = 3.75 at most, by composition.
     */
    enum Figure {
        /** Between the two latest reports. */
        BUDGET_GROWTH("budgetGrowth", "-1", "10", "0.5"),
        /** By how much of the time that was left then the end has moved, between two reports. */
        SCHEDULE_GROWTH("scheduleGrowth", "-1", "5", "0.25"),
        /** To date. */
        ROI_SIMPLE("roiSimple", "-1", "10", "0.25"),
        /** Realised / promised to date. */
        REALISATION_TO_DATE("realisationToDate", "-1", "3", "0.25");

        private final String label;
        private final Range range;
        private final BigDecimal epsilon;

        Figure(String label, String low, String high, String epsilon) {
            this.label = label;
            this.range = new Range(new BigDecimal(low), new BigDecimal(high));
            this.epsilon = new BigDecimal(epsilon);
        }

        /** As it is called in the answer. */
        String label() {
            return label;
        }

        /** Within what it is told. */
        Range range() {
            return range;
        }

        /** Privacy of each quantile. */
        BigDecimal epsilon() {
            return epsilon;
        }
    }

    private record Class(UUID tenant, String type) implements Comparable<Class> {
        @Override
        public int compareTo(Class other) {
            int tenants = tenant.compareTo(other.tenant);
            return tenants == 0 ? type.compareTo(other.type) : tenants;
        }
    }

    static PeerFigures of(List<FigureStore.Figures> projects, Instant now) {
        Map<Class, List<BigDecimal>> returns = new TreeMap<>();
        Map<Class, List<BigDecimal>> realisation = new TreeMap<>();
        for (FigureStore.Figures each : projects) {
            ProjectFigure project = each.project();
            Class of = new Class(project.tenantId(), project.type());
            add(returns, of, project.roiSimple());
            add(realisation, of, realisation(project.realised(), each.metrics(), now));
        }
        return new PeerFigures(medians(returns), medians(realisation));
    }

    private static @Nullable BigDecimal realisation(
            BigDecimal realised, List<MetricFigure> metrics, Instant now) {
        BigDecimal promised = BigDecimal.ZERO;
        for (MetricFigure metric : metrics) {
            BigDecimal own = RealisedValue.plannedToDate(metric.definition().terms(), now).value();
            if (metric.definition().terms().counted() && own != null) {
                promised = promised.add(own);
            }
        }
        return promised.signum() <= 0 ? null : Decimals.quotient(realised, promised);
    }

    private static void add(
            Map<Class, List<BigDecimal>> figures, Class of, @Nullable BigDecimal figure) {
        if (figure != null) {
            figures.computeIfAbsent(of, key -> new ArrayList<>()).add(figure);
        }
    }

    private static List<Entry> medians(Map<Class, List<BigDecimal>> figures) {
        List<Entry> entries = new ArrayList<>();
        figures.forEach((of, all) -> {
            List<BigDecimal> sorted = all.stream().sorted().toList();
            BigDecimal low = sorted.get((sorted.size() - 1) / 2);
            BigDecimal high = sorted.get(sorted.size() / 2);
            entries.add(
                    new Entry(
                            of.tenant(),
                            of.type(),
                            Decimals.quotient(low.add(high), BigDecimal.TWO)));
        });
        return entries;
    }
}
