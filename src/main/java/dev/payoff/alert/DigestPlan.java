package dev.payoff.alert;

import dev.payoff.app.TimeAndChance;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes one message of what waited for a digest, when its time has come. The message is a row like
 * any other: it is made in the transaction that takes the others out, and sent and tried again as
 * they are.
 */
@ApplicationScoped
class DigestPlan {

    /** Digests in one round of the notifier; more wait for the next. */
    private static final int MAX_DIGESTS_A_ROUND = 16;

    /** Messages in one digest; where there are more, another follows at once. */
    private static final int MAX_MESSAGES = 1_000;

    private final Pool pool;
    private final TimeAndChance time;

    DigestPlan(@ReactiveDataSource("stream") Pool pool, TimeAndChance time) {
        this.pool = pool;
        this.time = time;
    }

    Uni<Integer> plan(Instant now) {
        return plan(now, 0);
    }

    private Uni<Integer> plan(Instant now, int done) {
        return done >= MAX_DIGESTS_A_ROUND
                ? Uni.createFrom().item(done)
                : pool.withTransaction(tx -> one(tx, now))
                        .chain(found -> found ? plan(now, done + 1) : Uni.createFrom().item(done));
    }

    private Uni<Boolean> one(SqlConnection tx, Instant now) {
        return tx.preparedQuery(
                        """
                        SELECT d.channel_id, d.tenant_id, d.since, c.digest, t.zone
                          FROM channel_digest d JOIN channel c ON c.id = d.channel_id JOIN tenant t ON t.id = d.tenant_id
                         WHERE d.due_at <= $1 ORDER BY d.due_at, d.channel_id LIMIT 1 FOR UPDATE OF d SKIP LOCKED
                        """)
                .execute(Tuple.of(Columns.at(now)))
                .chain(rows ->
                        rows.iterator().hasNext()
                                ? gather(tx, rows.iterator().next(), now).replaceWith(true)
                                : Uni.createFrom().item(false));
    }

    private Uni<Void> gather(SqlConnection tx, Row due, Instant now) {
        UUID channel = due.getUUID("channel_id");
        return tx.preparedQuery(
                        """
                        SELECT id, episode_id, message FROM notification
                         WHERE channel_id = $1 AND status = 'DIGEST' ORDER BY created_at, id LIMIT $2 FOR UPDATE
                        """)
                .execute(Tuple.of(channel, MAX_MESSAGES))
                .chain(rows ->
                        rows.size() == 0
                                ? Uni.createFrom().item(0)
                                : write(tx, due, rows, now).replaceWith(rows.size()))
                .chain(taken ->
                        taken < MAX_MESSAGES ? goOn(tx, due, now) : Uni.createFrom().voidItem());
    }

    private Uni<Void> write(SqlConnection tx, Row due, RowSet<Row> rows, Instant now) {
        List<UUID> taken = new ArrayList<>();
        Set<UUID> episodes = new LinkedHashSet<>();
        for (Row row : rows) {
            taken.add(row.getUUID("id"));
            UUID episode = row.getUUID("episode_id");
            JsonObject message = row.getJsonObject("message");
            if (episode != null) {
                episodes.add(episode);
            } else if (message != null) {
                episodes.addAll(DigestNote.news(StateJson.read(message, GroupMessage.class)));
            }
        }
        return tx.preparedQuery(
                        """
                        UPDATE notification SET status = 'SENT', reason = 'told in a digest', sent_at = $2, next_attempt = NULL
                         WHERE id = ANY($1)
                        """)
                .execute(Tuple.of(taken.toArray(UUID[]::new), Columns.at(now)))
                .chain(() ->
                        episodes.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : insert(tx, due, episodes, now));
    }

    private Uni<Void> insert(SqlConnection tx, Row due, Set<UUID> episodes, Instant now) {
        DigestNote.Waiting waiting =
                DigestNote.Waiting.of(Columns.instant(due, "since"), now, episodes);
        return tx.preparedQuery(
                        """
                        INSERT INTO notification (id, tenant_id, channel_id, group_id, state, message, status,
                            next_attempt, created_at)
                        VALUES ($1, $2, $3, $1, 'FIRING', $4, 'WAITING', $5, $5)
                        """)
                .execute(
                        Tuple.of(
                                time.newId(),
                                due.getUUID("tenant_id"),
                                due.getUUID("channel_id"),
                                StateJson.write(waiting),
                                Columns.at(now)))
                .replaceWithVoid();
    }

    /** To the next time; a channel that wants no digests any more has had its last. */
    private static Uni<Void> goOn(SqlConnection tx, Row due, Instant now) {
        UUID channel = due.getUUID("channel_id");
        @Nullable String digest = due.getString("digest");
        return digest == null
                ? tx.preparedQuery("DELETE FROM channel_digest WHERE channel_id = $1")
                        .execute(Tuple.of(channel))
                        .replaceWithVoid()
                : tx.preparedQuery(
                                "UPDATE channel_digest SET since = $2, due_at = $3 WHERE channel_id = $1")
                        .execute(
                                Tuple.of(
                                        channel,
                                        Columns.at(now),
                                        Columns.at(
                                                Digest.valueOf(digest)
                                                        .next(
                                                                ZoneId.of(due.getString("zone")),
                                                                now))))
                        .replaceWithVoid();
    }
}
