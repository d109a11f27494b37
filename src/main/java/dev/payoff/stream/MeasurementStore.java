package dev.payoff.stream;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The readings themselves, each revision of each, by identity. */
final class MeasurementStore {

    /**
     * OFFSET 0 has the index asked for each, however many there are: the planner cannot know. Of a
     * reading that is older than is kept only its identity may be found.
     */
    private static final String LOOK_UP =
            """
            WITH known AS (
                SELECT k.metric_id, k.event_key, i.revision, i.observed_at
                  FROM unnest($1::uuid[], $2::uuid[]) AS k(metric_id, event_key)
                 CROSS JOIN LATERAL (SELECT revision, observed_at FROM measurement_identity
                                      WHERE event_key = k.event_key AND metric_id = k.metric_id OFFSET 0) AS i
                UNION ALL
                SELECT k.metric_id, k.event_key, x.revision, x.observed_at
                  FROM unnest($1::uuid[], $2::uuid[]) AS k(metric_id, event_key)
                 CROSS JOIN LATERAL (SELECT revision, observed_at FROM measurement_superseded
                                      WHERE metric_id = k.metric_id AND event_key = k.event_key OFFSET 0) AS x)
            SELECT k.metric_id, k.event_key, k.revision, s.value, k.observed_at, s.confidence, s.note,
                   coalesce(s.partition, 0) AS partition, coalesce(s.log_offset, 0) AS log_offset
              FROM known k
              LEFT JOIN LATERAL (
                SELECT * FROM measurement m
                 WHERE m.metric_id = k.metric_id AND m.pack_last >= k.observed_at AND m.pack_last < k.observed_at + interval '1 hour'
                   AND m.event_key = k.event_key AND m.revision = k.revision) AS s ON true
            """;

    private static final String IDENTIFY =
            """
            INSERT INTO measurement_identity (event_key, metric_id, revision, observed_at)
            SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::int[]), unnest($4::timestamptz[])
            """;

    /**
     * The arrays are unnested side by side in the list of columns, not as a table: a table of them
     * would be written out before its first row is read, which cost three tenths more.
     */
    private static final String PACK =
            """
            INSERT INTO measurement_pack (metric_id, tenant_id, first_observed, last_observed, partition, source, event_keys, revisions,
                                          measured, observed_us, log_offsets, confidences, notes, event_ids, recorded_at)
            SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::timestamptz[]), unnest($4::timestamptz[]), unnest($5::int[]),
                   unnest($6::text[]), unnest($7::text[])::uuid[], unnest($8::text[])::int[], unnest($9::text[])::numeric[],
                   unnest($10::text[])::bigint[], unnest($11::text[])::bigint[], unnest($12::text[])::numeric[],
                   unnest($13::text[])::text[], unnest($14::text[])::text[], $15::timestamptz
            """;

    private static final String PUT_IN_FORCE =
            """
            UPDATE measurement_identity i SET revision = k.revision, observed_at = k.observed_at
              FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::timestamptz[]) AS k(event_key, metric_id, revision, observed_at)
             WHERE i.event_key = k.event_key AND i.metric_id = k.metric_id
            """;

    private static final String SUPERSEDE =
            """
            INSERT INTO measurement_superseded (metric_id, event_key, revision, observed_at, tenant_id, superseded_at)
            SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::int[]), unnest($4::timestamptz[]), unnest($5::uuid[]), $6::timestamptz
            """;

    /** PostgreSQL's code for a row that a unique index refuses. */
    private static final String UNIQUE_VIOLATION = "23505";

    private static final String IN_FORCE = "measurement_in_force";

    /** In this order, those who store the same readings wait for each other, never in a circle. */
    private static final Comparator<Revision> BY_KEY =
            Comparator.comparing(Revision::eventKey, WindowKey.BY_BYTES)
                    .thenComparing(r -> r.metric().id(), WindowKey.BY_BYTES)
                    .thenComparingInt(Revision::revision);

    /** A revision of a reading, as far as identity goes. */
    private record Revision(MetricDef metric, UUID eventKey, int revision, Instant observedAt) {

        static Revision of(Candidate c) {
            return new Revision(
                    c.metric(), c.eventKey(), c.wire().revision(), c.wire().observedAt());
        }

        static Revision of(Candidate successor, Classifier.Known replaced) {
            return new Revision(
                    successor.metric(),
                    successor.eventKey(),
                    replaced.revision(),
                    replaced.observedAt());
        }
    }

    private MeasurementStore() {}

    /** What is stored of these identities, all revisions. */
    static Uni<Map<Candidate.Identity, List<Classifier.Known>>> lookUp(
            SqlConnection tx, Collection<Candidate.Identity> identities) {
        if (identities.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
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
     * Stores every new revision. An identity that is there already ends the transaction with a
     * unique violation.
     */
    static Uni<Void> insert(
            SqlConnection tx, List<Classifier.Verdict> verdicts, Instant recordedAt) {
        List<Candidate> kept = new ArrayList<>(verdicts.size());
        List<Revision> fresh = new ArrayList<>(verdicts.size());
        List<Revision> superseded = new ArrayList<>();
        Map<Candidate.Identity, Candidate> corrections = new HashMap<>();
        for (Classifier.Verdict verdict : verdicts) {
            switch (verdict) {
                case Classifier.Verdict.Fresh(Candidate c) -> {
                    kept.add(c);
                    fresh.add(Revision.of(c));
                }
                case Classifier.Verdict.Correction(Candidate c, Classifier.Known replaced) -> {
                    kept.add(c);
                    superseded.add(Revision.of(c, replaced));
                    corrections.put(c.identity(), c);
                }
                case Classifier.Verdict.Outdated(Candidate c) -> {
                    kept.add(c);
                    superseded.add(Revision.of(c));
                }
                case Classifier.Verdict.Duplicate _,
                        Classifier.Verdict.Conflict _,
                        Classifier.Verdict.TooLate _ -> {}
            }
        }
        if (kept.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        // Written out here, on the caller's thread: what follows an answer is on the event loop.
        Tuple packs = columns(MeasurementPack.of(kept), recordedAt);
        return identify(tx, fresh)
                .chain(() -> putInForce(tx, corrections.values()))
                .chain(() -> supersede(tx, superseded, recordedAt))
                .chain(() -> tx.preparedQuery(PACK).execute(packs))
                .replaceWithVoid();
    }

    private static Uni<Void> identify(SqlConnection tx, List<Revision> fresh) {
        fresh.sort(BY_KEY);
        return fresh.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(IDENTIFY).execute(identities(fresh)).replaceWithVoid();
    }

    /** Event key, metric, revision, observed. */
    private static Tuple identities(List<Revision> revisions) {
        return Tuple.of(
                Sql.uuids(revisions, Revision::eventKey),
                Sql.uuids(revisions, r -> r.metric().id()),
                Sql.ints(revisions, Revision::revision),
                Sql.times(revisions, Revision::observedAt));
    }

    /** Of the revisions of one reading that came in one batch, the last correction is in force. */
    private static Uni<Void> putInForce(SqlConnection tx, Collection<Candidate> corrections) {
        if (corrections.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Revision> inForce = corrections.stream().map(Revision::of).sorted(BY_KEY).toList();
        return tx.preparedQuery(PUT_IN_FORCE).execute(identities(inForce)).replaceWithVoid();
    }

    private static Uni<Void> supersede(SqlConnection tx, List<Revision> superseded, Instant at) {
        superseded.sort(BY_KEY);
        return superseded.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(SUPERSEDE)
                        .execute(
                                Tuple.of(
                                        Sql.uuids(superseded, r -> r.metric().id()),
                                        Sql.uuids(superseded, Revision::eventKey),
                                        Sql.ints(superseded, Revision::revision),
                                        Sql.times(superseded, Revision::observedAt),
                                        Sql.uuids(superseded, r -> r.metric().tenantId()),
                                        Sql.time(at)))
                        .replaceWithVoid();
    }

    private static Tuple columns(List<MeasurementPack> packs, Instant recordedAt) {
        return Tuple.tuple()
                .addValue(Sql.uuids(packs, p -> p.first().metric().id()))
                .addValue(Sql.uuids(packs, p -> p.first().metric().tenantId()))
                .addValue(Sql.times(packs, MeasurementPack::firstObserved))
                .addValue(Sql.times(packs, MeasurementPack::lastObserved))
                .addValue(Sql.ints(packs, p -> p.first().partition()))
                .addValue(Sql.texts(packs, p -> p.first().wire().source()))
                .addValue(Sql.texts(packs, MeasurementPack::eventKeys))
                .addValue(Sql.texts(packs, MeasurementPack::revisions))
                .addValue(Sql.texts(packs, MeasurementPack::measured))
                .addValue(Sql.texts(packs, MeasurementPack::observedMicros))
                .addValue(Sql.texts(packs, MeasurementPack::offsets))
                .addValue(Sql.texts(packs, MeasurementPack::confidences))
                .addValue(Sql.texts(packs, MeasurementPack::notes))
                .addValue(Sql.texts(packs, MeasurementPack::eventIds))
                .addValue(Sql.time(recordedAt));
    }
}
