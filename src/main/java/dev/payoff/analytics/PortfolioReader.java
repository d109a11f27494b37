package dev.payoff.analytics;

import dev.payoff.app.Moment;
import dev.payoff.portfolio.Appraisals;
import dev.payoff.portfolio.Standings;
import dev.payoff.portfolio.Standings.Standing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the portfolio's views show, within a transaction that is confined to a tenant. */
final class PortfolioReader {

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

    /**
     * Projects at a moment.
     *
     * @param all the keys of all that there are
     * @param beyond those with more measured hours than one answer folds anew
     */
    record Read(Set<String> all, List<PortfolioRow> rows, List<Together.Unknown> beyond) {}

    /** Which projects: those of the keys, where any are told, after a key, at most so many. */
    record Which(Set<String> only, @Nullable String after, int most) {

        static final Which ALL = new Which(Set.of(), null, FactsReader.MAX_PROJECTS);

        boolean has(String key) {
            return (only.isEmpty() || only.contains(key))
                    && (after == null || key.compareTo(after) > 0);
        }
    }

    /** Every project, in the tenant's currency by its rates of the day. */
    static Uni<Together> together(SqlConnection tx, UUID tenant, Standings past, Moment at) {
        return currency(tx)
                .chain(currency ->
                        read(tx, tenant, past, at, Which.ALL)
                                .chain(read ->
                                        FactsReader.rates(tx, currency, at)
                                                .map(rates ->
                                                        Together.of(
                                                                        read.rows(),
                                                                        currency,
                                                                        rates,
                                                                        at)
                                                                .without(read.beyond()))));
    }

    /**
     * Projects that were not archived at the moment, by key, each in its currency. What is kept of
     * the present is read; what is past is folded anew.
     */
    static Uni<Read> read(SqlConnection tx, UUID tenant, Standings past, Moment at, Which which) {
        return FactsReader.projects(tx, null, at)
                .chain(projects -> {
                    Map<String, UUID> wanted = new TreeMap<>();
                    for (Row row : projects) {
                        if (which.has(row.getString("key")) && wanted.size() < which.most()) {
                            wanted.put(row.getString("key"), row.getUUID("id"));
                        }
                    }
                    return standings(tx, tenant, past, at, wanted)
                            .chain(standings ->
                                    FactsReader.read(tx, null, at, projects, standings)
                                            .map(facts ->
                                                    together(
                                                            projects,
                                                            wanted.keySet(),
                                                            standings,
                                                            facts,
                                                            at)));
                });
    }

    private static Uni<Map<String, Standing>> standings(
            SqlConnection tx, UUID tenant, Standings past, Moment at, Map<String, UUID> projects) {
        return at.isPresent()
                ? CurrentStandings.read(tx, projects.values(), at.now())
                : past.of(tx, tenant, projects.keySet(), at);
    }

    private static Read together(
            RowSet<Row> projects,
            Set<String> wanted,
            Map<String, Standing> standings,
            Map<String, ProjectFacts> facts,
            Moment at) {
        List<PortfolioRow> rows = new ArrayList<>();
        List<Together.Unknown> beyond = new ArrayList<>();
        Set<String> all = new TreeSet<>();
        for (Row project : projects) {
            String key = project.getString("key");
            all.add(key);
            Standing standing = standings.get(key);
            ProjectFacts known = facts.get(key);
            if (standing != null && known != null) {
                rows.add(row(project, standing, known, at.until()));
            } else if (wanted.contains(key)) {
                beyond.add(
                        new Together.Unknown(
                                key,
                                project.getString("currency"),
                                key
                                        + " is not part of the sums: its measured hours are beyond the "
                                        + Appraisals.MOST_FACTS
                                        + " that one answer folds anew."));
            }
        }
        return new Read(all, rows, beyond);
    }

    private static PortfolioRow row(
            Row project, Standing standing, ProjectFacts known, Instant at) {
        return new PortfolioRow(
                known.key(),
                known.name(),
                project.getString("type"),
                known.currency(),
                project.getString("programme"),
                project.getString("owner"),
                project.getString("objective"),
                standing.realised(),
                standing.weighted(),
                standing.earningPerHour(),
                standing.cost(),
                budget(known),
                standing.achievement(),
                known.planPerYear(at),
                standing.byCategory(),
                standing.reasons());
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
