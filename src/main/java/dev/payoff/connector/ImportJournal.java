package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notes which files were read in, how that went, and the first {@value #MAX_ERRORS} errors. */
@ApplicationScoped
public class ImportJournal {

    /** Errors of one import that are kept; all are counted. */
    public static final int MAX_ERRORS = 10_000;

    private static final int MAX_CELL_CHARS = 200;
    private static final int MAX_NAME_CHARS = 200;

    /**
     * A row that was not taken.
     *
     * @param line at which it starts in the file, from 1
     * @param field the column, or null where the row as a whole is meant
     * @param cell what stood there, or null
     */
    public record RowError(
            long line, @Nullable String field, String code, String detail, @Nullable String cell) {}

    /** What one project's rows in one currency come to. */
    public record Total(String project, String currency, long rows, BigDecimal amount) {}

    /**
     * How an import went.
     *
     * @param rows of the file, but the header; accepted + skipped + rejected
     * @param skipped rows that cost nothing, or that no rule maps to a project
     */
    public record Tally(
            long rows, long accepted, long skipped, long rejected, List<Total> totals) {}

    private final TenantDb db;
    private final Audit audit;
    private final TimeAndChance time;

    ImportJournal(TenantDb db, Audit audit, TimeAndChance time) {
        this.db = db;
        this.audit = audit;
        this.time = time;
    }

    /** Notes that an import begins; answers its id. */
    public Uni<UUID> begin(
            Caller caller,
            String kind,
            @Nullable UUID connection,
            String fileName,
            boolean dryRun) {
        UUID id = time.newId();
        Tuple row =
                Tuple.from(
                        new @Nullable Object[] {
                            id,
                            caller.tenantId(),
                            kind,
                            connection,
                            Deliveries.cut(fileName, MAX_NAME_CHARS),
                            dryRun,
                            caller.name(),
                            time.now().atOffset(ZoneOffset.UTC)
                        });
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        "INSERT INTO import_run (id, tenant_id, kind, connection_id, file_name,"
                                                + " dry_run, status, created_by, started_at)"
                                                + " VALUES ($1, $2, $3, $4, $5, $6, 'RUNNING', $7, $8)")
                                .execute(row)
                                .chain(() ->
                                        audit.record(
                                                tx,
                                                caller,
                                                "import.begun",
                                                "import",
                                                id.toString(),
                                                new JsonObject()
                                                        .put("kind", kind)
                                                        .put("dryRun", dryRun)))
                                .replaceWith(id));
    }

    /** Adds errors; the caller stops at {@link #MAX_ERRORS}. */
    public Uni<Void> errors(Caller caller, UUID id, int firstOrdinal, List<RowError> errors) {
        if (errors.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Integer[] ordinals = new Integer[errors.size()];
        for (int i = 0; i < ordinals.length; i++) {
            ordinals[i] = firstOrdinal + i;
        }
        Tuple rows =
                Tuple.from(
                        new Object[] {
                            id,
                            caller.tenantId(),
                            errors.stream().map(RowError::line).toArray(Long[]::new),
                            ordinals,
                            errors.stream().map(e -> shortened(e.field())).toArray(String[]::new),
                            errors.stream().map(RowError::code).toArray(String[]::new),
                            errors.stream().map(RowError::detail).toArray(String[]::new),
                            errors.stream().map(e -> shortened(e.cell())).toArray(String[]::new)
                        });
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        """
                                        INSERT INTO import_error
                                            (import_id, tenant_id, line, ordinal, field, code, detail, cell)
                                        SELECT $1, $2, * FROM unnest($3::bigint[], $4::int[], $5::text[], $6::text[],
                                                                     $7::text[], $8::text[])
                                        """)
                                .execute(rows)
                                .replaceWithVoid());
    }

    /**
     * Notes how an import ended.
     *
     * @param failure why it could not be finished, or null
     */
    public Uni<Void> end(Caller caller, UUID id, Tally tally, @Nullable String failure) {
        JsonArray totals = new JsonArray();
        for (Total total : tally.totals()) {
            totals.add(
                    new JsonObject()
                            .put("project", total.project())
                            .put("currency", total.currency())
                            .put("rows", total.rows())
                            .put("amount", total.amount()));
        }
        Tuple row =
                Tuple.from(
                        new @Nullable Object[] {
                            id,
                            failure == null ? "DONE" : "FAILED",
                            failure,
                            tally.rows(),
                            tally.accepted(),
                            tally.skipped(),
                            tally.rejected(),
                            totals,
                            time.now().atOffset(ZoneOffset.UTC)
                        });
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        "UPDATE import_run SET status = $2, reason = $3, rows = $4, accepted = $5,"
                                                + " skipped = $6, rejected = $7, totals = $8, finished_at = $9"
                                                + " WHERE id = $1")
                                .execute(row)
                                .replaceWithVoid());
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null ? null : Deliveries.cut(text, MAX_CELL_CHARS);
    }
}
