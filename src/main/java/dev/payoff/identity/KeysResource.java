package dev.payoff.identity;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** API keys of the tenant. */
@Path("/api/v1/keys")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("admin")
public class KeysResource {

    private static final String LIST = "keys";

    private final TenantDb db;
    private final Audit audit;
    private final CurrentCaller caller;
    private final TimeAndChance time;

    KeysResource(TenantDb db, Audit audit, CurrentCaller caller, TimeAndChance time) {
        this.db = db;
        this.audit = audit;
        this.caller = caller;
        this.time = time;
    }

    /**
     * A key to be made.
     *
     * @param scopes what to limit it to; none: what its maker may
     * @param expiresAt when it ends by itself; null: never
     */
    public record NewKey(
            @NotBlank @Size(max = 100) @Schema(examples = "prometheus") String name,
            @NotNull @Schema(examples = "CONTRIBUTOR") Role role,
            @Nullable @Schema(examples = "[\"ingest\"]") Set<@NotBlank String> scopes,
            @Nullable Instant expiresAt) {}

    /** A key as lists show it: its start only. */
    public record Key(
            UUID id,
            String name,
            String prefix,
            Role role,
            SortedSet<String> scopes,
            String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {}

    /** A key that was just made: the only time that its secret is shown. */
    public record MadeKey(Key key, String secret) {

        @Override
        public String toString() {
            return "MadeKey[" + key + "]";
        }
    }

    @GET
    @Operation(summary = "List API keys", description = "The newest first, revoked ones included.")
    public Uni<Page<Key>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        return db.inTransaction(
                        caller.get().tenantId(),
                        tx ->
                                tx.preparedQuery(
                                                "SELECT * FROM api_key WHERE $1::uuid IS NULL OR id < $1"
                                                        + " ORDER BY id DESC LIMIT $2")
                                        .execute(
                                                Tuple.of(
                                                        after == null ? null : after.id(0),
                                                        limit + 1)))
                .map(rows -> {
                    List<Row> found = new ArrayList<>();
                    rows.forEach(found::add);
                    return Page.cut(
                            found,
                            limit,
                            KeysResource::key,
                            row -> Cursor.encode(LIST, row.getUUID("id")));
                });
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(
            summary = "Make an API key",
            description = "The secret is in this answer and nowhere else; only its hash is kept.")
    public Uni<MadeKey> make(@Valid @NotNull NewKey wanted) {
        Caller maker = caller.get();
        Instant now = time.now();
        if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(now)) {
            throw ProblemException.of(
                    400,
                    "ALREADY_EXPIRED",
                    "Not valid",
                    "expiresAt lies in the past.",
                    "Send a time to come, or none for a key that does not end.");
        }
        Set<String> scopes =
                ScopeRules.narrow(maker, wanted.scopes() == null ? Set.of() : wanted.scopes());
        String secret =
                Secrets.apiKey(time.bytes(Secrets.PREFIX_BYTES), time.bytes(Secrets.RANDOM_BYTES));
        Key key =
                new Key(
                        time.newId(),
                        wanted.name().strip(),
                        secret.substring(0, Secrets.SHOWN_CHARS),
                        wanted.role(),
                        new TreeSet<>(scopes),
                        maker.name(),
                        now,
                        wanted.expiresAt(),
                        null,
                        null);
        return db.inTransaction(
                maker.tenantId(),
                tx ->
                        insert(tx, maker, key, secret)
                                .chain(() ->
                                        audit.record(
                                                tx,
                                                maker,
                                                "key.created",
                                                "key",
                                                key.id().toString(),
                                                JsonObject.of(
                                                        "name",
                                                        key.name(),
                                                        "prefix",
                                                        key.prefix(),
                                                        "role",
                                                        key.role().name())))
                                .replaceWith(new MadeKey(key, secret)));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            summary = "Revoke an API key",
            description = "From the next request on it is refused. Revoking it again does nothing.")
    public Uni<Void> revoke(UUID id) {
        Caller current = caller.get();
        return db.inTransaction(
                current.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        "SELECT name, prefix, revoked_at FROM api_key WHERE id = $1 FOR UPDATE")
                                .execute(Tuple.of(id))
                                .chain(rows -> {
                                    if (!rows.iterator().hasNext()) {
                                        throw ProblemException.notFound("API key", id.toString());
                                    }
                                    Row row = rows.iterator().next();
                                    return row.getOffsetDateTime("revoked_at") == null
                                            ? revoke(tx, current, id, row)
                                            : Uni.createFrom().voidItem();
                                }));
    }

    private Uni<Void> revoke(SqlConnection tx, Caller current, UUID id, Row row) {
        JsonObject detail =
                JsonObject.of("name", row.getString("name"), "prefix", row.getString("prefix"));
        return tx.preparedQuery("UPDATE api_key SET revoked_at = $2 WHERE id = $1")
                .execute(Tuple.of(id, time.now().atOffset(ZoneOffset.UTC)))
                .chain(() ->
                        audit.record(tx, current, "key.revoked", "key", id.toString(), detail));
    }

    private static Uni<Void> insert(SqlConnection tx, Caller maker, Key key, String secret) {
        return tx.preparedQuery(
                        "INSERT INTO api_key (id, tenant_id, name, prefix, hash, role, scopes, created_by,"
                                + " created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
                .execute(
                        Tuple.from(
                                new Object[] {
                                    key.id(),
                                    maker.tenantId(),
                                    key.name(),
                                    key.prefix(),
                                    Buffer.buffer(Secrets.hash(secret)),
                                    key.role().name(),
                                    key.scopes().toArray(String[]::new),
                                    key.createdBy(),
                                    key.createdAt().atOffset(ZoneOffset.UTC),
                                    key.expiresAt() == null
                                            ? null
                                            : key.expiresAt().atOffset(ZoneOffset.UTC)
                                }))
                .replaceWithVoid();
    }

    private static Key key(Row row) {
        return new Key(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("prefix"),
                Role.valueOf(row.getString("role")),
                new TreeSet<>(List.of(row.getArrayOfStrings("scopes"))),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                instant(row, "last_used_at"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }
}
