package dev.payoff.live.money;

import dev.payoff.app.Moment;
import dev.payoff.portfolio.CostNature;
import dev.payoff.portfolio.CostStage;
import dev.payoff.portfolio.ProjectRef;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Cost lines of a day, stage, nature, category and currency together, with the exchange rate of
 * that day.
 *
 * @param lines how many
 * @param told the sum in the currency of the lines
 * @param rate to the project's currency; null where none is known
 * @param low the least that they may come to, in the currency of the lines
 * @param high the most
 */
record CostRow(
        LocalDate on,
        CostStage stage,
        @Nullable CostNature nature,
        String category,
        String currency,
        long lines,
        BigDecimal told,
        @Nullable BigDecimal rate,
        BigDecimal low,
        BigDecimal high) {

    /** The most rows of a project; beyond it its costs are refused, not cut. */
    static final int MAX_ROWS = 50_000;

    // As live.LedgerSql converts: what is actual must come to the same here and there.
    private static final String SELECT =
            """
            SELECT c.project_id, c.incurred_on, coalesce(c.stage, CASE WHEN c.planned THEN 'PLANNED' ELSE 'ACTUAL' END) AS stage, c.nature,
                   c.category, c.currency, count(*) AS lines, sum(c.amount) AS amount, sum(coalesce(c.low, c.amount)) AS low,
                   sum(coalesce(c.high, c.amount)) AS high, CASE WHEN c.currency = p.currency THEN 1 ELSE r.rate END AS rate
              FROM cost_line c JOIN project p ON p.id = c.project_id
              LEFT JOIN LATERAL (
                SELECT CASE WHEN x.base = c.currency THEN x.rate ELSE 1 / x.rate END AS rate FROM exchange_rate x
                 WHERE c.currency <> p.currency AND x.valid_from <= c.incurred_on
                   AND ($3::timestamptz IS NULL AND x.superseded_at IS NULL
                        OR x.recorded_at <= $3 AND coalesce(x.superseded_at, 'infinity') > $3)
                   AND (x.base = c.currency AND x.quote = p.currency OR x.base = p.currency AND x.quote = c.currency)
                 ORDER BY x.valid_from DESC, (x.base = c.currency) DESC LIMIT 1) AS r ON true
             WHERE c.project_id = ANY($1) AND (c.planned OR c.incurred_on <= $2)
               AND ($3::timestamptz IS NULL AND c.voided_at IS NULL OR c.recorded_at <= $3 AND coalesce(c.voided_at, 'infinity') > $3)
             GROUP BY 1, 2, 3, 4, 5, 6, p.currency, r.rate ORDER BY 1, 2, 3, 5, 6, 4 LIMIT $4
            """;

    /** The sum in the project's currency; null where no rate is known. */
    @Nullable BigDecimal amount() {
        return rate == null ? null : told.multiply(rate);
    }

    static Uni<List<CostRow>> read(SqlConnection tx, ProjectRef project, Moment moment) {
        return read(tx, List.of(project), moment, MAX_ROWS + 1)
                .map(rows -> rows.getOrDefault(project.id(), List.of()));
    }

    /**
     * The rows of projects, by project.
     *
     * @param most rows of all together; give it one more than may be
     */
    static Uni<Map<UUID, List<CostRow>>> read(
            SqlConnection tx, List<ProjectRef> projects, Moment moment, int most) {
        return tx.preparedQuery(SELECT)
                .execute(
                        Tuple.of(
                                projects.stream().map(ProjectRef::id).toArray(UUID[]::new),
                                moment.until().atOffset(ZoneOffset.UTC).toLocalDate(),
                                utc(moment.asKnownAt()),
                                most))
                .map(rows -> {
                    Map<UUID, List<CostRow>> costs = new HashMap<>();
                    rows.forEach(row ->
                            costs.computeIfAbsent(
                                            row.getUUID("project_id"), id -> new ArrayList<>())
                                    .add(of(row)));
                    return costs;
                });
    }

    private static CostRow of(Row row) {
        String nature = row.getString("nature");
        return new CostRow(
                row.getLocalDate("incurred_on"),
                CostStage.valueOf(row.getString("stage")),
                nature == null ? null : CostNature.valueOf(nature),
                row.getString("category"),
                row.getString("currency"),
                row.getLong("lines"),
                row.getBigDecimal("amount"),
                row.getBigDecimal("rate"),
                row.getBigDecimal("low"),
                row.getBigDecimal("high"));
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
