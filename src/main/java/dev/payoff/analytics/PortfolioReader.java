package dev.payoff.analytics;

import dev.payoff.stream.FigureStore;
import dev.payoff.stream.MetricFigure;
import dev.payoff.stream.ProjectFigure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the portfolio's views show, within a transaction that is confined to a tenant. */
final class PortfolioReader {

    private static final String PROJECTS =
            """
            SELECT id, key, programme, owner, objective FROM project
             WHERE archived_at IS NULL ORDER BY key LIMIT %d
            """
                    .formatted(FactsReader.MAX_PROJECTS);

    private static final String PAIRS =
            """
            SELECT p.key, p.name, p.programme, p.owner, p.type, p.objective, p.currency,
                   a.budget AS budget_then, b.budget AS budget_now,
                   a.completes_on AS end_then, b.completes_on AS end_now
              FROM project p
              LEFT JOIN project_estimate a ON a.project_id = p.id AND a.as_of = $1
              LEFT JOIN project_estimate b ON b.project_id = p.id AND b.as_of = $2
             WHERE a.id IS NOT NULL OR b.id IS NOT NULL
             ORDER BY p.key LIMIT %d
            """
                    .formatted(FactsReader.MAX_PROJECTS);

    private static final String REPORTS =
            "SELECT as_of FROM project_estimate GROUP BY as_of ORDER BY as_of DESC LIMIT 2";

    private PortfolioReader() {}

    /** The tenant's currency. */
    static Uni<String> currency(SqlConnection tx) {
        return tx.query("SELECT currency FROM tenant")
                .execute()
                .map(rows -> rows.iterator().next().getString("currency"));
    }

    /** Every project that is not archived, in the tenant's currency by its rates of today. */
    static Uni<Together> together(SqlConnection tx, Instant now) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        return currency(tx)
                .chain(currency ->
                        rows(tx, now)
                                .chain(rows ->
                                        FactsReader.rates(tx, currency, today)
                                                .map(rates ->
                                                        Together.of(
                                                                rows, currency, rates, today))));
    }

    /** Every project that is not archived, each in its currency. */
    static Uni<List<PortfolioRow>> rows(SqlConnection tx, Instant now) {
        return tx.query(PROJECTS)
                .execute()
                .chain(projects -> {
                    Map<UUID, Row> byId = new HashMap<>();
                    projects.forEach(row -> byId.put(row.getUUID("id"), row));
                    return FigureStore.read(tx, byId.keySet(), now)
                            .chain(figures ->
                                    FactsReader.read(tx, now, null)
                                            .map(facts -> together(figures, byId, facts, now)));
                });
    }

    private static List<PortfolioRow> together(
            List<FigureStore.Figures> figures,
            Map<UUID, Row> projects,
            Map<String, ProjectFacts> facts,
            Instant now) {
        List<PortfolioRow> rows = new ArrayList<>();
        for (FigureStore.Figures each : figures) {
            ProjectFigure figure = each.project();
            Row project = projects.get(figure.id());
            ProjectFacts known = facts.get(figure.key());
            if (project != null && known != null) {
                rows.add(row(figure, each.metrics(), project, known, now));
            }
        }
        return rows;
    }

    private static PortfolioRow row(
            ProjectFigure figure,
            List<MetricFigure> metrics,
            Row project,
            ProjectFacts known,
            Instant now) {
        Map<String, BigDecimal> byCategory = new TreeMap<>();
        for (MetricFigure metric : metrics) {
            if (metric.realised() != null) {
                byCategory.merge(
                        metric.definition().category(), metric.realised(), BigDecimal::add);
            }
        }
        return new PortfolioRow(
                figure.key(),
                figure.name(),
                figure.type(),
                figure.currency(),
                project.getString("programme"),
                project.getString("owner"),
                project.getString("objective"),
                figure.realised(),
                figure.weighted(),
                figure.earningPerHour(),
                figure.cost(),
                budget(known),
                figure.achievement(),
                known.planPerYear(now),
                byCategory,
                figure.reasons());
    }

    private static @Nullable BigDecimal budget(ProjectFacts known) {
        if (known.budget() != null) {
            return known.budget();
        }
        Converted planned = known.planned(null, null);
        return known.planned().isEmpty() || !planned.known() ? null : planned.amount();
    }

    /** The days of the two latest reports, the later first. */
    static Uni<List<LocalDate>> reports(SqlConnection tx) {
        return tx.query(REPORTS)
                .execute()
                .map(rows -> {
                    List<LocalDate> days = new ArrayList<>();
                    rows.forEach(row -> days.add(row.getLocalDate("as_of")));
                    return days;
                });
    }

    /** What two reports said. */
    static Uni<Growth.Report> growth(
            SqlConnection tx, LocalDate from, LocalDate to, PortfolioViews.By by) {
        return tx.preparedQuery(PAIRS)
                .execute(Tuple.of(from, to))
                .map(rows -> {
                    List<Growth.Pair> pairs = new ArrayList<>();
                    int onlyThen = 0;
                    int onlyNow = 0;
                    for (Row row : rows) {
                        BigDecimal then = row.getBigDecimal("budget_then");
                        BigDecimal now = row.getBigDecimal("budget_now");
                        if (then != null && now != null) {
                            pairs.add(pair(row, then, now, by));
                        } else if (then != null) {
                            onlyThen++;
                        } else {
                            onlyNow++;
                        }
                    }
                    return Growth.of(from, to, pairs, onlyThen, onlyNow);
                });
    }

    private static Growth.Pair pair(
            Row row, BigDecimal then, BigDecimal now, PortfolioViews.By by) {
        return new Growth.Pair(
                row.getString("key"),
                row.getString("name"),
                switch (by) {
                    case PROGRAMME -> row.getString("programme");
                    case OWNER -> row.getString("owner");
                    case TYPE -> row.getString("type");
                    case OBJECTIVE -> row.getString("objective");
                    case CATEGORY, PROJECT -> null;
                },
                row.getString("currency"),
                then,
                now,
                row.getLocalDate("end_then"),
                row.getLocalDate("end_now"));
    }
}
