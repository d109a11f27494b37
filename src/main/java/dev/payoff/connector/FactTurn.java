package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.FactPages.Page;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts of delivery systems, stream by stream. A round has every stream of every
 * repository read up to the present; a turn reads some pages of a round, and the next one goes on
 * where it stopped. A stream that cannot be read does not keep the others from theirs; what
 * concerns all of them, such as a rate limit or a token that was revoked, ends the turn at its
 * page.
 *
 * <p>A stream's place moves after its facts are kept and their readings acknowledged, and only
 * while the lease is still held. Facts have their own identity, so reading a page again is
 * harmless.
 */
@ApplicationScoped
class FactTurn {

    /** Pages read in one turn; the rest goes on with the next. */
    static final int MAX_PAGES = 10;

    private static final int MAX_PROBLEM_CHARS = 400;

    /** What is worked on: a connection that this instance holds by a lease. */
    record Work(Connection connection, UUID lease, FactPull pull) {}

    /** How far a stream of a repository is. */
    private record Stream(String repository, String name, Walk walk) {
        String key() {
            return repository + " " + name;
        }
    }

    private record Count(int facts, int readings) {}

    private final TenantDb db;
    private final FactPages pages;
    private final FactStore facts;
    private final LateFeeds feeds;
    private final Deliveries deliveries;
    private final TimeAndChance time;

    FactTurn(
            TenantDb db,
            FactPages pages,
            FactStore facts,
            LateFeeds feeds,
            Deliveries deliveries,
            TimeAndChance time) {
        this.db = db;
        this.pages = pages;
        this.facts = facts;
        this.feeds = feeds;
        this.deliveries = deliveries;
        this.time = time;
    }

    Uni<PullTurn> turn(Work work) {
        return work.pull().asks(work.connection())
                ? feeds.catchUp(work.connection())
                        .chain(() -> begin(work))
                        .chain(open -> next(work, open, MAX_PAGES, new Count(0, 0)))
                : Uni.createFrom().item(PullTurn.DONE);
    }

    /** The streams that are not done in this round; all of them where a new one begins. */
    private Uni<List<Stream>> begin(Work work) {
        Connection connection = work.connection();
        JsonObject config = connection.config();
        Walk first =
                Walk.from(time.now().minus(Duration.ofDays(config.getInteger("backfillDays"))));
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        "SELECT stream, walk, done FROM fact_place"
                                                + " WHERE connection_id = $1 AND settings = $2")
                                .execute(Tuple.of(connection.id(), CostPlaces.Place.hash(config)))
                                .map(rows -> {
                                    Map<String, Row> kept = new HashMap<>();
                                    rows.forEach(row -> kept.put(row.getString("stream"), row));
                                    List<Stream> all = new ArrayList<>();
                                    List<Stream> open = new ArrayList<>();
                                    for (Stream each : streams(work.pull(), config, first)) {
                                        Row row = kept.get(each.key());
                                        Stream stream =
                                                row == null
                                                        ? each
                                                        : new Stream(
                                                                each.repository(),
                                                                each.name(),
                                                                Walk.of(row.getJsonObject("walk")));
                                        all.add(stream);
                                        if (row == null || !row.getBoolean("done")) {
                                            open.add(stream);
                                        }
                                    }
                                    return open.isEmpty() ? all : open;
                                })
                                .call(open -> reopened(tx, connection, open)));
    }

    /**
     * What is to be read in this round counts as not done, also if this turn does not get to it.
     */
    private static Uni<Void> reopened(SqlConnection tx, Connection connection, List<Stream> open) {
        return tx.preparedQuery(
                        "UPDATE fact_place SET done = false, problem = NULL"
                                + " WHERE connection_id = $1 AND stream = ANY ($2) AND done")
                .execute(
                        Tuple.of(
                                connection.id(),
                                open.stream().map(Stream::key).toArray(String[]::new)))
                .replaceWithVoid();
    }

    private static List<Stream> streams(FactPull pull, JsonObject config, Walk first) {
        List<Stream> streams = new ArrayList<>();
        for (String repository : FactTrial.repositories(config)) {
            for (String name : pull.streams(config)) {
                streams.add(new Stream(repository, name, first));
            }
        }
        return streams;
    }

    private Uni<PullTurn> next(Work work, List<Stream> open, int left, Count count) {
        if (open.isEmpty()) {
            return ended(work).chain(turn -> told(work, count, turn));
        }
        if (left == 0) {
            return told(work, count, new PullTurn(null, true, null));
        }
        Stream stream = open.getFirst();
        List<Stream> others = open.subList(1, open.size());
        return pages.page(
                        work.pull(),
                        work.connection(),
                        stream.repository(),
                        stream.name(),
                        stream.walk())
                .chain(page ->
                        switch (page) {
                            case Page.Failed failed when failed.everywhere() ->
                                    told(
                                            work,
                                            count,
                                            new PullTurn(
                                                    stream.key() + ": " + failed.reason(),
                                                    false,
                                                    failed.pause()));
                            case Page.Failed failed ->
                                    keep(work, stream, true, failed.reason())
                                            .chain(held ->
                                                    held
                                                            ? next(work, others, left - 1, count)
                                                            : lost());
                            case Page.Facts had ->
                                    facts.tell(work.connection(), had.facts())
                                            .chain(sent ->
                                                    switch (sent) {
                                                        case Statements.Sent.Unavailable no ->
                                                                Uni.createFrom()
                                                                        .item(
                                                                                PullTurn.failed(
                                                                                        no
                                                                                                .reason()));
                                                        case Statements.Sent.All all ->
                                                                goOn(
                                                                        work,
                                                                        stream,
                                                                        others,
                                                                        had,
                                                                        left,
                                                                        new Count(
                                                                                count.facts()
                                                                                        + had.facts()
                                                                                                .size(),
                                                                                count.readings()
                                                                                        + all
                                                                                                .readings()));
                                                    });
                        });
    }

    private Uni<PullTurn> goOn(
            Work work, Stream stream, List<Stream> others, Page.Facts had, int left, Count count) {
        boolean done = had.walk().begins();
        Stream after = new Stream(stream.repository(), stream.name(), had.walk());
        List<Stream> open = new ArrayList<>();
        if (!done) {
            open.add(after);
        }
        open.addAll(others);
        return keep(work, after, done, null)
                .chain(held ->
                        !held
                                ? lost()
                                : had.pause() == null
                                        ? next(work, open, left - 1, count)
                                        : told(work, count, new PullTurn(null, true, had.pause())));
    }

    private static Uni<PullTurn> lost() {
        return Uni.createFrom().item(PullTurn.failed("Another instance took over."));
    }

    /** Where a stream stands; answers whether this instance may still say so. */
    private Uni<Boolean> keep(Work work, Stream stream, boolean done, @Nullable String problem) {
        Connection connection = work.connection();
        Tuple row =
                FactStore.tuple(
                        connection.id(),
                        stream.key(),
                        connection.tenantId(),
                        CostPlaces.Place.hash(connection.config()),
                        stream.walk().toJson(),
                        done,
                        problem == null ? null : Deliveries.cut(problem, MAX_PROBLEM_CHARS));
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        CostPlaces.held(tx, connection, work.lease())
                                .chain(held ->
                                        held
                                                ? tx.preparedQuery(
                                                                """
                                                                INSERT INTO fact_place (connection_id, stream, tenant_id, settings, walk, done, problem)
                                                                VALUES ($1, $2, $3, $4, $5, $6, $7)
                                                                ON CONFLICT (connection_id, stream) DO UPDATE
                                                                   SET settings = excluded.settings, walk = excluded.walk,
                                                                       done = excluded.done, problem = excluded.problem
                                                                """)
                                                        .execute(row)
                                                        .replaceWith(true)
                                                : Uni.createFrom().item(false)));
    }

    /** At the end of a round: well, unless a stream could not be read. */
    private Uni<PullTurn> ended(Work work) {
        Connection connection = work.connection();
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        "SELECT stream, problem FROM fact_place"
                                                + " WHERE connection_id = $1 AND settings = $2"
                                                + " AND problem IS NOT NULL ORDER BY stream LIMIT 1")
                                .execute(
                                        Tuple.of(
                                                connection.id(),
                                                CostPlaces.Place.hash(connection.config())))
                                .map(rows -> {
                                    for (Row row : rows) {
                                        return PullTurn.failed(
                                                row.getString("stream")
                                                        + ": "
                                                        + row.getString("problem"));
                                    }
                                    return PullTurn.DONE;
                                }));
    }

    /** Leaves one line a turn among the deliveries, where it brought anything. */
    private Uni<PullTurn> told(Work work, Count count, PullTurn turn) {
        return count.facts() == 0
                ? Uni.createFrom().item(turn)
                : deliveries
                        .note(
                                work.connection(),
                                null,
                                "back-fill",
                                Deliveries.Status.TAKEN,
                                count.facts() + " facts were asked for",
                                count.readings())
                        .replaceWith(turn);
    }
}
