package dev.payoff.stream;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The readings themselves, each revision of each, by identity. */
final class MeasurementStore {

    private static final String LOOK_UP =
            """
            SELECT s.metric_id, s.event_key, s.revision, s.value, s.observed_at, s.confidence, s.note, s.partition, s.log_offset
              FROM unnest($1::uuid[], $2::uuid[]) AS k(metric_id, event_key)
              JOIN measurement s ON s.metric_id = k.metric_id AND s.event_key = k.event_key AND NOT s.superseded
            UNION ALL
            SELECT s.metric_id, s.event_key, s.revision, s.value, s.observed_at, s.confidence, s.note, s.partition, s.log_offset
              FROM unnest($1::uuid[], $2::uuid[]) AS k(metric_id, event_key)
              JOIN measurement s ON s.metric_id = k.metric_id AND s.event_key = k.event_key AND s.superseded
            """;

    /**
     * The arrays are unnested side by side in the list of columns, not as a table: a table of them
     * would be written out before its first row is read, which cost three tenths more.
     */
    private static final String INSERT =
            """
            INSERT INTO measurement (metric_id, event_key, revision, tenant_id, value, observed_at, recorded_at, confidence,
                                     superseded, partition, log_offset, source, event_id, note)
            SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::int[]), unnest($4::uuid[]), unnest($5::numeric[]),
                   unnest($6::timestamptz[]), $14::timestamptz, unnest($7::numeric[]), unnest($8::boolean[]), unnest($9::int[]),
                   unnest($10::bigint[]), unnest($11::text[]), unnest($12::text[]), unnest($13::text[])
            """;

    private static final String SUPERSEDE =
            """
            UPDATE measurement s SET superseded = true
              FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS k(metric_id, event_key, revision)
             WHERE s.metric_id = k.metric_id AND s.event_key = k.event_key AND s.revision < k.revision AND NOT s.superseded
            """;

    /** PostgreSQL's code for a row that a unique index refuses. */
    private static final String UNIQUE_VIOLATION = "23505";

    private static final String IN_FORCE = "measurement_in_force";

    /** Readings of a metric lie together, as they are read. */
    private static final Comparator<Candidate> BY_KEY =
            Comparator.comparing((Candidate c) -> c.metric().id(), WindowKey.BY_BYTES)
                    .thenComparing(Candidate::eventKey, WindowKey.BY_BYTES)
                    .thenComparingInt(c -> c.wire().revision());

    private MeasurementStore() {}

    /** What is stored of these identities, all revisions. */
    static Uni<Map<Candidate.Identity, List<Classifier.Known>>> lookUp(
            SqlConnection tx, Collection<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<Candidate.Identity> identities =
                candidates.stream().map(Candidate::identity).distinct().toList();
        return tx.preparedQuery(LOOK_UP)
                .execute(
                        Tuple.of(
                                Sql.uuids(identities, Candidate.Identity::metricId),
                                Sql.uuids(identities, Candidate.Identity::eventKey)))
                .map(rows -> {
                    Map<Candidate.Identity, List<Classifier.Known>> known = new HashMap<>();
                    for (Row row : rows) {
                        known.computeIfAbsent(
                                        new Candidate.Identity(
                                                row.getUUID("metric_id"), row.getUUID("event_key")),
                                        identity -> new ArrayList<>(1))
                                .add(known(row));
                    }
                    return known;
                });
    }

    private static Classifier.Known known(Row row) {
        return new Classifier.Known(
                row.getInteger("revision"),
                row.getBigDecimal("value"),
                Sql.instant(row, "observed_at"),
                row.getBigDecimal("confidence"),
                row.getString("note"),
                row.getInteger("partition"),
                row.getLong("log_offset"));
    }

    /**
     * Whether the transaction failed because a reading was there that was taken to be new. The
     * transaction is undone; with every identity looked up, the batch can be judged again.
     */
    static boolean isAboutAStoredReading(Throwable failure) {
        return failure instanceof PgException pg
                && UNIQUE_VIOLATION.equals(pg.getSqlState())
                && IN_FORCE.equals(pg.getConstraint());
    }

    /**
     * Stores every new revision. Plain and sorted: an identity that is there already ends the
     * transaction with a unique violation.
     */
    static Uni<Void> insert(
            SqlConnection tx, List<Classifier.Verdict> verdicts, Instant recordedAt) {
        List<Candidate> rows = new ArrayList<>(verdicts.size());
        List<Candidate> corrections = new ArrayList<>();
        Set<Candidate> superseded = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Classifier.Verdict verdict : verdicts) {
            switch (verdict) {
                case Classifier.Verdict.Fresh(Candidate c) -> rows.add(c);
                case Classifier.Verdict.Correction(Candidate c, Classifier.Known _) -> {
                    rows.add(c);
                    corrections.add(c);
                }
                case Classifier.Verdict.Outdated(Candidate c) -> {
                    rows.add(c);
                    superseded.add(c);
                }
                case Classifier.Verdict.Duplicate _, Classifier.Verdict.Conflict _ -> {}
            }
        }
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        rows.sort(BY_KEY);
        if (!corrections.isEmpty()) {
            supersededByTheNext(rows, superseded);
        }
        Tuple columns =
                Tuple.tuple()
                        .addValue(Sql.uuids(rows, c -> c.metric().id()))
                        .addValue(Sql.uuids(rows, Candidate::eventKey))
                        .addValue(Sql.ints(rows, c -> c.wire().revision()))
                        .addValue(Sql.uuids(rows, c -> c.metric().tenantId()))
                        .addValue(Sql.decimals(rows, c -> c.wire().value()))
                        .addValue(Sql.times(rows, c -> c.wire().observedAt()))
                        .addValue(Sql.decimals(rows, c -> c.wire().confidence()))
                        .addValue(Sql.booleans(rows, superseded::contains))
                        .addValue(Sql.ints(rows, Candidate::partition))
                        .addValue(Sql.longs(rows, Candidate::offset))
                        .addValue(Sql.texts(rows, c -> c.wire().source()))
                        .addValue(Sql.texts(rows, c -> c.wire().eventId()))
                        .addValue(Sql.texts(rows, c -> c.wire().note()))
                        .addValue(Sql.time(recordedAt));
        Uni<Void> before =
                corrections.isEmpty() ? Uni.createFrom().voidItem() : supersede(tx, corrections);
        return before.chain(() -> tx.preparedQuery(INSERT).execute(columns)).replaceWithVoid();
    }

    /** Of the revisions of one reading that came in one batch, the highest is in force. */
    private static void supersededByTheNext(List<Candidate> sorted, Set<Candidate> superseded) {
        for (int i = 0; i + 1 < sorted.size(); i++) {
            if (sorted.get(i).identity().equals(sorted.get(i + 1).identity())) {
                superseded.add(sorted.get(i));
            }
        }
    }

    private static Uni<Void> supersede(SqlConnection tx, List<Candidate> corrections) {
        corrections.sort(BY_KEY);
        return tx.preparedQuery(SUPERSEDE)
                .execute(
                        Tuple.of(
                                Sql.uuids(corrections, c -> c.metric().id()),
                                Sql.uuids(corrections, Candidate::eventKey),
                                Sql.ints(corrections, c -> c.wire().revision())))
                .replaceWithVoid();
    }
}
