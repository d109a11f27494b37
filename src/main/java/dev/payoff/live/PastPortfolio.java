package dev.payoff.live;

import dev.payoff.app.Moment;
import dev.payoff.app.ProblemException;
import dev.payoff.app.Shown;
import dev.payoff.live.PortfolioResource.Alerts;
import dev.payoff.live.PortfolioResource.Portfolio;
import dev.payoff.live.PortfolioResource.Project;
import dev.payoff.live.PortfolioResource.Totals;
import dev.payoff.portfolio.Registry;
import dev.payoff.value.Finance;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * The portfolio at another moment, folded anew from the hours of each project: what the live one
 * reads from figures that are kept. Slower the more projects there are, so it is bounded.
 */
final class PastPortfolio {

    /** The most projects of one answer, in the order of their keys. */
    static final int MAX_PROJECTS = 200;

    private static final String PROJECTS =
            """
            SELECT id FROM project WHERE archived_at IS NULL OR archived_at > $1 ORDER BY key LIMIT %d
            """
                    .formatted(MAX_PROJECTS + 1);

    private static final String ALERTS =
            """
            SELECT project_id, count(*) AS firing,
                   (array_agg(severity ORDER BY array_position(ARRAY['CRITICAL', 'WARNING', 'INFO'], severity)))[1] AS worst
              FROM episode WHERE fired_at <= $1 AND (resolved_at IS NULL OR resolved_at > $1)
             GROUP BY project_id
            """;

    private PastPortfolio() {}

    static Uni<Portfolio> read(
            SqlConnection tx, Registry registry, UUID tenantId, Moment moment, String currency) {
        Tuple until = Tuple.of(moment.until().atOffset(ZoneOffset.UTC));
        return tx.preparedQuery(ALERTS)
                .execute(until)
                .map(rows -> {
                    Map<UUID, Alerts> alerts = new HashMap<>();
                    rows.forEach(row ->
                            alerts.put(
                                    row.getUUID("project_id"),
                                    new Alerts(row.getLong("firing"), row.getString("worst"))));
                    return alerts;
                })
                .chain(alerts ->
                        tx.preparedQuery(PROJECTS)
                                .execute(until)
                                .map(rows -> {
                                    List<UUID> ids = new ArrayList<>();
                                    rows.forEach(row -> ids.add(row.getUUID("id")));
                                    return ids;
                                })
                                .chain(ids ->
                                        values(tx, registry, tenantId, moment, ids)
                                                .map(values ->
                                                        together(
                                                                currency,
                                                                moment.until(),
                                                                values,
                                                                alerts,
                                                                ids.size() > MAX_PROJECTS))));
    }

    private static Uni<List<ProjectValue>> values(
            SqlConnection tx, Registry registry, UUID tenantId, Moment moment, List<UUID> ids) {
        return Multi.createFrom()
                .iterable(ids.subList(0, Math.min(ids.size(), MAX_PROJECTS)))
                .onItem()
                .transformToUniAndConcatenate(id ->
                        registry.project(tx, tenantId, id.toString())
                                .chain(found ->
                                        Ledger.read(
                                                tx,
                                                found.orElseThrow(() ->
                                                        ProblemException.notFound(
                                                                "project", id.toString())),
                                                moment))
                                .map(ProjectValue::of))
                .collect()
                .asList();
    }

    static Portfolio together(
            String currency,
            Instant asOf,
            List<ProjectValue> values,
            Map<UUID, Alerts> alerts,
            boolean more) {
        List<String> reasons = new ArrayList<>();
        List<ProjectValue> counted = new ArrayList<>();
        for (ProjectValue value : values) {
            if (value.currency().equals(currency)) {
                counted.add(value);
                if (!value.complete()) {
                    reasons.add(value.key() + " is not complete.");
                }
            } else {
                reasons.add(
                        value.key()
                                + " is in "
                                + value.currency()
                                + " and not part of the totals in "
                                + currency
                                + ".");
            }
        }
        if (more) {
            reasons.add(
                    "Only the first "
                            + MAX_PROJECTS
                            + " projects, by their keys, are turned back to another time.");
        }
        BigDecimal realised = sum(counted, ProjectValue::realised);
        BigDecimal cost =
                counted.stream().allMatch(value -> value.cost() != null)
                        ? sum(counted, value -> Objects.requireNonNull(value.cost()))
                        : null;
        return new Portfolio(
                currency,
                asOf,
                new Totals(
                        Shown.figure(realised),
                        Shown.figure(sum(counted, ProjectValue::weighted)),
                        Shown.figure(sum(counted, ProjectValue::earningPerHour)),
                        Shown.figure(sum(counted, ProjectValue::tickPerHour)),
                        Shown.figure(cost),
                        cost == null ? null : Shown.figure(Finance.roiSimple(realised, cost)),
                        reasons.isEmpty(),
                        reasons),
                values.stream()
                        .map(value ->
                                project(
                                        value,
                                        alerts.getOrDefault(value.id(), new Alerts(0, null))))
                        .toList());
    }

    private static BigDecimal sum(
            List<ProjectValue> values, Function<ProjectValue, BigDecimal> figure) {
        return values.stream().map(figure).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Project project(ProjectValue value, Alerts alerts) {
        return new Project(
                value.id(),
                value.key(),
                value.name(),
                value.type(),
                value.currency(),
                value.realised(),
                value.weighted(),
                value.earningPerHour(),
                value.tickPerHour(),
                value.cost(),
                value.roiSimple(),
                value.achievement(),
                value.complete(),
                value.reasons(),
                value.revision(),
                value.asOf(),
                value.freshness(),
                value.lastObserved(),
                alerts);
    }
}
