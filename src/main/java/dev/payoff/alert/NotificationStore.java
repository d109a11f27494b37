package dev.payoff.alert;

import dev.payoff.alert.Telling.Silence;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The notifier's rows: which messages are due, whose turn it is, what came of them. */
@ApplicationScoped
class NotificationStore {

    private static final int MAX_CHANNELS_A_CLAIM = 32;

    private final Pool pool;

    NotificationStore(@ReactiveDataSource("stream") Pool pool) {
        this.pool = pool;
    }

    /** A message whose turn it is. */
    record Due(
            UUID id,
            UUID channelId,
            int attempts,
            Channel.Kind kind,
            Messenger.Target target,
            boolean channelOn,
            Severity least,
            boolean inDigests,
            About about) {}

    /** What a message is about. */
    sealed interface About {

        /**
         * One episode.
         *
         * @param firing the message that the episode fires, where this one tells its end
         * @param planned when the message was made
         */
        record One(
                boolean tellsFiring,
                Telling.@Nullable Beginning firing,
                EpisodeJson episode,
                Instant planned)
                implements About {}

        /** A group. */
        record Many(GroupNote note) implements About {}

        /** What waited for a digest. */
        record All(DigestNote note) implements About {}
    }

    /** Takes channels that have messages due and are free, until the lease ends. */
    Uni<List<UUID>> claim(Instant now, Duration lease, Set<UUID> busyHere) {
        return pool.preparedQuery(
                        """
                        INSERT INTO channel_pace AS pace (channel_id, tenant_id, free_at)
                        SELECT n.channel_id, n.tenant_id, $2 FROM notification n
                         WHERE n.status = 'WAITING' AND n.next_attempt <= $1
                           AND NOT (n.channel_id = ANY($4))
                           AND NOT EXISTS (SELECT FROM channel_pace p
                                            WHERE p.channel_id = n.channel_id AND p.free_at > $1)
                         GROUP BY n.channel_id, n.tenant_id ORDER BY min(n.next_attempt), n.channel_id
                         LIMIT $3
                        ON CONFLICT (channel_id) DO UPDATE SET free_at = excluded.free_at
                         WHERE pace.free_at <= $1
                        RETURNING channel_id
                        """)
                .execute(
                        Tuple.of(
                                Columns.at(now),
                                Columns.at(now.plus(lease)),
                                MAX_CHANNELS_A_CLAIM,
                                busyHere.toArray(UUID[]::new)))
                .map(rows -> {
                    List<UUID> channels = new ArrayList<>();
                    rows.forEach(row -> channels.add(row.getUUID("channel_id")));
                    return channels;
                });
    }

    /**
     * The channel's next message; that an episode is over comes after that it fires, and the
     * messages of a group in their order.
     */
    Uni<Optional<Due>> next(UUID channelId, Instant now) {
        String sql =
                """
                SELECT n.id AS notification_id, n.state AS told_state, n.attempts, n.group_id, n.message,
                       n.created_at AS planned_at,
                       c.id AS channel_id, c.name AS channel_name,
                       c.kind AS channel_kind, c.address, c.secret,
                       c.min_severity, (c.enabled AND c.removed_at IS NULL) AS channel_on,
                       c.digest, n.number, f.status AS firing_status, f.attempts AS firing_attempts, x.*
                  FROM notification n
                  JOIN channel c ON c.id = n.channel_id
                  LEFT JOIN (%s) x ON x.id = n.episode_id
                  LEFT JOIN notification f ON n.state = 'RESOLVED' AND f.channel_id = n.channel_id
                   AND f.episode_id = n.episode_id AND f.state = 'FIRING'
                 WHERE n.channel_id = $1 AND n.status = 'WAITING' AND n.next_attempt <= $2
                   AND f.status IS DISTINCT FROM 'WAITING'
                   AND NOT EXISTS (SELECT FROM notification o
                                    WHERE o.channel_id = n.channel_id AND o.group_id = n.group_id
                                      AND o.status = 'WAITING'
                                      AND (o.created_at, o.number) < (n.created_at, n.number))
                 ORDER BY n.next_attempt, n.created_at, n.id LIMIT 1
                """
                        .formatted(EpisodeJson.SELECT);
        return pool.withConnection(tx ->
                tx.preparedQuery(sql)
                        .execute(Tuple.of(channelId, Columns.at(now)))
                        .chain(rows -> {
                            if (!rows.iterator().hasNext()) {
                                return Uni.createFrom().item(Optional.empty());
                            }
                            Row row = rows.iterator().next();
                            return about(tx, row).map(it -> Optional.of(due(row, it)));
                        }));
    }

    private static Due due(Row row, About about) {
        return new Due(
                row.getUUID("notification_id"),
                row.getUUID("channel_id"),
                row.getInteger("attempts"),
                Channel.Kind.valueOf(row.getString("channel_kind")),
                ChannelRows.target(row),
                row.getBoolean("channel_on"),
                Severity.valueOf(row.getString("min_severity")),
                row.getString("digest") != null,
                about);
    }

    private static Uni<About> about(SqlConnection tx, Row row) {
        UUID groupId = row.getUUID("group_id");
        if (groupId == null) {
            return Uni.createFrom()
                    .item(
                            new About.One(
                                    "FIRING".equals(row.getString("told_state")),
                                    beginning(row),
                                    EpisodeJson.of(row),
                                    Columns.instant(row, "planned_at")));
        }
        if (row.getInteger("number") == null) {
            DigestNote.Waiting digest =
                    StateJson.read(row.getJsonObject("message"), DigestNote.Waiting.class);
            return named(tx, digest.episodes())
                    .map(episodes -> new About.All(digest.with(episodes)));
        }
        GroupMessage message = StateJson.read(row.getJsonObject("message"), GroupMessage.class);
        List<UUID> named = new ArrayList<>(message.firing());
        named.addAll(message.ended());
        return named(tx, named)
                .map(episodes -> new About.Many(GroupNote.of(groupId, message, episodes)));
    }

    /** What became of the message that the episode fires; null where there is none. */
    static Telling.@Nullable Beginning beginning(Row row) {
        String status = row.getString("firing_status");
        return status == null
                ? null
                : new Telling.Beginning(status, row.getInteger("firing_attempts"));
    }

    private static Uni<List<EpisodeJson>> named(SqlConnection tx, List<UUID> ids) {
        return tx.preparedQuery(EpisodeJson.SELECT + " WHERE e.id = ANY($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(NotificationStore::episodes);
    }

    /** The silences in force for a tenant. */
    Uni<List<Silence>> silences(UUID tenantId, Instant now) {
        return pool.withConnection(tx -> silences(tx, new UUID[] {tenantId}, now));
    }

    static Uni<List<Silence>> silences(SqlConnection tx, UUID[] tenants, Instant now) {
        return tx.preparedQuery(
                        """
                        SELECT tenant_id, project_id, rule_id, severity, comment FROM silence
                         WHERE tenant_id = ANY($1) AND removed_at IS NULL
                           AND starts_at <= $2 AND ends_at > $2
                        """)
                .execute(Tuple.of(tenants, Columns.at(now)))
                .map(rows -> {
                    List<Silence> silences = new ArrayList<>();
                    for (Row row : rows) {
                        String severity = row.getString("severity");
                        silences.add(
                                new Silence(
                                        row.getUUID("tenant_id"),
                                        row.getUUID("project_id"),
                                        row.getUUID("rule_id"),
                                        severity == null ? null : Severity.valueOf(severity),
                                        row.getString("comment")));
                    }
                    return silences;
                });
    }

    /** Notes what came of a message, and from when on the channel is free again. */
    Uni<Void> note(
            Due due,
            String status,
            @Nullable String reason,
            @Nullable Instant next,
            boolean tried,
            Instant now,
            Instant freeAt) {
        return pool.withTransaction(tx ->
                tx.preparedQuery(
                                """
                                UPDATE notification
                                   SET status = $2, reason = $3, next_attempt = $4,
                                       attempts = attempts + $5,
                                       sent_at = CASE WHEN $2 = 'SENT' THEN $6::timestamptz END
                                 WHERE id = $1 AND status = 'WAITING'
                                """)
                        .execute(
                                Tuple.from(
                                        new @Nullable Object[] {
                                            due.id(),
                                            status,
                                            reason,
                                            Columns.atOrNull(next),
                                            tried ? 1 : 0,
                                            Columns.at(now)
                                        }))
                        .chain(() -> free(tx, due.channelId(), freeAt)));
    }

    /** Gives a channel back. */
    Uni<Void> free(UUID channelId, Instant freeAt) {
        return pool.withConnection(tx -> free(tx, channelId, freeAt));
    }

    private static Uni<Void> free(SqlConnection tx, UUID channelId, Instant freeAt) {
        return tx.preparedQuery("UPDATE channel_pace SET free_at = $2 WHERE channel_id = $1")
                .execute(Tuple.of(channelId, Columns.at(freeAt)))
                .replaceWithVoid();
    }

    static List<EpisodeJson> episodes(RowSet<Row> rows) {
        List<EpisodeJson> episodes = new ArrayList<>();
        rows.forEach(row -> episodes.add(EpisodeJson.of(row)));
        return episodes;
    }
}
