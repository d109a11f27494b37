package dev.payoff.analytics;

import dev.payoff.analytics.Peers.Cell;
import dev.payoff.analytics.Peers.Entry;
import dev.payoff.analytics.Peers.Range;
import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Makes the comparison between tenants, once a month and never again for that month: an answer that
 * was drawn twice would tell more than it says. Of those who take part, the growth of budgets
 * between their two latest reports, by type of project.
 */
@ApplicationScoped
class PeersRound {

    private static final Logger LOG = Logger.getLogger(PeersRound.class);

    /** Privacy of each quantile. */
    static final BigDecimal EPSILON = new BigDecimal("0.5");

    private static final String FIGURE = "budgetGrowth";
    private static final Range RANGE = new Range(new BigDecimal("-1"), BigDecimal.TEN);

    /** Tenants and classes of one round. */
    private static final int MOST = 100_000;

    private static final String ENTRIES =
            """
            SELECT tenant_id, type, percentile_cont(0.5) WITHIN GROUP (ORDER BY growth) AS growth
              FROM (SELECT p.tenant_id, p.type, (l.budget / e.budget - 1)::float8 AS growth
                      FROM benchmark_member m
                      JOIN project p ON p.tenant_id = m.tenant_id AND p.archived_at IS NULL
                      JOIN LATERAL (SELECT budget, as_of FROM project_estimate WHERE project_id = p.id
                                     ORDER BY as_of DESC LIMIT 1) AS l ON true
                      JOIN LATERAL (SELECT budget FROM project_estimate
                                     WHERE project_id = p.id AND as_of < l.as_of AND budget > 0
                                     ORDER BY as_of DESC LIMIT 1) AS e ON true) AS grown
             GROUP BY tenant_id, type LIMIT %d
            """
                    .formatted(MOST);

    private static final String INSERT =
            """
            INSERT INTO benchmark_cell (figure, of_class, vintage, tenants, p25, p50, p75, epsilon)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
            """;

    private final Pool pool;
    private final Roles roles;
    private final TimeAndChance time;

    PeersRound(@ReactiveDataSource("stream") Pool pool, Roles roles, TimeAndChance time) {
        this.pool = pool;
        this.roles = roles;
        this.time = time;
    }

    @Scheduled(
            every = "1h",
            delayed = "5m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return roles.plays(Roles.Role.RELAY)
                ? round().onFailure()
                        .invoke(e -> LOG.warnf("The comparison waits for the next round: %s", e))
                        .onFailure()
                        .recoverWithNull()
                : Uni.createFrom().voidItem();
    }

    /** Makes this month's, where it is not made yet. */
    Uni<Void> round() {
        LocalDate month = time.now().atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
        // One instance at a time; whoever comes second finds the month made.
        return pool.withTransaction(tx ->
                tx.query("SELECT pg_advisory_xact_lock(hashtextextended('benchmark', 0))::text")
                        .execute()
                        .chain(() ->
                                tx.preparedQuery(
                                                "SELECT 1 FROM benchmark_cell WHERE vintage = $1 LIMIT 1")
                                        .execute(Tuple.of(month)))
                        .chain(made ->
                                made.size() > 0 ? Uni.createFrom().voidItem() : make(tx, month)));
    }

    private Uni<Void> make(SqlConnection tx, LocalDate month) {
        return tx.query(ENTRIES)
                .execute()
                .map(rows -> {
                    List<Entry> entries = new ArrayList<>();
                    rows.forEach(row ->
                            entries.add(
                                    new Entry(
                                            row.getUUID("tenant_id"),
                                            row.getString("type"),
                                            BigDecimal.valueOf(row.getDouble("growth")))));
                    return Peers.cells(
                            entries,
                            RANGE,
                            EPSILON.doubleValue(),
                            ByteBuffer.wrap(time.bytes(Long.BYTES)).getLong());
                })
                .chain(cells ->
                        cells.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : tx.preparedQuery(INSERT)
                                        .executeBatch(
                                                cells.stream().map(it -> row(it, month)).toList())
                                        .replaceWithVoid());
    }

    private static Tuple row(Cell cell, LocalDate month) {
        return Tuple.from(
                new Object[] {
                    FIGURE,
                    cell.of(),
                    month,
                    cell.tenants(),
                    cell.p25(),
                    cell.p50(),
                    cell.p75(),
                    EPSILON
                });
    }
}
