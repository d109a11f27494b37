package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.TenantDb;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a connection delivered lately, and what became of it: the first thing that the administrator
 * of an outside system looks for. Keeps some {@value #KEPT} a connection, of them at most {@value
 * #KEPT_REFUSED} that were not verified, so that a stranger's posts cannot push the real ones out;
 * what is beyond that goes with one of the next notes.
 */
@ApplicationScoped
public class Deliveries {

    static final int KEPT = 200;
    static final int KEPT_REFUSED = 50;
    private static final int MAX_ID_CHARS = 100;
    static final int MAX_REASON_CHARS = 500;

    /** What became of a delivery. */
    enum Status {
        TAKEN,
        IGNORED,
        REFUSED,
        UNAVAILABLE;

        static Status of(Webhook.Outcome outcome) {
            return switch (outcome) {
                case Webhook.Outcome.Taken taken -> TAKEN;
                case Webhook.Outcome.Ignored ignored -> IGNORED;
                case Webhook.Outcome.Malformed malformed -> REFUSED;
                case Webhook.Outcome.Unusable unusable -> REFUSED;
                case Webhook.Outcome.Unavailable away -> UNAVAILABLE;
            };
        }
    }

    /** Deliveries that are looked up, or noted, in one transaction. */
    static final int MAX_BATCH = 500;

    /** One look into the index for each, however small the table was when this was planned. */
    private static final String REPEATED =
            """
            UPDATE connection_delivery SET repeats = repeats + 1
             WHERE id = ANY (ARRAY(
                   SELECT found.id
                     FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[])
                                 AS told (connection_id, external_id, since)) told
                    CROSS JOIN LATERAL (
                          SELECT d.id FROM connection_delivery d
                           WHERE d.connection_id = told.connection_id AND d.external_id = told.external_id
                             AND d.status IN ('TAKEN', 'IGNORED') AND coalesce(d.at >= told.since, true)
                           LIMIT 1) found))
            RETURNING connection_id, external_id
            """;

    private static final String NOTE =
            """
            INSERT INTO connection_delivery
                (id, tenant_id, connection_id, external_id, event, status, reason, readings, repeats, at)
            SELECT id, $1, connection_id, external_id, event, status, reason, readings, repeats, at
              FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::int[],
                          $10::timestamptz[])
                   AS row (id, connection_id, external_id, event, status, reason, readings, repeats, at)
            ON CONFLICT (connection_id, external_id) WHERE status IN ('TAKEN', 'IGNORED')
            DO UPDATE SET repeats = connection_delivery.repeats + 1 + excluded.repeats
            """;

    private static final String PRUNE =
            """
            DELETE FROM connection_delivery WHERE id IN (
                SELECT id FROM (
                    SELECT id, status = 'REFUSED' AS refused, row_number() OVER (
                           PARTITION BY connection_id, status = 'REFUSED' ORDER BY at DESC, id DESC) AS place
                      FROM connection_delivery WHERE connection_id = ANY ($1)) ranked
                 WHERE place > CASE WHEN refused THEN $2::int ELSE $3::int END)
            """;

    /**
     * Of the notes of what was not refused one in so many looks for what is beyond the bounds:
     * looking costs more than a note. What anybody may send has its bound at once.
     */
    private static final double PRUNE_CHANCE = 0.005;

    private record Named(UUID connection, String externalId) {}

    /** An id, and since when it counts; null: ever. */
    private record Wanted(UUID connection, String externalId, @Nullable OffsetDateTime since) {}

    /** A row to be; {@code repeats} counts those of the same id that came with it. */
    record Row(
            UUID tenant,
            UUID id,
            UUID connection,
            @Nullable String externalId,
            String event,
            Status status,
            @Nullable String reason,
            int readings,
            int repeats,
            OffsetDateTime at,
            @Nullable KeptDelivery kept) {

        /** What makes it a repetition of another; the row itself where nothing does. */
        Object identity() {
            boolean finished = status == Status.TAKEN || status == Status.IGNORED;
            return externalId == null || !finished ? this : new Named(connection, externalId);
        }

        Row repeated() {
            return new Row(
                    tenant,
                    id,
                    connection,
                    externalId,
                    event,
                    status,
                    reason,
                    readings,
                    repeats + 1,
                    at,
                    kept);
        }
    }

    private final TenantDb db;
    private final TimeAndChance time;
    private final KeptDeliveries payloads;
    private final MeterRegistry meters;
    private final Batches<UUID, Wanted, Boolean> lookups;
    private final Batches<UUID, Row, Boolean> notes;

    Deliveries(TenantDb db, TimeAndChance time, KeptDeliveries payloads, MeterRegistry meters) {
        this.db = db;
        this.time = time;
        this.payloads = payloads;
        this.meters = meters;
        this.lookups = new Batches<>(MAX_BATCH, Batches.GATHERING, this::lookUp);
        this.notes = new Batches<>(MAX_BATCH, Batches.GATHERING, this::noteAll);
    }

    /**
     * Whether a verified delivery of this id was finished before; counts the repetition.
     *
     * @param within how long ago at most; null: ever
     */
    Uni<Boolean> repeated(Connection connection, String externalId, @Nullable Duration within) {
        return lookups.add(
                connection.tenantId(),
                new Wanted(
                        connection.id(),
                        cut(externalId, MAX_ID_CHARS),
                        within == null ? null : time.now().minus(within).atOffset(ZoneOffset.UTC)));
    }

    private Uni<List<Boolean>> lookUp(UUID tenant, List<Wanted> batch) {
        return db.inTransaction(
                tenant,
                tx ->
                        tx.preparedQuery(REPEATED)
                                .execute(
                                        Tuple.of(
                                                array(batch, Wanted::connection, UUID[]::new),
                                                array(batch, Wanted::externalId, String[]::new),
                                                array(batch, Wanted::since, OffsetDateTime[]::new)))
                                .map(rows -> {
                                    Set<Named> there = new HashSet<>();
                                    rows.forEach(row ->
                                            there.add(new Named(row.getUUID(0), row.getString(1))));
                                    return batch.stream()
                                            .map(w -> new Named(w.connection(), w.externalId()))
                                            .map(there::contains)
                                            .toList();
                                }));
    }

    /** Notes something that cannot be taken again. */
    Uni<Void> note(
            Connection connection,
            @Nullable String externalId,
            String event,
            Status status,
            @Nullable String reason,
            int readings) {
        return note(connection, externalId, event, status, reason, readings, null);
    }

    /**
     * Notes a delivery and drops the oldest ones beyond the bounds.
     *
     * @param kept so that it can be taken again; null: it cannot
     */
    Uni<Void> note(
            Connection connection,
            @Nullable String externalId,
            String event,
            Status status,
            @Nullable String reason,
            int readings,
            @Nullable KeptDelivery kept) {
        Row row =
                new Row(
                        connection.tenantId(),
                        time.newId(),
                        connection.id(),
                        externalId == null ? null : cut(externalId, MAX_ID_CHARS),
                        cut(event, MAX_ID_CHARS),
                        status,
                        reason == null ? null : cut(reason, MAX_REASON_CHARS),
                        readings,
                        0,
                        time.now().atOffset(ZoneOffset.UTC),
                        kept);
        meters.counter(
                        "payoff.deliveries",
                        "kind",
                        connection.kind(),
                        "status",
                        status.name().toLowerCase(Locale.ROOT))
                .increment();
        return notes.add(connection.tenantId(), row).replaceWithVoid();
    }

    private Uni<List<Boolean>> noteAll(UUID tenant, List<Row> batch) {
        Map<Object, Row> once = new LinkedHashMap<>();
        batch.forEach(row -> once.merge(row.identity(), row, (first, again) -> first.repeated()));
        List<Row> rows = List.copyOf(once.values());
        Tuple values =
                Tuple.from(
                        new Object[] {
                            tenant,
                            array(rows, Row::id, UUID[]::new),
                            array(rows, Row::connection, UUID[]::new),
                            array(rows, Row::externalId, String[]::new),
                            array(rows, Row::event, String[]::new),
                            array(rows, row -> row.status().name(), String[]::new),
                            array(rows, Row::reason, String[]::new),
                            array(rows, Row::readings, Integer[]::new),
                            array(rows, Row::repeats, Integer[]::new),
                            array(rows, Row::at, OffsetDateTime[]::new)
                        });
        List<Row> kept = payloads.atOnce(rows);
        return db.inTransaction(
                tenant,
                tx ->
                        tx.preparedQuery(NOTE)
                                .execute(values)
                                .chain(() -> sometimesPrune(tx, rows))
                                .chain(() -> KeptDeliveries.keep(tx, tenant, kept))
                                .replaceWith(() -> Collections.nCopies(batch.size(), true)));
    }

    private Uni<Void> sometimesPrune(SqlConnection tx, List<Row> rows) {
        boolean refused = rows.stream().anyMatch(row -> row.status() == Status.REFUSED);
        if (!refused && time.fraction() >= PRUNE_CHANCE * rows.size()) {
            return Uni.createFrom().voidItem();
        }
        UUID[] connections = rows.stream().map(Row::connection).distinct().toArray(UUID[]::new);
        return tx.preparedQuery(PRUNE)
                .execute(Tuple.of(connections, KEPT_REFUSED, KEPT - KEPT_REFUSED))
                .replaceWithVoid();
    }

    static <T, R> R[] array(List<T> of, Function<T, @Nullable R> field, IntFunction<R[]> made) {
        return of.stream().map(field).toArray(made);
    }

    /** A text from outside, shortened, without control characters. */
    static String cut(String text, int max) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= max ? clean : clean.substring(0, max - 1) + "…";
    }
}
