package dev.payoff.stream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * History that goes out: written in the transaction that made it, published by the relay after it
 * has committed.
 */
public final class Outbox {

    private static final String INSERT =
            """
            INSERT INTO outbox (tenant_id, kind, topic, payload, created_at)
            SELECT r.tenant_id, r.kind, r.topic, r.payload::jsonb, $5
              FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS r(tenant_id, kind, topic, payload)
            """;

    /**
     * @param kind the event's name on the live stream: alert, restated, rejected
     * @param topic what a subscriber asks for: alerts, rejected, {@code project:KEY}
     */
    public record Message(UUID tenantId, String kind, String topic, JsonObject payload) {}

    private Outbox() {}

    /** Adds messages, in order. */
    public static Uni<Void> write(SqlConnection tx, List<Message> messages, Instant now) {
        return messages.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(INSERT)
                        .execute(
                                Tuple.of(
                                        Sql.uuids(messages, Message::tenantId),
                                        Sql.texts(messages, Message::kind),
                                        Sql.texts(messages, Message::topic),
                                        Sql.texts(messages, m -> m.payload().encode()),
                                        Sql.time(now)))
                        .replaceWithVoid();
    }
}
