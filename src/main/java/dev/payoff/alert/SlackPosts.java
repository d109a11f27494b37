package dev.payoff.alert;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Which of Slack's messages begins which thread. */
@ApplicationScoped
class SlackPosts {

    private final Pool pool;

    SlackPosts(@ReactiveDataSource("stream") Pool pool) {
        this.pool = pool;
    }

    /**
     * A message of Slack's: its channel, as Slack calls it, and its time stamp, which is its name
     * there.
     */
    record Post(String channel, String ts) {}

    Uni<Optional<Post>> find(UUID channelId, String thread) {
        return pool.preparedQuery(
                        "SELECT slack_channel, ts FROM slack_post WHERE channel_id = $1 AND thread = $2")
                .execute(Tuple.of(channelId, thread))
                .map(rows -> {
                    if (!rows.iterator().hasNext()) {
                        return Optional.empty();
                    }
                    Row row = rows.iterator().next();
                    return Optional.of(
                            new Post(row.getString("slack_channel"), row.getString("ts")));
                });
    }

    Uni<Void> keep(UUID channelId, String thread, Post post, Instant now) {
        return pool.preparedQuery(
                        """
                        INSERT INTO slack_post (channel_id, thread, tenant_id, slack_channel, ts, posted_at)
                        SELECT c.id, $2, c.tenant_id, $3, $4, $5 FROM channel c WHERE c.id = $1
                        ON CONFLICT (channel_id, thread) DO UPDATE
                           SET slack_channel = excluded.slack_channel, ts = excluded.ts, posted_at = excluded.posted_at
                        """)
                .execute(Tuple.of(channelId, thread, post.channel(), post.ts(), Columns.at(now)))
                .replaceWithVoid();
    }
}
