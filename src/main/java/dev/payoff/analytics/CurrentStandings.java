package dev.payoff.analytics;

import dev.payoff.portfolio.Standings.Benefit;
import dev.payoff.portfolio.Standings.Standing;
import dev.payoff.stream.FigureStore;
import dev.payoff.stream.MetricFigure;
import dev.payoff.stream.ProjectFigure;
import dev.payoff.value.Freshness;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Where projects stand now: the figures that the stream keeps. */
final class CurrentStandings {

    private CurrentStandings() {}

    /** By the project's key. */
    static Uni<Map<String, Standing>> read(
            SqlConnection tx, Collection<UUID> projects, Instant now) {
        return FigureStore.read(tx, projects, now)
                .map(figures -> {
                    Map<String, Standing> standings = new HashMap<>();
                    figures.forEach(each -> standings.put(each.project().key(), of(each)));
                    return standings;
                });
    }

    private static Standing of(FigureStore.Figures figures) {
        ProjectFigure project = figures.project();
        Map<String, BigDecimal> byCategory = new TreeMap<>();
        for (MetricFigure metric : figures.metrics()) {
            if (metric.definition().terms().counted() && metric.realised() != null) {
                byCategory.merge(
                        metric.definition().category(), metric.realised(), BigDecimal::add);
            }
        }
        return new Standing(
                project.realised(),
                project.weighted(),
                project.earningPerHour(),
                project.cost(),
                project.achievement(),
                byCategory,
                figures.metrics().stream()
                        .map(metric ->
                                new Benefit(
                                        metric.definition().id(),
                                        metric.definition().key(),
                                        metric.definition().terms(),
                                        metric.freshness() == Freshness.LIVE
                                                ? metric.earningPerHour()
                                                : null))
                        .toList(),
                project.reasons());
    }
}
