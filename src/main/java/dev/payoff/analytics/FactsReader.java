package dev.payoff.analytics;

import dev.payoff.app.Shown;
import dev.payoff.stream.FigureStore;
import dev.payoff.stream.MetricFigure;
import dev.payoff.value.Freshness;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what is known of a tenant's projects, within a transaction that is confined to it. */
final class FactsReader {

    /** The most projects that are looked at. */
    static final int MAX_PROJECTS = 2_000;

    private static final String ASKED = "coalesce($1::text, p.currency)";

    // As stream.FigureStore converts: what a project cost must come to the same here and there.
    private static final String RATE =
            """
            LEFT JOIN LATERAL (
              SELECT CASE WHEN x.base = %1$s THEN x.rate ELSE 1 / x.rate END AS rate, x.valid_from
                FROM exchange_rate x
               WHERE %1$s <> %2$s AND x.superseded_at IS NULL AND x.valid_from <= %3$s
                 AND (x.base = %1$s AND x.quote = %2$s OR x.base = %2$s AND x.quote = %1$s)
               ORDER BY x.valid_from DESC, (x.base = %1$s) DESC LIMIT 1) AS r ON true
            """;

    private static final String PROJECTS =
            """
            SELECT p.id, p.key, p.name, p.currency, %s AS asked, r.rate, r.valid_from, p.discount_rate,
                   (SELECT e.budget FROM project_estimate e WHERE e.project_id = p.id
                     ORDER BY e.as_of DESC LIMIT 1) AS budget,
                   EXISTS (SELECT FROM cost_line c WHERE c.project_id = p.id AND NOT c.planned
                            AND c.voided_at IS NULL) AS spending
              FROM project p %s WHERE p.archived_at IS NULL ORDER BY p.key LIMIT %d
            """
                    .formatted(ASKED, RATE.formatted("p.currency", ASKED, "$2"), MAX_PROJECTS);

    // A line that is not spent is "planned" in the table, whatever its stage. The plan as approved
    // counts; what is committed and forecast says the same money again, and counts where there is
    // no plan.
    private static final String PLANNED =
            """
            SELECT c.project_id, c.incurred_on, c.currency, %s AS asked, r.rate, r.valid_from, sum(c.amount) AS amount
              FROM cost_line c JOIN project p ON p.id = c.project_id %s
             WHERE c.planned AND c.voided_at IS NULL AND p.archived_at IS NULL
               AND (coalesce(c.stage, 'PLANNED') = 'PLANNED'
                    OR NOT EXISTS (SELECT FROM cost_line o WHERE o.project_id = c.project_id AND o.planned
                                    AND o.voided_at IS NULL AND coalesce(o.stage, 'PLANNED') = 'PLANNED'))
             GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY c.incurred_on, c.currency
            """
                    .formatted(ASKED, RATE.formatted("c.currency", ASKED, "c.incurred_on"));

    private static final String RATES =
            """
            SELECT p.currency, $1::text AS asked, r.rate, r.valid_from
              FROM (SELECT DISTINCT currency FROM project WHERE archived_at IS NULL) AS p %s
            """
                    .formatted(RATE.formatted("p.currency", "$1::text", "$2"));

    private static final String NEEDS =
            """
            SELECT a.key AS project, b.key AS needed
              FROM dependency d JOIN project a ON a.id = d.project_id JOIN project b ON b.id = d.depends_on_id
             WHERE d.removed_at IS NULL AND a.archived_at IS NULL AND b.archived_at IS NULL
            """;

    private FactsReader() {}

    /**
     * The facts of every project that is not archived, by key.
     *
     * @param asked the currency that amounts will be asked for in; null: each project's own
     */
    static Uni<Map<String, ProjectFacts>> read(
            SqlConnection tx, Instant now, @Nullable String asked) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        return tx.preparedQuery(PROJECTS)
                .execute(Tuple.of(asked, today))
                .chain(projects ->
                        FigureStore.read(tx, ids(projects), now)
                                .chain(figures ->
                                        tx.preparedQuery(PLANNED)
                                                .execute(Tuple.of(asked))
                                                .chain(planned ->
                                                        needs(tx)
                                                                .map(needs ->
                                                                        together(
                                                                                projects,
                                                                                earners(
                                                                                        figures,
                                                                                        today),
                                                                                planned(planned),
                                                                                needs)))));
    }

    /** The tenant's rates of a day from its projects' currencies to one, by theirs. */
    static Uni<Map<String, Conversion>> rates(SqlConnection tx, String to, LocalDate on) {
        return tx.preparedQuery(RATES)
                .execute(Tuple.of(to, on))
                .map(rows -> {
                    Map<String, Conversion> rates = new HashMap<>();
                    for (Row row : rows) {
                        Conversion rate = rate(row);
                        if (rate != null) {
                            rates.put(rate.from(), rate);
                        }
                    }
                    return rates;
                });
    }

    private static @Nullable Conversion rate(Row row) {
        BigDecimal rate = row.getBigDecimal("rate");
        return rate == null
                ? null
                : new Conversion(
                        row.getString("currency"),
                        row.getString("asked"),
                        Shown.plain(rate),
                        row.getLocalDate("valid_from"));
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        List<UUID> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.getUUID("id")));
        return ids;
    }

    private static Map<UUID, List<Earner>> earners(
            List<FigureStore.Figures> figures, LocalDate day) {
        Map<UUID, List<Earner>> earners = new HashMap<>();
        for (FigureStore.Figures each : figures) {
            earners.put(
                    each.project().id(),
                    each.metrics().stream()
                            .flatMap(metric -> earner(metric, day).stream())
                            .toList());
        }
        return earners;
    }

    private static Optional<Earner> earner(MetricFigure metric, LocalDate day) {
        return Earner.of(
                metric.definition().terms(),
                metric.freshness() == Freshness.LIVE ? metric.earningPerHour() : null,
                day.atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private static Map<UUID, List<ProjectFacts.Planned>> planned(RowSet<Row> rows) {
        Map<UUID, List<ProjectFacts.Planned>> planned = new HashMap<>();
        for (Row row : rows) {
            planned.computeIfAbsent(row.getUUID("project_id"), id -> new ArrayList<>())
                    .add(
                            new ProjectFacts.Planned(
                                    row.getLocalDate("incurred_on"),
                                    row.getBigDecimal("amount"),
                                    row.getString("currency"),
                                    rate(row)));
        }
        return planned;
    }

    /** Which project needs which, by key. */
    static Uni<Map<String, Set<String>>> needs(SqlConnection tx) {
        return tx.query(NEEDS)
                .execute()
                .map(rows -> {
                    Map<String, Set<String>> needs = new HashMap<>();
                    rows.forEach(row ->
                            needs.computeIfAbsent(row.getString("project"), key -> new TreeSet<>())
                                    .add(row.getString("needed")));
                    return needs;
                });
    }

    private static Map<String, ProjectFacts> together(
            RowSet<Row> projects,
            Map<UUID, List<Earner>> earners,
            Map<UUID, List<ProjectFacts.Planned>> planned,
            Map<String, Set<String>> needs) {
        Map<String, ProjectFacts> facts = new LinkedHashMap<>();
        for (Row row : projects) {
            UUID id = row.getUUID("id");
            @Nullable BigDecimal budget = row.getBigDecimal("budget");
            facts.put(
                    row.getString("key"),
                    new ProjectFacts(
                            row.getString("key"),
                            row.getString("name"),
                            row.getString("currency"),
                            row.getString("asked"),
                            rate(row),
                            earners.getOrDefault(id, List.of()),
                            row.getBigDecimal("discount_rate"),
                            planned.getOrDefault(id, List.of()),
                            budget,
                            row.getBoolean("spending"),
                            needs.getOrDefault(row.getString("key"), Set.of())));
        }
        return facts;
    }
}
