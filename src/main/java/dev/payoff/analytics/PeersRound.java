package dev.payoff.analytics;

import dev.payoff.analytics.Peers.Cell;
import dev.payoff.analytics.Peers.Entry;
import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import dev.payoff.stream.FigureStore;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes the comparison between tenants, once a month and never again for that month: an answer that
 * was drawn twice would tell more than it says. Of those who take part, by type of project, the
 * figures of {@link PeerFigures}.
 */
@ApplicationScoped
class PeersRound {

    private static final Logger LOG = Logger.getLogger(PeersRound.class);

    /** Tenants and classes of one round. */
    private static final int MOST = 100_000;

    private static final String GROWTH =
            """
            SELECT tenant_id, type, percentile_cont(0.5) WITHIN GROUP (ORDER BY growth) AS figure
              FROM (SELECT p.tenant_id, p.type, %s AS growth
                      FROM benchmark_member m
                      JOIN project p ON p.tenant_id = m.tenant_id AND p.archived_at IS NULL
                      JOIN LATERAL (SELECT budget, completes_on, as_of FROM project_estimate WHERE project_id = p.id
                                     ORDER BY as_of DESC LIMIT 1) AS l ON true
                      JOIN LATERAL (SELECT budget, completes_on, as_of FROM project_estimate
                                     WHERE project_id = p.id AND as_of < l.as_of AND %s
                                     ORDER BY as_of DESC LIMIT 1) AS e ON true) AS grown
             WHERE growth IS NOT NULL GROUP BY tenant_id, type LIMIT %d
            """;

    private static final String BUDGETS =
            GROWTH.formatted("(l.budget / e.budget - 1)::float8", "budget > 0", MOST);

    // By how much of the time that was left then the end has moved.
    private static final String ENDS =
            GROWTH.formatted(
                    "(l.completes_on - e.completes_on)::float8 / (e.completes_on - e.as_of)",
                    "completes_on > as_of",
                    MOST);

    private static final String PROJECTS =
            """
            SELECT p.id FROM benchmark_member m JOIN project p ON p.tenant_id = m.tenant_id AND p.archived_at IS NULL
             ORDER BY p.id LIMIT %d
            """
                    .formatted(PeerFigures.MOST_PROJECTS);

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
        return reports(tx, BUDGETS)
                .chain(budgets ->
                        reports(tx, ENDS)
                                .chain(ends ->
                                        live(tx).chain(live ->
                                                store(
                                                        tx,
                                                        month,
                                                        Map.of(
                                                                PeerFigures.Figure.BUDGET_GROWTH,
                                                                budgets,
                                                                PeerFigures.Figure.SCHEDULE_GROWTH,
                                                                ends,
                                                                PeerFigures.Figure.ROI_SIMPLE,
                                                                live.returns(),
                                                                PeerFigures.Figure
                                                                        .REALISATION_TO_DATE,
                                                                live.realisation())))));
    }

    private static Uni<List<Entry>> reports(SqlConnection tx, String sql) {
        return tx.query(sql)
                .execute()
                .map(rows -> {
                    List<Entry> entries = new ArrayList<>();
                    rows.forEach(row ->
                            entries.add(
                                    new Entry(
                                            row.getUUID("tenant_id"),
                                            row.getString("type"),
                                            BigDecimal.valueOf(row.getDouble("figure")))));
                    return entries;
                });
    }

    private Uni<PeerFigures> live(SqlConnection tx) {
        Instant now = time.now();
        return tx.query(PROJECTS)
                .execute()
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>();
                    rows.forEach(row -> ids.add(row.getUUID("id")));
                    return ids;
                })
                .chain(ids -> FigureStore.read(tx, ids, now))
                .map(figures -> PeerFigures.of(figures, now));
    }

    private Uni<Void> store(
            SqlConnection tx, LocalDate month, Map<PeerFigures.Figure, List<Entry>> entries) {
        List<Tuple> cells = new ArrayList<>();
        for (PeerFigures.Figure figure : PeerFigures.Figure.values()) {
            long seed = ByteBuffer.wrap(time.bytes(Long.BYTES)).getLong();
            Peers.cells(
                            entries.getOrDefault(figure, List.of()),
                            figure.range(),
                            figure.epsilon().doubleValue(),
                            seed)
                    .forEach(cell -> cells.add(row(figure, cell, month)));
        }
        return cells.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(INSERT).executeBatch(cells).replaceWithVoid();
    }

    private static Tuple row(PeerFigures.Figure figure, Cell cell, LocalDate month) {
        return Tuple.from(
                new Object[] {
                    figure.label(),
                    cell.of(),
                    month,
                    cell.tenants(),
                    cell.p25(),
                    cell.p50(),
                    cell.p75(),
                    figure.epsilon()
                });
    }
}
