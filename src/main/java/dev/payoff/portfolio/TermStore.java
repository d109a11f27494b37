package dev.payoff.portfolio;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Terms in versions: nothing is changed, each state that was told is kept, and one asks for the
 * state known at a time.
 */
@ApplicationScoped
class TermStore {

    private static final int MAX_KEYS = 500;

    private static final String FIND =
            """
            SELECT key, version, known_from, document::text AS document FROM money_term
             WHERE kind = $1 AND key = $2 AND ($3::timestamptz IS NULL OR known_from <= $3)
             ORDER BY version DESC LIMIT 1
            """;

    private static final String LIST =
            """
            SELECT DISTINCT ON (key) key, version, known_from, document::text AS document FROM money_term
             WHERE kind = $1 AND key > $2 AND ($3::timestamptz IS NULL OR known_from <= $3)
             ORDER BY key, version DESC LIMIT $4
            """;

    // Two that tell at the same time come one after the other.
    private static final String LOCK = "SELECT 1 FROM tenant WHERE id = $1 FOR NO KEY UPDATE";

    private static final String KEYS =
            "SELECT count(DISTINCT key) AS keys FROM money_term WHERE kind = $1 AND key <> $2";

    private static final String INSERT =
            """
            INSERT INTO money_term (tenant_id, kind, key, version, known_from, document)
            VALUES ($1, $2, $3, $4, $5, $6::text::jsonb) RETURNING document::text AS document
            """;

    private static final String SAME = "SELECT $1::text::jsonb = $2::text::jsonb AS same";

    /** What there are terms of. */
    enum Kind {
        DISCOUNT_SCHEDULE,
        PRICE_INDEX,
        LABOUR_RATE,
        FISCAL_CALENDAR,
        PRIORITY
    }

    private final TenantDb db;
    private final Audit audit;
    private final TimeAndChance time;

    TermStore(TenantDb db, Audit audit, TimeAndChance time) {
        this.db = db;
        this.audit = audit;
        this.time = time;
    }

    <T> Uni<Kept<T>> put(Caller caller, Kind kind, String key, T terms, Class<T> type) {
        return db.inTransaction(
                caller.tenantId(), tx -> put(tx, caller, kind, key, Bodies.text(terms), type));
    }

    private <T> Uni<Kept<T>> put(
            SqlConnection tx, Caller caller, Kind kind, String key, String text, Class<T> type) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(caller.tenantId()))
                .chain(() -> tx.preparedQuery(KEYS).execute(Tuple.of(kind.name(), key)))
                .invoke(rows -> {
                    if (kind != Kind.PRIORITY
                            && rows.iterator().next().getLong("keys") >= MAX_KEYS) {
                        throw tooMany(kind);
                    }
                })
                .chain(() -> find(tx, kind, key, null, type))
                .chain(there ->
                        there.isEmpty()
                                ? insert(tx, caller, kind, key, text, null, type)
                                : tx.preparedQuery(SAME)
                                        .execute(Tuple.of(Bodies.text(there.get().terms()), text))
                                        .chain(rows ->
                                                rows.iterator().next().getBoolean("same")
                                                        ? Uni.createFrom().item(there.get())
                                                        : insert(
                                                                tx,
                                                                caller,
                                                                kind,
                                                                key,
                                                                text,
                                                                there.get(),
                                                                type)));
    }

    private <T> Uni<Kept<T>> insert(
            SqlConnection tx,
            Caller caller,
            Kind kind,
            String key,
            String text,
            @Nullable Kept<T> before,
            Class<T> type) {
        Instant now = time.now();
        Instant last = before == null ? null : before.knownFrom();
        Instant knownFrom =
                last == null || now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
        int version = before == null ? 0 : before.version() + 1;
        return tx.preparedQuery(INSERT)
                .execute(
                        Tuple.of(
                                caller.tenantId(),
                                kind.name(),
                                key,
                                version,
                                knownFrom.atOffset(ZoneOffset.UTC),
                                text))
                .call(() ->
                        audit.record(
                                tx,
                                caller,
                                "money-term.put",
                                kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                key,
                                new JsonObject().put("version", version).put("terms", text)))
                .map(rows ->
                        new Kept<>(
                                key,
                                version,
                                knownFrom,
                                false,
                                read(rows.iterator().next().getString("document"), type)));
    }

    <T> Uni<Optional<Kept<T>>> find(
            SqlConnection tx, Kind kind, String key, @Nullable Instant knownAt, Class<T> type) {
        return tx.preparedQuery(FIND)
                .execute(
                        Tuple.of(
                                kind.name(),
                                key,
                                knownAt == null ? null : knownAt.atOffset(ZoneOffset.UTC)))
                .map(rows ->
                        rows.rowCount() == 0
                                ? Optional.empty()
                                : Optional.of(kept(rows.iterator().next(), type)));
    }

    <T> Uni<Page<Kept<T>>> page(
            Caller caller, Kind kind, @Nullable String cursor, int limit, Class<T> type) {
        Cursor after = Cursor.decode(cursor, kind.name(), 1);
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                list(
                                        tx,
                                        kind,
                                        after == null ? "" : after.text(0),
                                        null,
                                        limit + 1,
                                        type))
                .map(rows ->
                        Page.cut(
                                rows,
                                limit,
                                row -> row,
                                row -> Cursor.encode(kind.name(), row.key())));
    }

    <T> Uni<List<Kept<T>>> list(
            SqlConnection tx,
            Kind kind,
            String after,
            @Nullable Instant knownAt,
            int limit,
            Class<T> type) {
        return tx.preparedQuery(LIST)
                .execute(
                        Tuple.of(
                                kind.name(),
                                after,
                                knownAt == null ? null : knownAt.atOffset(ZoneOffset.UTC),
                                limit))
                .map(rows -> {
                    List<Kept<T>> all = new ArrayList<>();
                    rows.forEach(row -> all.add(kept(row, type)));
                    return all;
                });
    }

    private static <T> Kept<T> kept(Row row, Class<T> type) {
        return new Kept<>(
                row.getString("key"),
                row.getInteger("version"),
                row.getOffsetDateTime("known_from").toInstant(),
                false,
                read(row.getString("document"), type));
    }

    private static <T> T read(String document, Class<T> type) {
        try {
            return Bodies.EXACT.readValue(document, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored terms are not JSON.", e);
        }
    }

    private static ProblemException tooMany(Kind kind) {
        return ProblemException.of(
                409,
                "LIMIT_REACHED",
                "Too many",
                "There are " + MAX_KEYS + " of " + kind + " already.",
                "Tell a new version of one that is there.");
    }
}
