package dev.payoff.live;

import dev.payoff.live.SeriesCatalogue.Candidate;
import dev.payoff.live.promql.Series;
import dev.payoff.stream.MetricFigure;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.Finance;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.Segment;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Series of money: what projects and their metrics had earned, cost and returned by each moment.
 * Pure.
 */
final class MoneySeries {

    /** Which money: as it is, or weighted by confidence; now, and of a stretch of time. */
    private record Money(
            Function<MetricFigure, @Nullable BigDecimal> now, Function<Segment, BigDecimal> of) {}

    private static final Money PLAIN = new Money(MetricFigure::realised, Segment::value);
    private static final Money WEIGHTED = new Money(MetricFigure::weighted, Segment::weighted);

    private final MoneyFacts facts;
    private final Instant present;
    private final Grid grid;

    MoneySeries(MoneyFacts facts, Instant present, Grid grid) {
        this.facts = facts;
        this.present = present;
        this.grid = grid;
    }

    /** What each of the series was at the moments. */
    List<Series> of(SeriesFamily family, List<Candidate> of) {
        return of.stream().map(it -> series(family, it)).toList();
    }

    private Series series(SeriesFamily family, Candidate of) {
        UUID project = of.project().id();
        List<@Nullable BigDecimal> values =
                switch (family) {
                    case METRIC_REALISED -> ofMetric(of);
                    case PROJECT_WEIGHTED -> sum(project, it -> value(it, WEIGHTED));
                    case PROJECT_COST -> cost(project);
                    case PROJECT_ROI -> roi(project);
                    case PROJECT_EARNING -> sum(project, it -> earning(it));
                    default -> sum(project, it -> value(it, PLAIN));
                };
        return new Series(of.labels(), values);
    }

    private List<@Nullable BigDecimal> ofMetric(Candidate of) {
        UUID id = of.metric() == null ? null : of.metric().id();
        return facts.known(of.project().id()).stream()
                .filter(it -> it.definition().id().equals(id))
                .findFirst()
                .map(it -> since(id == null ? null : facts.first(id), value(it, PLAIN)))
                .orElseGet(this::nothing);
    }

    private List<@Nullable BigDecimal> value(MetricFigure metric, Money money) {
        BigDecimal now = money.now().apply(metric);
        if (now == null) {
            return nothing();
        }
        List<Segment> segments =
                RealisedValue.segments(metric.definition().terms(), facts.hours(metric), present);
        return PastValue.realised(now, segments, money.of(), grid, present);
    }

    private List<@Nullable BigDecimal> earning(MetricFigure metric) {
        return PastValue.earning(metric.definition().terms(), facts.hours(metric), grid, present);
    }

    /** Of all metrics that count; null before the project was heard of. */
    private List<@Nullable BigDecimal> sum(
            UUID project, Function<MetricFigure, List<@Nullable BigDecimal>> of) {
        @Nullable BigDecimal[] sum = new @Nullable BigDecimal[grid.points()];
        Arrays.fill(sum, BigDecimal.ZERO);
        for (MetricFigure metric : facts.counted(project)) {
            List<@Nullable BigDecimal> values = of.apply(metric);
            for (int i = 0; i < sum.length; i++) {
                BigDecimal value = values.get(i);
                sum[i] = sum[i] == null || value == null ? null : sum[i].add(value);
            }
        }
        return since(beginning(project), Arrays.asList(sum));
    }

    private List<@Nullable BigDecimal> cost(UUID project) {
        return !facts.costKnown(project)
                ? nothing()
                : since(beginning(project), PastValue.spent(facts.costs(project), grid, present));
    }

    private List<@Nullable BigDecimal> roi(UUID project) {
        List<@Nullable BigDecimal> earned = sum(project, it -> value(it, PLAIN));
        List<@Nullable BigDecimal> spent = cost(project);
        List<@Nullable BigDecimal> roi = new ArrayList<>(grid.points());
        for (int i = 0; i < grid.points(); i++) {
            BigDecimal value = earned.get(i);
            BigDecimal cost = spent.get(i);
            roi.add(value == null || cost == null ? null : Finance.roiSimple(value, cost));
        }
        return roi;
    }

    /** Of its first reading or its first cost, the earlier; null where there is neither. */
    private @Nullable Instant beginning(UUID project) {
        Instant first =
                facts.counted(project).stream()
                        .map(it -> facts.first(it.definition().id()))
                        .filter(it -> it != null)
                        .min(Instant::compareTo)
                        .orElse(null);
        List<DatedAmount> costs = facts.costs(project);
        Instant paid =
                costs.isEmpty()
                        ? null
                        : costs.getFirst().on().atStartOfDay(ZoneOffset.UTC).toInstant();
        return first == null || paid != null && paid.isBefore(first) ? paid : first;
    }

    private List<@Nullable BigDecimal> since(
            @Nullable Instant beginning, List<@Nullable BigDecimal> values) {
        List<@Nullable BigDecimal> told = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            told.add(
                    beginning == null || grid.moment(i).isBefore(beginning) ? null : values.get(i));
        }
        return told;
    }

    private List<@Nullable BigDecimal> nothing() {
        return Arrays.asList(new @Nullable BigDecimal[grid.points()]);
    }
}
