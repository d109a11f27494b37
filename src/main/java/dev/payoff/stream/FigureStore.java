package dev.payoff.stream;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Reads what the live figures of projects are made of. */
public final class FigureStore {

    private static final String REPEATABLE =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private static final String PROJECTS =
            """
            SELECT p.id, p.tenant_id, t.key AS tenant_key, p.key, p.name, p.type, p.currency,
                   p.version + p.cost_revision + coalesce(m.revision, 0) AS revision,
                   p.version, t.zone, (SELECT max(f.version) FROM money_term f WHERE f.tenant_id = t.id AND f.kind = 'FISCAL_CALENDAR') AS fiscal,
                   coalesce(m.versions, 0) AS versions, coalesce(m.live, 0) AS live
              FROM project p JOIN tenant t ON t.id = p.tenant_id
              LEFT JOIN (SELECT m.project_id, sum(m.version + 1 + coalesce(s.revision, 0))::bigint AS revision,
                                sum(m.version)::bigint AS versions, count(*) FILTER (WHERE m.archived_at IS NULL) AS live
                           FROM metric m LEFT JOIN metric_state s ON s.metric_id = m.id
                          WHERE m.project_id = ANY($1) GROUP BY m.project_id) AS m ON m.project_id = p.id
             WHERE p.id = ANY($1) ORDER BY p.key
            """;

    private static final String REVISIONS =
            "SELECT metric_id, revision FROM metric_state WHERE project_id = ANY($1)";

    private static final String COSTS =
            """
            SELECT c.project_id, c.currency, r.rate, sum(c.amount) AS amount
              FROM cost_line c JOIN project p ON p.id = c.project_id
              LEFT JOIN LATERAL (
                SELECT CASE WHEN x.base = c.currency THEN x.rate ELSE 1 / x.rate END AS rate FROM exchange_rate x
                 WHERE c.currency <> p.currency AND x.tenant_id = c.tenant_id AND x.superseded_at IS NULL AND x.valid_from <= c.incurred_on
                   AND (x.base = c.currency AND x.quote = p.currency OR x.base = p.currency AND x.quote = c.currency)
                 ORDER BY x.valid_from DESC, (x.base = c.currency) DESC LIMIT 1) AS r ON true
             WHERE c.project_id = ANY($1) AND NOT c.planned AND c.voided_at IS NULL AND c.incurred_on <= $2
             GROUP BY c.project_id, c.currency, r.rate, p.currency
            """;

    /** Figures of a project and of its metrics. */
    public record Figures(ProjectFigure project, List<MetricFigure> metrics) {}

    private FigureStore() {}

    /** What figures are worked out from. */
    private record Facts(
            List<ProjectRow> projects,
            List<MetricDef> metrics,
            Map<UUID, MetricState> states,
            Map<UUID, CostTotal> costs) {

        List<Figures> figures(Instant asOf) {
            return together(projects, FigureStore.figures(metrics, states, asOf), costs, asOf);
        }
    }

    /**
     * Reads projects with everything that their figures need, at one point of the database's time,
     * and works the figures out off the event loop. Give it a connection in a transaction that has
     * done nothing yet but set its tenant, or nothing at all.
     *
     * @param definitions kept from one reading to the next
     * @param states likewise
     */
    static Uni<List<Figures>> readRepeatable(
            SqlConnection tx,
            Collection<UUID> projectIds,
            Instant asOf,
            KnownDefinitions definitions,
            KnownStates states) {
        return tx.query(REPEATABLE)
                .execute()
                .chain(() -> facts(tx, projectIds, asOf, definitions, states))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(facts -> facts.figures(asOf));
    }

    /** Reads projects with everything that their figures need. */
    public static Uni<List<Figures>> read(
            SqlConnection tx, Collection<UUID> projectIds, Instant asOf) {
        return facts(tx, projectIds, asOf, new KnownDefinitions(), new KnownStates())
                .map(facts -> facts.figures(asOf));
    }

    private static Uni<Facts> facts(
            SqlConnection tx,
            Collection<UUID> projectIds,
            Instant asOf,
            KnownDefinitions definitions,
            KnownStates states) {
        UUID[] ids = projectIds.toArray(UUID[]::new);
        Map<UUID, KnownDefinitions.State> versions = new HashMap<>();
        return tx.preparedQuery(PROJECTS)
                .execute(Tuple.of((Object) ids))
                .invoke(rows -> rows.forEach(row -> versions.put(row.getUUID("id"), state(row))))
                .map(rows -> Sql.list(rows, FigureStore::project))
                .chain(projects ->
                        definitions
                                .of(tx, versions)
                                .chain(metrics ->
                                        states(tx, ids, states)
                                                .chain(found ->
                                                        costs(tx, projects, ids, asOf)
                                                                .map(costs ->
                                                                        new Facts(
                                                                                projects, metrics,
                                                                                found, costs)))));
    }

    /**
     * The states of projects' metrics; of those that are known as they stand, the revision only.
     */
    private static Uni<Map<UUID, MetricState>> states(
            SqlConnection tx, UUID[] ids, KnownStates known) {
        if (known.isEmpty()) {
            return StateStore.ofProjects(tx, ids).invoke(read -> known.remember(read.values()));
        }
        return tx.preparedQuery(REVISIONS)
                .execute(Tuple.of((Object) ids))
                .chain(rows -> {
                    Map<UUID, MetricState> states = HashMap.newHashMap(rows.size());
                    List<UUID> unknown = new ArrayList<>();
                    for (Row row : rows) {
                        UUID id = row.getUUID(0);
                        MetricState state = known.at(id, row.getLong(1));
                        if (state == null) {
                            unknown.add(id);
                        } else {
                            states.put(id, state);
                        }
                    }
                    return StateStore.read(tx, unknown)
                            .invoke(read -> {
                                known.remember(read.values());
                                states.putAll(read);
                            })
                            .replaceWith(states);
                });
    }

    private static Map<UUID, List<MetricFigure>> figures(
            List<MetricDef> metrics, Map<UUID, MetricState> states, Instant asOf) {
        Map<UUID, List<MetricFigure>> byProject = new HashMap<>();
        for (MetricDef metric : metrics) {
            byProject
                    .computeIfAbsent(metric.projectId(), id -> new ArrayList<>())
                    .add(MetricFigure.of(metric, states.get(metric.id()), asOf));
        }
        return byProject;
    }

    private static Uni<Map<UUID, CostTotal>> costs(
            SqlConnection tx, List<ProjectRow> projects, UUID[] ids, Instant asOf) {
        Map<UUID, String> currencies = new HashMap<>();
        projects.forEach(project -> currencies.put(project.id(), project.currency()));
        LocalDate today = asOf.atOffset(java.time.ZoneOffset.UTC).toLocalDate();
        return tx.preparedQuery(COSTS)
                .execute(Tuple.of(ids, today))
                .map(rows -> {
                    Map<UUID, CostTotal> totals = new HashMap<>();
                    for (Row row : rows) {
                        UUID id = row.getUUID("project_id");
                        totals.merge(
                                id,
                                total(row, Objects.requireNonNull(currencies.get(id))),
                                FigureStore::plus);
                    }
                    return totals;
                });
    }

    private static CostTotal total(Row row, String projectCurrency) {
        String currency = row.getString("currency");
        BigDecimal amount = row.getBigDecimal("amount");
        if (currency.equals(projectCurrency)) {
            return new CostTotal(amount, List.of());
        }
        BigDecimal rate = row.getBigDecimal("rate");
        return rate == null
                ? new CostTotal(
                        null,
                        List.of(
                                "There is no rate from "
                                        + currency
                                        + " to "
                                        + projectCurrency
                                        + " for some cost lines."))
                : new CostTotal(amount.multiply(rate), List.of());
    }

    private static CostTotal plus(CostTotal a, CostTotal b) {
        List<String> reasons = new ArrayList<>(a.reasons());
        b.reasons().stream().filter(reason -> !reasons.contains(reason)).forEach(reasons::add);
        BigDecimal sum =
                a.amount() == null || b.amount() == null ? null : a.amount().add(b.amount());
        return new CostTotal(sum, reasons);
    }

    private static List<Figures> together(
            List<ProjectRow> projects,
            Map<UUID, List<MetricFigure>> metrics,
            Map<UUID, CostTotal> costs,
            Instant asOf) {
        List<Figures> figures = new ArrayList<>(projects.size());
        for (ProjectRow project : projects) {
            List<MetricFigure> own = metrics.getOrDefault(project.id(), List.of());
            CostTotal cost = costs.getOrDefault(project.id(), CostTotal.NOTHING);
            figures.add(new Figures(ProjectFigure.of(project, own, cost, asOf), own));
        }
        return figures;
    }

    private static KnownDefinitions.State state(Row row) {
        return new KnownDefinitions.State(
                row.getInteger("version"),
                row.getLong("versions"),
                row.getLong("live"),
                row.getString("zone"),
                row.getInteger("fiscal"));
    }

    private static ProjectRow project(Row row) {
        return new ProjectRow(
                row.getUUID("id"),
                row.getUUID("tenant_id"),
                row.getString("tenant_key"),
                row.getString("key"),
                row.getString("name"),
                row.getString("type"),
                row.getString("currency"),
                row.getLong("revision"));
    }
}
