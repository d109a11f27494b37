package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.Pull.Point;
import dev.payoff.connector.Pull.Slice;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the readings of a connection's feeds, from each one's cursor on. A cursor moves only
 * after the brokers' ack, and only while the lease is still held.
 */
@ApplicationScoped
class FeedTurn {

    /** Slices of one feed in one turn; a long back-fill goes on with the next turn. */
    static final int MAX_SLICES = 3;

    private static final int BATCH = 1000;

    /** What is worked on: a connection that this instance holds by a lease. */
    record Work(Connection connection, UUID lease, Pull pull) {}

    private final Pool pool;
    private final Connections connections;
    private final Connectors connectors;
    private final Intake intake;
    private final Statements statements;
    private final TimeAndChance time;

    FeedTurn(
            @ReactiveDataSource("stream") Pool pool,
            Connections connections,
            Connectors connectors,
            Intake intake,
            Statements statements,
            TimeAndChance time) {
        this.pool = pool;
        this.connections = connections;
        this.connectors = connectors;
        this.intake = intake;
        this.statements = statements;
        this.time = time;
    }

    /** Asks for all feeds of a connection; one that fails does not keep the others from theirs. */
    Uni<PullTurn> turn(Work work) {
        return pool.withTransaction(tx -> connections.feeds(tx, work.connection().id()))
                .chain(feeds ->
                        Multi.createFrom()
                                .iterable(feeds)
                                .onItem()
                                .transformToUniAndConcatenate(feed -> feed(work, feed))
                                .collect()
                                .with(
                                        java.util.stream.Collectors.reducing(
                                                PullTurn.DONE, PullTurn::and)));
    }

    private Uni<PullTurn> feed(Work work, Feed feed) {
        Instant now = time.now();
        Instant cursor =
                feed.cursor() != null
                        ? feed.cursor()
                        : work.pull().start(work.connection(), feed, now);
        return slices(work, feed, cursor, MAX_SLICES);
    }

    private Uni<PullTurn> slices(Work work, Feed feed, Instant cursor, int left) {
        if (left == 0) {
            return Uni.createFrom().item(new PullTurn(null, true, null));
        }
        return work.pull()
                .fetch(work.connection(), feed, cursor, time.now())
                .chain(slice ->
                        switch (slice) {
                            case Slice.Failed failed ->
                                    Uni.createFrom()
                                            .item(
                                                    new PullTurn(
                                                            named(feed) + failed.reason(),
                                                            false,
                                                            failed.pause()));
                            case Slice.Points points ->
                                    send(work, feed, points)
                                            .chain(failure ->
                                                    failure == null
                                                                    && points.more()
                                                                    && points.pause() == null
                                                            ? slices(
                                                                    work,
                                                                    feed,
                                                                    points.cursor(),
                                                                    left - 1)
                                                            : Uni.createFrom()
                                                                    .item(
                                                                            new PullTurn(
                                                                                    failure,
                                                                                    points.more(),
                                                                                    points
                                                                                            .pause())));
                        });
    }

    /** Sends a slice, then moves the cursor; answers why it did not, or null. */
    private Uni<@Nullable String> send(Work work, Feed feed, Slice.Points points) {
        Family family = connectors.manifest(work.connection().kind()).family();
        boolean named = points.points().stream().anyMatch(point -> point.id() != null);
        return (named
                        ? say(work, feed, family, points.points())
                        : hand(work, feed, family, points.points()))
                .chain(failure ->
                        failure != null
                                ? Uni.createFrom().<@Nullable String>item(failure)
                                : advance(work, feed, points));
    }

    /** Records that may change: each is said once, and again under a higher revision. */
    private Uni<@Nullable String> say(Work work, Feed feed, Family family, List<Point> points) {
        List<Statements.Statement> said =
                points.stream()
                        .map(point ->
                                new Statements.Statement(
                                        feed.metricId(),
                                        eventId(work.connection(), point),
                                        point.value().multiply(feed.factor()),
                                        point.at()))
                        .toList();
        return statements
                .say(work.connection(), family, feeds -> said)
                .map(sent ->
                        switch (sent) {
                            case Statements.Sent.All all -> null;
                            case Statements.Sent.Unavailable no -> no.reason();
                        });
    }

    private static String eventId(Connection connection, Point point) {
        String id = point.id() == null ? point.at().toString() : point.id();
        return connection.kind()
                + "/"
                + connection.id()
                + "/"
                + Signatures.digest(id.getBytes(StandardCharsets.UTF_8));
    }

    private Uni<@Nullable String> hand(Work work, Feed feed, Family family, List<Point> points) {
        List<List<OutgoingReading>> batches = new ArrayList<>();
        for (int i = 0; i < points.size(); i += BATCH) {
            batches.add(
                    points.subList(i, Math.min(points.size(), i + BATCH)).stream()
                            .map(point -> reading(work.connection(), feed, point))
                            .toList());
        }
        return Multi.createFrom()
                .iterable(batches)
                .onItem()
                .transformToUniAndConcatenate(
                        batch -> intake.readings(work.connection().tenantKey(), family, batch))
                .select()
                .where(receipt -> receipt instanceof Receipt.Unavailable)
                .collect()
                .first()
                .map(receipt -> receipt instanceof Receipt.Unavailable no ? no.reason() : null);
    }

    private static OutgoingReading reading(Connection connection, Feed feed, Point point) {
        return new OutgoingReading(
                feed.metric(),
                point.value().multiply(feed.factor()),
                point.at(),
                null,
                0,
                null,
                null,
                connection.kind() + ":" + connection.id());
    }

    private Uni<@Nullable String> advance(Work work, Feed feed, Slice.Points points) {
        return pool.preparedQuery(
                        "UPDATE feed f SET cursor_at = $3, skipped = f.skipped + $4 FROM connection c"
                                + " WHERE f.id = $1 AND c.id = f.connection_id AND c.lease_token = $2")
                .execute(
                        Tuple.of(
                                feed.id(),
                                work.lease(),
                                points.cursor().atOffset(ZoneOffset.UTC),
                                points.skipped()))
                .map(done -> done.rowCount() == 1 ? null : "Another instance took over.");
    }

    private static String named(Feed feed) {
        return "Feed '" + Deliveries.cut(feed.series(), 80) + "': ";
    }
}
