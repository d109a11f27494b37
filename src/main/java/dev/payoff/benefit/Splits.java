package dev.payoff.benefit;

import dev.payoff.app.ProblemException;
import dev.payoff.app.Shown;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Proposes how claims on one series may be split. */
@ApplicationScoped
class Splits {

    /** Ten years of days. */
    private static final int MOST_DAYS = 3_660;

    private static final String CLAIMS =
            """
            SELECT m.id, m.full_key, m.share, m.kind, m.baseline, m.target, coalesce(m.benefit_start, p.go_live) AS go_live
              FROM metric m JOIN project p ON p.id = m.project_id
             WHERE m.tenant_id = $1 AND m.series = $2 AND m.archived_at IS NULL AND p.archived_at IS NULL
             ORDER BY go_live, m.full_key LIMIT 101
            """;

    private static final String DAYS =
            """
            SELECT start_at, sum, count FROM metric_window WHERE metric_id = $1 AND size = 3 ORDER BY start_at DESC LIMIT $2
            """;

    private final TenantDb db;

    Splits(TenantDb db) {
        this.db = db;
    }

    Uni<OrderSplit> split(Caller caller, String series) {
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        tx.preparedQuery(CLAIMS)
                                .execute(Tuple.of(caller.tenantId(), series))
                                .chain(rows -> {
                                    List<Row> claims = new ArrayList<>();
                                    rows.forEach(claims::add);
                                    return claims.isEmpty()
                                            ? Uni.createFrom()
                                                    .failure(
                                                            ProblemException.notFound(
                                                                    "claim on series", series))
                                            : split(tx, series, claims);
                                }));
    }

    private static Uni<OrderSplit> split(SqlConnection tx, String series, List<Row> rows) {
        Row first = rows.getFirst();
        BigDecimal baseline = first.getBigDecimal("baseline");
        BigDecimal target = first.getBigDecimal("target");
        List<OrderSplit.Claim> claims = new ArrayList<>();
        for (Row row : rows) {
            OffsetDateTime goLive = row.getOffsetDateTime("go_live");
            if (goLive == null
                    || baseline == null
                    || target == null
                    || baseline.compareTo(target) == 0) {
                throw refused(
                        "A claim on the series has no go-live, or the first of them no baseline and"
                                + " another target.");
            }
            Instant at = goLive.toInstant();
            if (!claims.isEmpty()
                    && Duration.between(claims.getLast().goLive(), at).compareTo(OrderSplit.APART)
                            < 0) {
                throw refused("Two of the claims went live within a day, so there is no order.");
            }
            claims.add(
                    new OrderSplit.Claim(
                            row.getString("full_key"),
                            Shown.plain(row.getBigDecimal("share")),
                            at));
        }
        boolean flow = first.getString("kind").equals("FLOW");
        if (flow) {
            throw refused("The claims are FLOWs; a split is proposed for LEVELs only.");
        }
        return days(tx, first.getUUID("id"))
                .map(days ->
                        OrderSplit.of(
                                series, claims, baseline, target.compareTo(baseline) > 0, days));
    }

    private static Uni<List<OrderSplit.Level>> days(SqlConnection tx, UUID metric) {
        return tx.preparedQuery(DAYS)
                .execute(Tuple.of(metric, MOST_DAYS))
                .map(rows -> {
                    List<OrderSplit.Level> levels = new ArrayList<>();
                    rows.forEach(row ->
                            levels.addFirst(
                                    new OrderSplit.Level(
                                            row.getOffsetDateTime("start_at").toInstant(),
                                            row.getBigDecimal("sum")
                                                    .divide(
                                                            BigDecimal.valueOf(
                                                                    row.getLong("count")),
                                                            MathContext.DECIMAL128))));
                    return levels;
                });
    }

    private static ProblemException refused(String detail) {
        return ProblemException.of(
                409,
                "NO_SPLIT",
                "No split",
                detail,
                "Complete the metrics, or agree on shares and set them by hand.");
    }
}
