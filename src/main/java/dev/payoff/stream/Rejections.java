package dev.payoff.stream;

import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/** Writes refused records, and the events that tell of them, in the caller's transaction. */
public final class Rejections {

    private static final String INSERT =
            """
            INSERT INTO rejected (id, tenant_id, origin, code, detail, payload, truncated, received_at)
            SELECT r.id, r.tenant_id, r.origin, r.code, r.detail, r.payload, r.truncated, $8
              FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[])
                AS r(id, tenant_id, origin, code, detail, payload, truncated)
            ON CONFLICT (origin) DO NOTHING
            """;

    private Rejections() {}

    /** Keeps these; those of one origin that are there already stay as they are. */
    public static Uni<Void> write(
            SqlConnection tx, List<Rejection> rejections, Instant now, TimeAndChance chance) {
        if (rejections.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns =
                Tuple.tuple()
                        .addValue(Sql.uuids(rejections, r -> chance.newId()))
                        .addValue(Sql.uuids(rejections, Rejection::tenantId))
                        .addValue(Sql.texts(rejections, Rejection::origin))
                        .addValue(Sql.texts(rejections, r -> r.code().name()))
                        .addValue(Sql.texts(rejections, Rejection::detail))
                        .addValue(Sql.texts(rejections, Rejection::payload))
                        .addValue(Sql.booleans(rejections, Rejection::truncated))
                        .addValue(Sql.time(now));
        return tx.preparedQuery(INSERT)
                .execute(columns)
                .replaceWithVoid()
                .chain(() -> announce(tx, rejections, now));
    }

    private static Uni<Void> announce(SqlConnection tx, List<Rejection> rejections, Instant now) {
        List<Outbox.Message> messages =
                rejections.stream()
                        .filter(r -> r.tenantId() != null)
                        .map(r -> new Outbox.Message(r.tenantId(), "rejected", "rejected", json(r)))
                        .toList();
        return Outbox.write(tx, messages, now);
    }

    private static JsonObject json(Rejection r) {
        return new JsonObject()
                .put("origin", r.origin())
                .put("code", r.code().name())
                .put("detail", r.detail())
                .put("payload", r.payload())
                .put("truncated", r.truncated());
    }
}
