package dev.payoff.connector.csv;

import dev.payoff.app.Problem;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes CSV files of measurements as the body of a request. The same file twice adds nothing. */
@Path("/api/v1/imports/csv")
@Tag(name = "Imports")
@RolesAllowed("contributor")
@NeedsScope(Scopes.INGEST)
public class CsvResource {

    private static final int RETRY_AFTER_SECONDS = 5;

    /**
     * What a file added, or would add.
     *
     * @param errors path of the rows that were not taken, or null
     */
    public record Imported(
            UUID id,
            boolean dryRun,
            long rows,
            long accepted,
            long rejected,
            @Nullable Recognised recognised,
            @Nullable String errors) {}

    /** How the file was found to be written. */
    public record Recognised(String encoding, String delimiter, String decimal) {}

    private final CurrentCaller current;
    private final TenantDb db;
    private final CsvConnector csv;

    CsvResource(CurrentCaller current, TenantDb db, CsvConnector csv) {
        this.current = current;
        this.db = db;
        this.csv = csv;
    }

    /**
     * A file.
     *
     * @param connection of kind csv, whose settings say how files are written
     * @param settings in place of a connection's, as JSON
     * @param metric of the rows, where no column names it
     * @param revision higher than before to correct what a former file said
     */
    @POST
    @Consumes({"text/csv", "application/octet-stream"})
    @Blocking
    @Operation(
            summary =
                    "Read measurements in from a CSV file; with dryRun=true tell only what it would add")
    public Uni<Response> body(
            @QueryParam("connection") @Nullable UUID connection,
            @QueryParam("settings") @Nullable String settings,
            @QueryParam("metric") @Nullable String metric,
            @QueryParam("revision") @DefaultValue("0") int revision,
            @QueryParam("file") @DefaultValue("upload.csv") String fileName,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            InputStream body) {
        Caller caller = current.get().require(Scopes.INGEST);
        if (!CsvConnector.isRevision(revision)) {
            throw invalid("revision is between 0 and 1,000,000.");
        }
        return config(caller, connection, settings)
                .map(config -> parsed(metric == null ? config : config.put("metric", metric)))
                .chain(parsed ->
                        csv.run(
                                new CsvConnector.Order(
                                        caller, connection, parsed, revision, fileName, dryRun),
                                body))
                .map(run -> answer(run, dryRun));
    }

    private Uni<JsonObject> config(
            Caller caller, @Nullable UUID connection, @Nullable String settings) {
        if (connection == null) {
            try {
                return Uni.createFrom()
                        .item(settings == null ? new JsonObject() : new JsonObject(settings));
            } catch (DecodeException e) {
                throw invalid("settings is a JSON object.");
            }
        }
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                tx.preparedQuery(
                                                "SELECT config FROM connection WHERE id = $1 AND kind = 'csv'"
                                                        + " AND removed_at IS NULL AND enabled")
                                        .execute(Tuple.of(connection)))
                .map(rows -> {
                    for (Row row : rows) {
                        return row.getJsonObject("config");
                    }
                    throw ProblemException.notFound("CSV connection", connection.toString());
                });
    }

    private static CsvFormat.Settings parsed(JsonObject config) {
        List<Violation> violations = new ArrayList<>();
        CsvFormat.Settings parsed;
        try {
            parsed = CsvFormat.Settings.parse(config, violations);
        } catch (ClassCastException e) {
            throw invalid("Every setting is a text.");
        }
        if (!violations.isEmpty()) {
            throw invalid(
                    violations.getFirst().field() + " " + violations.getFirst().message() + ".");
        }
        return parsed;
    }

    private static Response answer(CsvConnector.Run run, boolean dryRun) {
        String failure = run.failure();
        if (failure != null) {
            return failed(run, failure);
        }
        CsvFormat format = run.format();
        return Response.ok(
                        new Imported(
                                run.id(),
                                dryRun,
                                run.tally().rows(),
                                run.tally().accepted(),
                                run.tally().rejected(),
                                format == null
                                        ? null
                                        : new Recognised(
                                                format.charset().name(),
                                                String.valueOf(format.delimiter()),
                                                format.decimalComma() ? "comma" : "point"),
                                run.tally().rejected() == 0
                                        ? null
                                        : "/api/v1/imports/" + run.id() + "/errors.csv"))
                .build();
    }

    private static Response failed(CsvConnector.Run run, String failure) {
        int status = run.retry() ? 503 : 400;
        Response.ResponseBuilder answer =
                Response.status(status)
                        .type(Problem.MEDIA_TYPE)
                        .entity(
                                Problem.of(
                                        status,
                                        run.retry() ? "UNAVAILABLE" : "NOT_READABLE",
                                        "File not read in",
                                        failure,
                                        run.retry()
                                                ? "Send the same file again: what was taken counts once."
                                                : "Correct the file, or say in the settings how it is written."));
        if (run.retry()) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.build();
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(
                400, "VALIDATION", "Not valid", detail, "See docs/connectors/csv.md.");
    }
}
