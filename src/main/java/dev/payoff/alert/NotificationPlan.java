package dev.payoff.alert;

import dev.payoff.alert.Telling.Silence;
import dev.payoff.alert.Telling.Suppress;
import dev.payoff.app.TimeAndChance;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides, for each new state of an episode of a tenant without routes, who is told of it. One row
 * for each channel and state, ever. Where there are routes, {@link RoutePlan} decides.
 */
@ApplicationScoped
class NotificationPlan {

    private static final int MAX_EPISODES_A_PLAN = 500;

    private final Pool pool;
    private final TimeAndChance time;

    NotificationPlan(@ReactiveDataSource("stream") Pool pool, TimeAndChance time) {
        this.pool = pool;
        this.time = time;
    }

    private record Planned(UUID channelId, EpisodeJson episode, String state, Telling telling) {}

    /**
     * Makes a row for each channel and each state of episodes that none was made for; answers how
     * many episodes were looked at.
     */
    Uni<Integer> plan(Instant now) {
        return pool.withTransaction(tx ->
                tx.preparedQuery(
                                """
                                SELECT id, planned FROM episode e WHERE planned IS DISTINCT FROM state
                                   AND NOT EXISTS (SELECT FROM routing r
                                                    WHERE r.tenant_id = e.tenant_id AND r.active)
                                 ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
                                """)
                        .execute(Tuple.of(MAX_EPISODES_A_PLAN))
                        .chain(rows -> {
                            Map<UUID, Optional<String>> planned = new HashMap<>();
                            rows.forEach(row ->
                                    planned.put(
                                            row.getUUID("id"),
                                            Optional.ofNullable(row.getString("planned"))));
                            return planned.isEmpty()
                                    ? Uni.createFrom().item(0)
                                    : plan(tx, planned, now).replaceWith(planned.size());
                        }));
    }

    private Uni<Void> plan(SqlConnection tx, Map<UUID, Optional<String>> planned, Instant now) {
        UUID[] ids = planned.keySet().toArray(UUID[]::new);
        return tx.preparedQuery(EpisodeJson.SELECT + " WHERE e.id = ANY($1)")
                .execute(Tuple.of(ids))
                .map(NotificationStore::episodes)
                .chain(episodes -> {
                    UUID[] tenants =
                            episodes.stream()
                                    .map(EpisodeJson::tenantId)
                                    .distinct()
                                    .toArray(UUID[]::new);
                    return NotificationStore.silences(tx, tenants, now)
                            .chain(silences ->
                                    tx.preparedQuery(
                                                    """
                                                    SELECT e.id AS episode_id, c.id AS channel_id, c.min_severity,
                                                           n.status AS firing_status, n.attempts AS firing_attempts
                                                      FROM episode e
                                                      JOIN channel c ON c.tenant_id = e.tenant_id
                                                       AND c.enabled AND c.removed_at IS NULL
                                                      LEFT JOIN notification n ON n.channel_id = c.id
                                                       AND n.episode_id = e.id AND n.state = 'FIRING'
                                                     WHERE e.id = ANY($1)
                                                    """)
                                            .execute(Tuple.of(ids))
                                            .map(rows ->
                                                    decide(
                                                            rows, episodes, planned, silences,
                                                            now)));
                })
                .chain(messages -> insert(tx, messages, now))
                .chain(() ->
                        tx.preparedQuery("UPDATE episode SET planned = state WHERE id = ANY($1)")
                                .execute(Tuple.of(ids)))
                .replaceWithVoid();
    }

    private static List<Planned> decide(
            RowSet<Row> rows,
            List<EpisodeJson> episodes,
            Map<UUID, Optional<String>> planned,
            List<Silence> silences,
            Instant now) {
        Map<UUID, EpisodeJson> byId =
                episodes.stream().collect(Collectors.toMap(EpisodeJson::id, e -> e));
        List<Planned> messages = new ArrayList<>();
        for (Row row : rows) {
            EpisodeJson episode = byId.get(row.getUUID("episode_id"));
            if (episode == null) {
                continue;
            }
            UUID channel = row.getUUID("channel_id");
            Telling.@Nullable Beginning firing = NotificationStore.beginning(row);
            if (firing == null && planned.getOrDefault(episode.id(), Optional.empty()).isEmpty()) {
                Severity least = Severity.valueOf(row.getString("min_severity"));
                Telling telling = Telling.firing(episode, least, silences, now);
                messages.add(new Planned(channel, episode, "FIRING", telling));
                firing =
                        new Telling.Beginning(
                                telling instanceof Telling.Tell ? "WAITING" : "SUPPRESSED", 0);
            }
            if ("RESOLVED".equals(episode.state())) {
                messages.add(
                        new Planned(
                                channel,
                                episode,
                                "RESOLVED",
                                Telling.resolved(episode, firing, silences)));
            }
        }
        return messages;
    }

    private Uni<Void> insert(SqlConnection tx, List<Planned> messages, Instant now) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> tuples = new ArrayList<>(messages.size());
        for (Planned message : messages) {
            @Nullable String reason =
                    message.telling() instanceof Suppress(String why) ? why : null;
            tuples.add(
                    Tuple.from(
                            new @Nullable Object[] {
                                time.newId(),
                                message.episode().tenantId(),
                                message.channelId(),
                                message.episode().id(),
                                message.state(),
                                reason == null ? "WAITING" : "SUPPRESSED",
                                reason,
                                Columns.atOrNull(reason == null ? now : null),
                                Columns.at(now)
                            }));
        }
        return tx.preparedQuery(
                        """
                        INSERT INTO notification (id, tenant_id, channel_id, episode_id, state, status,
                            reason, next_attempt, created_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        ON CONFLICT (channel_id, episode_id, state) DO NOTHING
                        """)
                .executeBatch(tuples)
                .replaceWithVoid();
    }
}
