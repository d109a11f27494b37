package dev.payoff.connector;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The files that were read in, and what was wrong with their rows. */
@Path("/api/v1/imports")
@Tag(name = "Imports")
public class ImportResource {

    private static final String LIST = "imports";
    private static final String RUNNING = "RUNNING";

    /** No import takes so long: the largest file that is taken is read in within minutes. */
    static final Duration LONGEST = Duration.ofHours(1);

    /**
     * An import.
     *
     * @param status RUNNING, DONE or FAILED
     * @param rows of the file; accepted + skipped + rejected
     */
    public record ImportView(
            UUID id,
            String kind,
            @Nullable UUID connection,
            String fileName,
            boolean dryRun,
            String status,
            @Nullable String reason,
            long rows,
            long accepted,
            long skipped,
            long rejected,
            List<Object> totals,
            String createdBy,
            OffsetDateTime startedAt,
            @Nullable OffsetDateTime finishedAt) {

        /**
         * What is still to be heard of after {@link #LONGEST} will not be: whoever read it in has
         * stopped.
         */
        ImportView asOf(Instant now) {
            return !status.equals(RUNNING) || now.isBefore(startedAt.toInstant().plus(LONGEST))
                    ? this
                    : new ImportView(
                            id,
                            kind,
                            connection,
                            fileName,
                            dryRun,
                            "FAILED",
                            "The instance that read it in stopped before its end; some rows may have been taken. Send the same file again: what was taken counts once.",
                            rows,
                            accepted,
                            skipped,
                            rejected,
                            totals,
                            createdBy,
                            startedAt,
                            finishedAt);
        }
    }

    private final CurrentCaller current;
    private final TenantDb db;
    private final TimeAndChance time;

    ImportResource(CurrentCaller current, TenantDb db, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.time = time;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "The imports, newest first")
    public Uni<Page<ImportView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        Caller caller = current.get().require(Scopes.READ);
        Cursor after = Cursor.decode(cursor, LIST, 1);
        Tuple parameters =
                Tuple.from(new @Nullable Object[] {after == null ? null : after.id(0), limit + 1});
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                tx.preparedQuery(
                                                "SELECT * FROM import_run WHERE $1::uuid IS NULL OR id < $1"
                                                        + " ORDER BY id DESC LIMIT $2")
                                        .execute(parameters))
                .map(rows ->
                        Page.cut(
                                views(rows).stream().map(view -> view.asOf(time.now())).toList(),
                                limit,
                                view -> view,
                                view -> Cursor.encode(LIST, view.id())));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "One import")
    public Uni<ImportView> get(@PathParam("id") UUID id) {
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(caller.tenantId(), tx -> find(tx, id))
                .map(view -> view.asOf(time.now()));
    }

    @GET
    @Path("/{id}/errors.csv")
    @Produces("text/csv")
    @RolesAllowed("viewer")
    @Operation(summary = "The rows that were not taken, as a file")
    public Uni<Response> errors(@PathParam("id") UUID id) {
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                find(tx, id)
                                        .chain(() ->
                                                tx.preparedQuery(
                                                                "SELECT * FROM import_error WHERE import_id = $1"
                                                                        + " ORDER BY ordinal LIMIT $2")
                                                        .execute(
                                                                Tuple.of(
                                                                        id,
                                                                        ImportJournal.MAX_ERRORS))))
                .map(rows ->
                        Response.ok(csv(rows), "text/csv; charset=utf-8")
                                .header(
                                        HttpHeaders.CONTENT_DISPOSITION,
                                        "attachment; filename=\"errors-" + id + ".csv\"")
                                .header("X-Content-Type-Options", "nosniff")
                                .build());
    }

    private static String csv(RowSet<Row> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().build(text)) {
            writer.writeRecord("line", "column", "code", "detail", "cell");
            for (Row row : rows) {
                writer.writeRecord(
                        Long.toString(row.getLong("line")),
                        cell(row.getString("field")),
                        cell(row.getString("code")),
                        cell(row.getString("detail")),
                        cell(row.getString("cell")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String cell(@Nullable String text) {
        return text == null ? "" : SafeCsv.cell(text);
    }

    private static Uni<ImportView> find(SqlConnection tx, UUID id) {
        return tx.preparedQuery("SELECT * FROM import_run WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> {
                    List<ImportView> found = views(rows);
                    if (found.isEmpty()) {
                        throw ProblemException.notFound("import", id.toString());
                    }
                    return found.getFirst();
                });
    }

    private static List<ImportView> views(RowSet<Row> rows) {
        List<ImportView> views = new ArrayList<>();
        for (Row row : rows) {
            views.add(
                    new ImportView(
                            row.getUUID("id"),
                            row.getString("kind"),
                            row.getUUID("connection_id"),
                            row.getString("file_name"),
                            row.getBoolean("dry_run"),
                            row.getString("status"),
                            row.getString("reason"),
                            row.getLong("rows"),
                            row.getLong("accepted"),
                            row.getLong("skipped"),
                            row.getLong("rejected"),
                            row.getJsonArray("totals").stream()
                                    .map(each ->
                                            each instanceof io.vertx.core.json.JsonObject object
                                                    ? object.getMap()
                                                    : each)
                                    .map(Object.class::cast)
                                    .toList(),
                            row.getString("created_by"),
                            row.getOffsetDateTime("started_at"),
                            row.getOffsetDateTime("finished_at")));
        }
        return views;
    }
}
