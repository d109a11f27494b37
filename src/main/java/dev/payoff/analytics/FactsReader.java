package dev.payoff.analytics;

import dev.payoff.app.Moment;
import dev.payoff.app.Shown;
import dev.payoff.portfolio.Standings.Standing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    // The third is the day of the rate, the fourth when it was known; null: now.
    private static final String RATE =
            """
            LEFT JOIN LATERAL (
              SELECT CASE WHEN x.base = %1$s THEN x.rate ELSE 1 / x.rate END AS rate, x.valid_from
                FROM exchange_rate x
               WHERE %1$s <> %2$s AND x.valid_from <= %3$s
                 AND (%4$s::timestamptz IS NULL AND x.superseded_at IS NULL
                      OR x.recorded_at <= %4$s AND coalesce(x.superseded_at, 'infinity') > %4$s)
                 AND (x.base = %1$s AND x.quote = %2$s OR x.base = %2$s AND x.quote = %1$s)
               ORDER BY x.valid_from DESC, (x.base = %1$s) DESC LIMIT 1) AS r ON true
            """;

    // $2: the day, $3: as known then, $4: as of then; the last two null: now, with all reports.
    private static final String PROJECTS =
            """
            SELECT p.id, p.key, coalesce(v.definition->>'name', p.name) AS name, p.type, p.currency, %s AS asked, r.rate, r.valid_from,
                   coalesce((v.definition->>'discountRate')::numeric, p.discount_rate) AS discount_rate,
                   CASE WHEN v.definition IS NULL THEN p.programme ELSE v.definition->>'programme' END AS programme,
                   CASE WHEN v.definition IS NULL THEN p.owner ELSE v.definition->>'owner' END AS owner,
                   CASE WHEN v.definition IS NULL THEN p.objective ELSE v.definition->>'objective' END AS objective,
                   (SELECT e.budget FROM project_estimate e WHERE e.project_id = p.id
                     AND ($4::timestamptz IS NULL OR e.as_of <= $2) AND ($3::timestamptz IS NULL OR e.recorded_at <= $3)
                     ORDER BY e.as_of DESC LIMIT 1) AS budget,
                   EXISTS (SELECT FROM cost_line c WHERE c.project_id = p.id AND NOT c.planned
                            AND ($4::timestamptz IS NULL OR c.incurred_on <= $2) AND %s) AS spending
              FROM project p %s
              LEFT JOIN LATERAL (SELECT definition FROM project_version WHERE project_id = p.id AND known_from <= $3
                                  ORDER BY version DESC LIMIT 1) AS v ON true
             WHERE (p.archived_at IS NULL OR p.archived_at > least($3::timestamptz, $4))
               AND ($3::timestamptz IS NULL OR v.definition IS NOT NULL)
             ORDER BY p.key LIMIT %d
            """
                    .formatted(
                            ASKED,
                            inForce("c", "$3"),
                            RATE.formatted("p.currency", ASKED, "$2", "$3"),
                            MAX_PROJECTS);

    // A line that is not spent is "planned" in the table, whatever its stage. The plan as approved
    // counts; what is committed and forecast says the same money again, and counts where there is
    // no plan.
    private static final String PLANNED =
            """
            SELECT c.project_id, c.incurred_on, c.currency, %1$s AS asked, r.rate, r.valid_from, sum(c.amount) AS amount
              FROM cost_line c JOIN project p ON p.id = c.project_id %2$s
             WHERE c.planned AND %3$s AND (p.archived_at IS NULL OR p.archived_at > least($2::timestamptz, $3))
               AND (coalesce(c.stage, 'PLANNED') = 'PLANNED'
                    OR NOT EXISTS (SELECT FROM cost_line o WHERE o.project_id = c.project_id AND o.planned
                                    AND %4$s AND coalesce(o.stage, 'PLANNED') = 'PLANNED'))
             GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY c.incurred_on, c.currency
            """
                    .formatted(
                            ASKED,
                            RATE.formatted("c.currency", ASKED, "c.incurred_on", "$2"),
                            inForce("c", "$2"),
                            inForce("o", "$2"));

    private static final String RATES =
            """
            SELECT p.currency, $1::text AS asked, r.rate, r.valid_from
              FROM (SELECT DISTINCT currency FROM project) AS p %s
            """
                    .formatted(RATE.formatted("p.currency", "$1::text", "$2", "$3"));

    private static final String NEEDS =
            """
            SELECT a.key AS project, b.key AS needed
              FROM dependency d JOIN project a ON a.id = d.project_id JOIN project b ON b.id = d.depends_on_id
             WHERE d.removed_at IS NULL AND a.archived_at IS NULL AND b.archived_at IS NULL
            """;

    private FactsReader() {}

    /** Whether a cost line counted, as known at a time; null: now. */
    private static String inForce(String line, String known) {
        return "(%2$s::timestamptz IS NULL AND %1$s.voided_at IS NULL OR %1$s.recorded_at <= %2$s AND coalesce(%1$s.voided_at, 'infinity') > %2$s)"
                .formatted(line, known);
    }

    /**
     * What projects are read, as rows of {@code id, key, name, type, currency, programme, owner,
     * objective} and what facts are made of.
     *
     * @param asked the currency that amounts will be asked for in; null: each project's own
     */
    static Uni<RowSet<Row>> projects(SqlConnection tx, @Nullable String asked, Moment at) {
        return tx.preparedQuery(PROJECTS)
                .execute(Tuple.of(asked, day(at), utc(at.asKnownAt()), utc(past(at))));
    }

    /** The facts of every project that is not archived, by key, as they are now. */
    static Uni<Map<String, ProjectFacts>> read(
            SqlConnection tx, Instant now, @Nullable String asked) {
        Moment at = new Moment(null, null, now);
        return projects(tx, asked, at)
                .chain(projects ->
                        CurrentStandings.read(tx, ids(projects), now)
                                .chain(standings -> read(tx, asked, at, projects, standings)));
    }

    /** The facts of projects that stand so. */
    static Uni<Map<String, ProjectFacts>> read(
            SqlConnection tx,
            @Nullable String asked,
            Moment at,
            RowSet<Row> projects,
            Map<String, Standing> standings) {
        return tx.preparedQuery(PLANNED)
                .execute(Tuple.of(asked, utc(at.asKnownAt()), utc(past(at))))
                .chain(planned ->
                        needs(tx)
                                .map(needs ->
                                        together(
                                                projects,
                                                standings,
                                                day(at),
                                                planned(planned),
                                                needs)));
    }

    static LocalDate day(Moment at) {
        return at.until().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** The instant that is asked about, where the question is not of the present. */
    private static @Nullable Instant past(Moment at) {
        return at.isPresent() ? null : at.until();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /** The tenant's rates of a day from its projects' currencies to one, by theirs. */
    static Uni<Map<String, Conversion>> rates(SqlConnection tx, String to, Moment at) {
        return tx.preparedQuery(RATES)
                .execute(Tuple.of(to, day(at), utc(at.asKnownAt())))
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

    static List<UUID> ids(RowSet<Row> rows) {
        List<UUID> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.getUUID("id")));
        return ids;
    }

    private static List<Earner> earners(@Nullable Standing standing, LocalDate day) {
        return standing == null
                ? List.of()
                : standing.benefits().stream()
                        .flatMap(it ->
                                Earner.of(it, day.atStartOfDay().toInstant(ZoneOffset.UTC))
                                        .stream())
                        .toList();
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
            Map<String, Standing> standings,
            LocalDate day,
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
                            earners(standings.get(row.getString("key")), day),
                            row.getBigDecimal("discount_rate"),
                            planned.getOrDefault(id, List.of()),
                            budget,
                            row.getBoolean("spending"),
                            needs.getOrDefault(row.getString("key"), Set.of())));
        }
        return facts;
    }
}
