package dev.payoff.stream;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The commit point. A worker that takes a partition over raises its epoch; a batch moves {@code
 * next_offset} from the value that it was read at, under that epoch. Kafka's own generation fences
 * Kafka's commits only, so a paused worker that wakes up after it lost its partitions is stopped
 * here.
 */
final class OffsetStore {

    private static final String TAKE =
            """
            INSERT INTO consumer_offset AS o (topic, partition, next_offset, epoch, owner, topic_id, updated_at)
            SELECT topic, partition, first_offset, 1, $5, topic_id, $6
              FROM unnest($1::text[], $2::int[], $3::bigint[], $4::text[]) AS r(topic, partition, first_offset, topic_id)
             ORDER BY topic, partition
            ON CONFLICT (topic, partition) DO UPDATE SET epoch = o.epoch + 1, owner = excluded.owner, updated_at = excluded.updated_at,
                topic_id = coalesce(o.topic_id, excluded.topic_id)
            RETURNING o.topic, o.partition, o.next_offset, o.epoch, o.topic_id
            """;

    private static final String FENCE =
            """
            UPDATE consumer_offset o SET next_offset = r.next_offset, updated_at = $6
              FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[])
                AS r(topic, partition, epoch, expected, next_offset)
             WHERE o.topic = r.topic AND o.partition = r.partition AND o.epoch = r.epoch AND o.next_offset = r.expected
            """;

    private static final String COUNT =
            """
            UPDATE consumer_offset o SET consumed = o.consumed + r.valid + r.duplicate + r.rejected, valid = o.valid + r.valid,
                   duplicate = o.duplicate + r.duplicate, rejected = o.rejected + r.rejected
              FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[])
                AS r(topic, partition, valid, duplicate, rejected)
             WHERE o.topic = r.topic AND o.partition = r.partition
            """;

    private static final String READ =
            """
            SELECT o.topic, o.partition, o.next_offset, o.epoch, o.topic_id
              FROM consumer_offset o JOIN unnest($1::text[], $2::int[]) AS r(topic, partition)
                ON o.topic = r.topic AND o.partition = r.partition
            """;

    /** What this worker owns of a partition: where it is, and under which epoch. */
    record Claim(long nextOffset, long epoch, String topicId) {}

    /** A stretch of the log: from the offset expected to the one that follows the last record. */
    record Move(long epoch, long expected, long next) {}

    /** How the records of a partition turned out; they add up to what was consumed. */
    record Tally(long valid, long duplicate, long rejected) {}

    /** Where a partition begins for someone who has never read it, and the id of its topic. */
    record Beginning(LogPosition at, long firstOffset, String topicId) {}

    private OffsetStore() {}

    static Uni<Map<LogPosition, Claim>> take(
            SqlClient client, List<Beginning> beginnings, String owner, Instant now) {
        return client.preparedQuery(TAKE)
                .execute(
                        Tuple.of(
                                Sql.texts(beginnings, b -> b.at().topic()),
                                Sql.ints(beginnings, b -> b.at().partition()),
                                Sql.longs(beginnings, Beginning::firstOffset),
                                Sql.texts(beginnings, Beginning::topicId),
                                owner,
                                Sql.time(now)))
                .map(OffsetStore::claims);
    }

    /**
     * The first statement of every batch: true if each partition moved; else the batch must be
     * dropped.
     */
    static Uni<Boolean> fence(SqlConnection tx, SortedMap<LogPosition, Move> moves, Instant now) {
        return tx.preparedQuery(FENCE)
                .execute(
                        Tuple.of(
                                Sql.texts(moves.keySet(), LogPosition::topic),
                                Sql.ints(moves.keySet(), LogPosition::partition),
                                Sql.longs(moves.values(), Move::epoch),
                                Sql.longs(moves.values(), Move::expected),
                                Sql.longs(moves.values(), Move::next),
                                Sql.time(now)))
                .map(rows -> rows.rowCount() == moves.size());
    }

    static Uni<Void> count(SqlConnection tx, SortedMap<LogPosition, Tally> tallies) {
        return tx.preparedQuery(COUNT)
                .execute(
                        Tuple.of(
                                Sql.texts(tallies.keySet(), LogPosition::topic),
                                Sql.ints(tallies.keySet(), LogPosition::partition),
                                Sql.longs(tallies.values(), Tally::valid),
                                Sql.longs(tallies.values(), Tally::duplicate),
                                Sql.longs(tallies.values(), Tally::rejected)))
                .replaceWithVoid();
    }

    static Uni<Map<LogPosition, Claim>> read(SqlClient client, Collection<LogPosition> partitions) {
        return client.preparedQuery(READ)
                .execute(
                        Tuple.of(
                                Sql.texts(partitions, LogPosition::topic),
                                Sql.ints(partitions, LogPosition::partition)))
                .map(OffsetStore::claims);
    }

    private static Map<LogPosition, Claim> claims(Iterable<Row> rows) {
        Map<LogPosition, Claim> claims = new HashMap<>();
        for (Row row : rows) {
            claims.put(
                    new LogPosition(row.getString("topic"), row.getInteger("partition")),
                    new Claim(
                            row.getLong("next_offset"),
                            row.getLong("epoch"),
                            row.getString("topic_id")));
        }
        return claims;
    }
}
