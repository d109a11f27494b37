package dev.payoff.alert;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of channels. */
final class ChannelRows {

    private static final String INSERT =
            """
            INSERT INTO channel (id, tenant_id, name, kind, address, address_host, address_end, secret,
                                 min_severity, enabled, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;

    private static final String UPDATE =
            "UPDATE channel SET name = $2, min_severity = $3, enabled = $4, version = version + 1 WHERE id = $1";

    private static final String MOVE =
            "UPDATE channel SET address = $2, address_host = $3, address_end = $4 WHERE id = $1";

    /**
     * A new channel.
     *
     * @param sealed the address, sealed
     * @param secret sealed; null where the kind has none
     */
    record Made(
            UUID id,
            UUID tenantId,
            String name,
            Channel.Kind kind,
            byte[] sealed,
            Channel.Address address,
            byte @Nullable [] secret,
            Severity least,
            boolean on,
            Instant at) {}

    private ChannelRows() {}

    static Uni<Void> insert(SqlConnection tx, Made made) {
        return tx.preparedQuery(INSERT)
                .execute(
                        Tuple.from(
                                new @Nullable Object[] {
                                    made.id(),
                                    made.tenantId(),
                                    made.name(),
                                    made.kind().name(),
                                    Buffer.buffer(made.sealed()),
                                    made.address().host(),
                                    made.address().end(),
                                    made.secret() == null ? null : Buffer.buffer(made.secret()),
                                    made.least().name(),
                                    made.on(),
                                    Columns.at(made.at())
                                }))
                .replaceWithVoid();
    }

    static Uni<Void> update(
            SqlConnection tx, UUID id, String name, Severity least, boolean enabled) {
        return tx.preparedQuery(UPDATE)
                .execute(Tuple.of(id, name, least.name(), enabled))
                .replaceWithVoid();
    }

    /** Gives a channel another address. */
    static Uni<Void> move(SqlConnection tx, UUID id, byte[] sealed, Channel.Address address) {
        return tx.preparedQuery(MOVE)
                .execute(Tuple.of(id, Buffer.buffer(sealed), address.host(), address.end()))
                .replaceWithVoid();
    }

    /**
     * Has a channel told in digests; null: each message by itself, after a last digest of what
     * waits.
     */
    static Uni<Void> digest(
            SqlConnection tx, UUID id, UUID tenantId, @Nullable Digest digest, Instant now) {
        String name = digest == null ? null : digest.name();
        return tx.preparedQuery(
                        "UPDATE channel SET digest = $2 WHERE id = $1 AND digest IS DISTINCT FROM $2")
                .execute(Tuple.of(id, name))
                .chain(changed ->
                        changed.rowCount() == 0
                                ? Uni.createFrom().voidItem()
                                : tx.query("SELECT zone FROM tenant")
                                        .execute()
                                        .map(rows -> rows.iterator().next().getString("zone"))
                                        .chain(zone ->
                                                tx.preparedQuery(
                                                                """
                                                                INSERT INTO channel_digest (channel_id, tenant_id, since, due_at)
                                                                VALUES ($1, $2, $3, $4)
                                                                ON CONFLICT (channel_id) DO UPDATE SET due_at = excluded.due_at
                                                                """)
                                                        .execute(
                                                                Tuple.of(
                                                                        id,
                                                                        tenantId,
                                                                        Columns.at(now),
                                                                        Columns.at(
                                                                                digest == null
                                                                                        ? now
                                                                                        : digest
                                                                                                .next(
                                                                                                        ZoneId
                                                                                                                .of(
                                                                                                                        zone),
                                                                                                        now)))))
                                        .replaceWithVoid());
    }

    /** Gives a channel another secret; null: it keeps what it has. */
    static Uni<Void> rekey(SqlConnection tx, UUID id, byte @Nullable [] sealed) {
        return sealed == null
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery("UPDATE channel SET secret = $2 WHERE id = $1")
                        .execute(Tuple.of(id, Buffer.buffer(sealed)))
                        .replaceWithVoid();
    }

    /** That channel, or 404. */
    static Uni<Row> one(SqlConnection tx, String id, String lock) {
        return tx.preparedQuery(Channel.View.SELECT + " AND c.id = $1" + lock)
                .execute(Tuple.of(Bodies.id("channel", id)))
                .map(rows -> Targets.first(rows, "channel", id));
    }

    /** Where messages go, from columns {@code channel_id, channel_name, address, secret}. */
    static Messenger.Target target(Row row) {
        io.vertx.mutiny.core.buffer.Buffer secret = row.getBuffer("secret");
        return new Messenger.Target(
                Objects.requireNonNull(row.getUUID("channel_id")),
                Objects.requireNonNull(row.getString("channel_name")),
                row.getBuffer("address").getBytes(),
                secret == null ? null : secret.getBytes());
    }
}
