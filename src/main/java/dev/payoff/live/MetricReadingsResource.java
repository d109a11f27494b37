package dev.payoff.live;

import dev.payoff.app.Cursor;
import dev.payoff.app.Moment;
import dev.payoff.app.Page;
import dev.payoff.app.ProblemException;
import dev.payoff.app.Shown;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.MetricRef;
import dev.payoff.portfolio.Registry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Readings of a metric. */
@Path("/api/v1/metrics/{metric}")
@Tag(name = "Value")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class MetricReadingsResource {

    private static final String READINGS = "readings";

    private static final String SELECT_READINGS =
            """
            SELECT event_key, event_id, revision, value, observed_at, recorded_at, confidence, superseded_at IS NOT NULL AS superseded,
                   source, note
              FROM measurement
             WHERE metric_id = $1 AND observed_at >= $2 AND observed_at < $3 AND pack_last >= $2
               AND pack_last < $3 + interval '1 hour'
               AND ($4::timestamptz IS NULL OR (observed_at, event_key, revision) > ($4, $5::uuid, $6::int))
             ORDER BY observed_at, event_key, revision LIMIT $7
            """;

    private final CurrentCaller current;
    private final TenantDb db;
    private final Registry registry;

    @Inject
    MetricReadingsResource(CurrentCaller current, TenantDb db, Registry registry) {
        this.current = current;
        this.db = db;
        this.registry = registry;
    }

    /** A reading, with every revision of it that is known. */
    public record Reading(
            @Nullable String eventId,
            int revision,
            BigDecimal value,
            Instant observedAt,
            Instant recordedAt,
            @Nullable BigDecimal confidence,
            boolean superseded,
            String source,
            @Nullable String note) {}

    /** The readings themselves, each revision of each. */
    @GET
    @Path("/measurements")
    @Operation(summary = "Readings of a metric, with every revision")
    public Uni<Page<Reading>> readings(
            @PathParam("metric") String metric,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Cursor after = Cursor.decode(cursor, READINGS, 3);
        Instant since = orElse(Moment.instant("from", from), Instant.EPOCH);
        Instant until = orElse(Moment.instant("to", to), Instant.parse("9999-01-01T00:00:00Z"));
        return ofMetric(
                metric,
                (tx, ref) ->
                        tx.preparedQuery(SELECT_READINGS)
                                .execute(
                                        Tuple.tuple()
                                                .addValue(ref.id())
                                                .addValue(utc(since))
                                                .addValue(utc(until))
                                                .addValue(
                                                        after == null
                                                                ? null
                                                                : OffsetDateTime.parse(
                                                                        after.text(0)))
                                                .addValue(after == null ? null : after.id(1))
                                                .addValue(
                                                        after == null
                                                                ? null
                                                                : (int) after.number(2))
                                                .addValue(limit + 1))
                                .map(rows -> {
                                    List<Row> found = list(rows, Function.identity());
                                    boolean more = found.size() > limit;
                                    List<Row> shown = more ? found.subList(0, limit) : found;
                                    return new Page<>(
                                            shown.stream()
                                                    .map(MetricReadingsResource::reading)
                                                    .toList(),
                                            more ? after(shown.getLast()) : null);
                                }));
    }

    private static String after(Row row) {
        return Cursor.encode(
                READINGS,
                row.getOffsetDateTime("observed_at").toString(),
                row.getUUID("event_key"),
                row.getInteger("revision"));
    }

    private interface OfMetric<T> {
        Uni<T> read(SqlConnection tx, MetricRef metric);
    }

    private <T> Uni<T> ofMetric(String idOrKey, OfMetric<T> read) {
        Caller caller = current.get().require(Scopes.READ);
        UUID tenantId = caller.tenantId();
        return db.inTransaction(
                tenantId,
                tx ->
                        registry.metric(tx, tenantId, idOrKey)
                                .chain(found ->
                                        read.read(
                                                tx,
                                                found.orElseThrow(() ->
                                                        ProblemException.notFound(
                                                                "value metric", idOrKey)))));
    }

    private static Reading reading(Row row) {
        return new Reading(
                row.getString("event_id"),
                row.getInteger("revision"),
                Shown.plain(row.getBigDecimal("value")),
                row.getOffsetDateTime("observed_at").toInstant(),
                row.getOffsetDateTime("recorded_at").toInstant(),
                row.getBigDecimal("confidence"),
                row.getBoolean("superseded"),
                row.getString("source"),
                row.getString("note"));
    }

    private static <T> List<T> list(Iterable<Row> rows, Function<Row, T> read) {
        List<T> list = new ArrayList<>();
        rows.forEach(row -> list.add(read.apply(row)));
        return list;
    }

    private static Instant orElse(@Nullable Instant instant, Instant otherwise) {
        return instant == null ? otherwise : instant;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
