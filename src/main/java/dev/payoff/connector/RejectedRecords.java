package dev.payoff.connector;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The kept records of a tenant, as a replay needs them. */
final class RejectedRecords {

    private static final String ONE =
            "SELECT id, origin, payload, truncated, received_at FROM rejected WHERE id = $1";

    private static final String SOME =
            """
            SELECT id, origin, payload, truncated, received_at FROM rejected
             WHERE ($1::uuid[] IS NULL OR id = ANY($1)) AND ($2::text IS NULL OR code = $2)
               AND ($3::timestamptz IS NULL OR received_at >= $3) AND received_at < $4
               AND ($5 OR replayed_at IS NULL)
               AND ($6::timestamptz IS NULL OR (received_at, id) > ($6, $7))
             ORDER BY received_at, id LIMIT $8
            """;

    private static final String REPLAYED =
            "UPDATE rejected SET replayed_at = $2 WHERE id = ANY($1)";

    /**
     * Which records.
     *
     * @param ids these only; null does not narrow, nor does any other null
     * @param again also those that were sent again before
     * @param after the place of the last one seen
     */
    record Selection(
            @Nullable List<UUID> ids,
            @Nullable String code,
            @Nullable Instant from,
            Instant until,
            boolean again,
            @Nullable Place after) {}

    /** A record's place in the order in which records are sent again. */
    record Place(Instant receivedAt, UUID id) {}

    /** A record and its place. */
    record Found(RejectedReplay.Kept kept, Place place) {}

    private RejectedRecords() {}

    /** That record; an empty list where there is none. */
    static Uni<List<Found>> one(SqlConnection tx, UUID id) {
        return tx.preparedQuery(ONE).execute(Tuple.of(id)).map(RejectedRecords::found);
    }

    /** The oldest first. */
    static Uni<List<Found>> some(SqlConnection tx, Selection wanted, int limit) {
        Place after = wanted.after();
        Tuple bounds =
                Tuple.tuple()
                        .addValue(wanted.ids() == null ? null : wanted.ids().toArray(UUID[]::new))
                        .addValue(wanted.code())
                        .addValue(time(wanted.from()))
                        .addValue(time(wanted.until()))
                        .addValue(wanted.again())
                        .addValue(after == null ? null : time(after.receivedAt()))
                        .addValue(after == null ? null : after.id())
                        .addValue(limit);
        return tx.preparedQuery(SOME).execute(bounds).map(RejectedRecords::found);
    }

    static Uni<Void> replayed(SqlConnection tx, List<UUID> ids, Instant now) {
        return tx.preparedQuery(REPLAYED)
                .execute(Tuple.of(ids.toArray(UUID[]::new), time(now)))
                .replaceWithVoid();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    private static List<Found> found(RowSet<Row> rows) {
        List<Found> found = new ArrayList<>();
        for (Row row : rows) {
            found.add(
                    new Found(
                            new RejectedReplay.Kept(
                                    row.getUUID("id"),
                                    row.getString("origin"),
                                    row.getString("payload"),
                                    !row.getBoolean("truncated")),
                            new Place(
                                    row.getOffsetDateTime("received_at").toInstant(),
                                    row.getUUID("id"))));
        }
        return found;
    }
}
