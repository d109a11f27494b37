package dev.payoff.connector.hr;

import dev.payoff.connector.Connection;
import dev.payoff.connector.ConnectionEdits;
import dev.payoff.connector.CostFiles;
import dev.payoff.connector.CostFiles.Filed;
import dev.payoff.connector.CostPull.Entry;
import dev.payoff.connector.CsvText;
import dev.payoff.connector.FileUploads;
import dev.payoff.connector.ImportJournal;
import dev.payoff.connector.ImportJournal.RowError;
import dev.payoff.connector.ImportJournal.Tally;
import dev.payoff.connector.ImportJournal.Total;
import dev.payoff.connector.TableLines.NotReadable;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Takes CSV files of hours by role and project. A file says all that there is of its months: the
 * same again adds nothing, another one of the same months corrects them. So one with rows that
 * cannot be used books nothing.
 */
@Path("/api/v1/imports/hr")
@Tag(name = "Imports")
@RolesAllowed("contributor")
@NeedsScope(Scopes.INGEST)
public class HrResource {

    private static final String KIND = "hr";
    private static final int MAX_PROBLEMS = 20;

    /**
     * What a file booked, or would book.
     *
     * @param booked whether it was booked; a trial, or a file with rejected rows, is not
     * @param changes lines that are booked otherwise than before
     * @param problems sentences on lines of no project
     * @param errors path of the rows that cannot be used, or null
     */
    public record Booked(
            UUID id,
            boolean dryRun,
            boolean booked,
            long rows,
            long rejected,
            int changes,
            int withoutProject,
            List<Total> totals,
            List<String> problems,
            @Nullable String errors) {}

    /**
     * What a table of rates had.
     *
     * @param set whether its rates hold now; one with rows that cannot be used changes nothing
     * @param problems a sentence on each of them, of the first ones
     */
    public record RatesRead(
            boolean dryRun, boolean set, int rates, int rejected, List<String> problems) {}

    /** A file that was read. */
    private record Read(int rows, Labour labour, List<RowError> errors, long rejected) {}

    private final CurrentCaller current;
    private final FileUploads uploads;
    private final ImportJournal journal;
    private final CostFiles files;
    private final ConnectionEdits edits;

    HrResource(
            CurrentCaller current,
            FileUploads uploads,
            ImportJournal journal,
            CostFiles files,
            ConnectionEdits edits) {
        this.current = current;
        this.uploads = uploads;
        this.journal = journal;
        this.files = files;
        this.edits = edits;
    }

    /**
     * A file.
     *
     * @param connection of kind hr, which has the rates
     */
    @POST
    @Consumes({"text/csv", "application/octet-stream"})
    @Blocking
    @Operation(
            summary =
                    "Book labour from a CSV file of hours; with dryRun=true tell only what it would book")
    public Uni<Response> body(
            @QueryParam("connection") @Nullable UUID connection,
            @QueryParam("file") @DefaultValue("upload.csv") String fileName,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            InputStream body) {
        Caller caller = current.get().require(Scopes.INGEST);
        if (connection == null) {
            throw FileUploads.invalid(KIND, "connection is the id of a connection of kind hr.");
        }
        return uploads.config(caller, KIND, connection, null)
                .chain(config -> {
                    if (config.getString("baseUrl") != null) {
                        throw FileUploads.invalid(
                                KIND, "This connection asks a system; make another one for files.");
                    }
                    // The settings come on an event loop, which must not wait for the file.
                    return Uni.createFrom()
                            .item(() -> read(body, config))
                            .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                            .chain(read ->
                                    journal.begin(caller, KIND, connection, fileName, dryRun)
                                            .chain(id ->
                                                    filed(caller, connection, config, read, dryRun)
                                                            .chain(filed ->
                                                                    noted(
                                                                            caller, id, read, filed,
                                                                            dryRun))))
                            .onFailure(NotReadable.class)
                            .recoverWithItem(e -> refused((NotReadable) e));
                });
    }

    /**
     * A table of rates, which takes the place of the connection's.
     *
     * @param connection of kind hr
     */
    @POST
    @Path("/rates")
    @RolesAllowed("manager")
    @NeedsScope(Scopes.WRITE)
    @Consumes({"text/csv", "application/octet-stream"})
    @Blocking
    @Operation(
            summary =
                    "Set the hourly rates of roles from a CSV file; with dryRun=true tell only what it has")
    public Uni<Response> rates(
            @QueryParam("connection") @Nullable UUID connection,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            InputStream body) {
        Caller caller = current.get().require(Scopes.WRITE);
        if (connection == null) {
            throw FileUploads.invalid(KIND, "connection is the id of a connection of kind hr.");
        }
        List<String> problems = new ArrayList<>();
        JsonArray rates;
        try {
            rates = Labour.rates(CsvText.open(body, null, null), problems);
        } catch (NotReadable e) {
            return Uni.createFrom().item(refused(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean set = !dryRun && problems.isEmpty();
        return (set
                        ? edits.set(caller, connection, KIND, Map.of("rates", rates))
                        : Uni.createFrom().voidItem())
                .replaceWith(() ->
                        Response.ok(
                                        new RatesRead(
                                                dryRun,
                                                set,
                                                rates.size(),
                                                problems.size(),
                                                problems.stream().limit(MAX_PROBLEMS).toList()))
                                .build());
    }

    private static Response refused(NotReadable why) {
        return FileUploads.failed(why.code(), why.reason(), false);
    }

    private static Read read(InputStream body, JsonObject config) {
        Labour labour = new Labour(config);
        List<RowError> errors = new ArrayList<>();
        long[] rejected = {0};
        try {
            int rows =
                    HrTable.read(
                            CsvText.open(body, null, null),
                            config,
                            labour,
                            error -> {
                                rejected[0]++;
                                if (errors.size() < ImportJournal.MAX_ERRORS) {
                                    errors.add(error);
                                }
                            });
            return new Read(rows, labour, errors, rejected[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Uni<Filed> filed(
            Caller caller, UUID connection, JsonObject config, Read read, boolean dryRun) {
        return files.file(
                new Connection(
                        connection,
                        caller.tenantId(),
                        caller.tenantKey(),
                        KIND,
                        KIND,
                        config,
                        Map.of()),
                read.labour().entries(),
                dryRun || read.rejected() > 0);
    }

    private Uni<Response> noted(Caller caller, UUID id, Read read, Filed filed, boolean dryRun) {
        boolean refused = read.rejected() > 0;
        String failure =
                filed.failure() != null
                        ? filed.failure()
                        : refused && !dryRun
                                ? "Nothing was booked, as some rows cannot be used."
                                : null;
        long good = read.rows() - read.rejected();
        Tally tally =
                new Tally(
                        read.rows(),
                        failure == null ? good : 0,
                        failure == null ? 0 : good,
                        read.rejected(),
                        totals(filed));
        return journal.errors(caller, id, 0, read.errors())
                .chain(() -> journal.end(caller, id, tally, failure))
                .map(done ->
                        filed.failure() != null
                                ? FileUploads.failed("UNAVAILABLE", filed.failure(), true)
                                : Response.ok(
                                                new Booked(
                                                        id,
                                                        dryRun,
                                                        !dryRun && !refused,
                                                        read.rows(),
                                                        read.rejected(),
                                                        filed.changes(),
                                                        filed.unmapped(),
                                                        tally.totals(),
                                                        filed.problems().stream()
                                                                .limit(MAX_PROBLEMS)
                                                                .toList(),
                                                        refused
                                                                ? "/api/v1/imports/"
                                                                        + id
                                                                        + "/errors.csv"
                                                                : null))
                                        .build());
    }

    private static List<Total> totals(Filed filed) {
        Map<String, Total> totals = new LinkedHashMap<>();
        for (int i = 0; i < filed.booked().size(); i++) {
            Entry entry = filed.booked().get(i);
            Total one = new Total(filed.projects().get(i), entry.currency(), 1, entry.amount());
            totals.merge(
                    one.project() + " " + one.currency(),
                    one,
                    (a, b) ->
                            new Total(
                                    a.project(),
                                    a.currency(),
                                    a.rows() + 1,
                                    a.amount().add(b.amount())));
        }
        return List.copyOf(totals.values());
    }
}
