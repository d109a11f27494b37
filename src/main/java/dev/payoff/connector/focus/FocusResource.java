package dev.payoff.connector.focus;

import dev.payoff.app.Problem;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.connector.ImportJournal.Total;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PartType;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/**
 * Takes FOCUS files: as the body itself, or as the part {@code file} of a form. Whose cost a row is
 * comes from a connection's settings, or from the request. The same file twice adds nothing.
 */
@Path("/api/v1/imports/focus")
@Tag(name = "Imports")
@RolesAllowed("contributor")
@NeedsScope(Scopes.INGEST)
public class FocusResource {

    private static final int RETRY_AFTER_SECONDS = 5;
    private static final Set<Integer> PACKED = Set.of(0x1F8B, 0x504B);

    /**
     * What a file added, or would add.
     *
     * @param skipped rows of no cost, or that no rule maps to a project
     */
    public record Imported(
            UUID id,
            boolean dryRun,
            long rows,
            long accepted,
            long skipped,
            long rejected,
            List<Total> totals,
            @Nullable String errors) {}

    private final CurrentCaller current;
    private final TenantDb db;
    private final FocusConnector focus;

    FocusResource(CurrentCaller current, TenantDb db, FocusConnector focus) {
        this.current = current;
        this.db = db;
        this.focus = focus;
    }

    /**
     * The file as the body.
     *
     * @param connection whose settings say whose cost a row is
     * @param mapping settings in place of a connection's: {@code {rules, defaultProject, amount}}
     */
    @POST
    @Consumes({"text/csv", "application/octet-stream"})
    @Blocking
    @Operation(summary = "Read a FOCUS file in; with dryRun=true tell only what it would add")
    public Uni<Response> body(
            @QueryParam("connection") @Nullable UUID connection,
            @QueryParam("mapping") @Nullable String mapping,
            @QueryParam("file") @DefaultValue("upload.csv") String fileName,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            InputStream body) {
        return read(connection, mapping, fileName, dryRun, body);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Blocking
    @Operation(summary = "Read a FOCUS file in, as the part 'file' of a form")
    public Uni<Response> form(
            @QueryParam("connection") @Nullable UUID connection,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @RestForm @PartType(MediaType.TEXT_PLAIN) @Nullable String mapping,
            @RestForm("file") @Nullable FileUpload file) {
        if (file == null) {
            throw invalid("There is no part 'file'.", "Send the file as the part 'file'.");
        }
        InputStream in;
        try {
            in = Files.newInputStream(file.uploadedFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(connection, mapping, String.valueOf(file.fileName()), dryRun, in)
                .onTermination()
                .invoke(() -> close(in));
    }

    private Uni<Response> read(
            @Nullable UUID connection,
            @Nullable String mapping,
            String fileName,
            boolean dryRun,
            InputStream body) {
        Caller caller = current.get().require(Scopes.INGEST);
        InputStream plain = plain(body);
        return settings(caller, connection, mapping)
                .chain(settings -> {
                    FocusMapping parsed = parsed(settings);
                    return checkProjects(caller, parsed)
                            .chain(() ->
                                    focus.run(caller, connection, parsed, fileName, dryRun, plain))
                            .map(run -> answer(run, dryRun));
                });
    }

    private static Response answer(FocusConnector.Run run, boolean dryRun) {
        if (run.failure() != null) {
            return failed(run, run.failure());
        }
        return Response.ok(
                        new Imported(
                                run.id(),
                                dryRun,
                                run.tally().rows(),
                                run.tally().accepted(),
                                run.tally().skipped(),
                                run.tally().rejected(),
                                run.tally().totals(),
                                run.tally().rejected() == 0
                                        ? null
                                        : "/api/v1/imports/" + run.id() + "/errors.csv"))
                .build();
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response failed(FocusConnector.Run run, String failure) {
        int status = run.retry() ? 503 : 400;
        Response.ResponseBuilder answer =
                Response.status(status)
                        .type(Problem.MEDIA_TYPE)
                        .entity(
                                Problem.of(
                                        status,
                                        run.retry() ? "UNAVAILABLE" : "NOT_FOCUS",
                                        "File not read in",
                                        failure,
                                        run.retry()
                                                ? "Send the same file again: what was taken counts once."
                                                : "Send a CSV file in the FOCUS layout, with its header."));
        if (run.retry()) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.build();
    }

    private Uni<JsonObject> settings(
            Caller caller, @Nullable UUID connection, @Nullable String mapping) {
        if (mapping != null) {
            try {
                return Uni.createFrom().item(new JsonObject(mapping));
            } catch (DecodeException e) {
                throw invalid("The mapping is not a JSON object.", "See docs/connectors.md.");
            }
        }
        if (connection == null) {
            throw invalid(
                    "Nothing tells whose cost a row is.",
                    "Give the id of a connection of kind focus, or a mapping.");
        }
        return settings(caller, connection);
    }

    private static FocusMapping parsed(JsonObject settings) {
        List<Violation> violations = new ArrayList<>();
        FocusMapping parsed = FocusMapping.parse(settings, violations);
        if (!violations.isEmpty()) {
            throw new ProblemException(
                    new Problem(
                            "Not valid",
                            400,
                            "VALIDATION",
                            violations.getFirst().field()
                                    + " "
                                    + violations.getFirst().message()
                                    + ".",
                            "Correct the fields that are listed in violations.",
                            violations));
        }
        return parsed;
    }

    private Uni<JsonObject> settings(Caller caller, UUID connection) {
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                tx.preparedQuery(
                                                "SELECT config FROM connection WHERE id = $1 AND kind = 'focus'"
                                                        + " AND removed_at IS NULL AND enabled")
                                        .execute(Tuple.of(connection)))
                .map(rows -> {
                    for (Row row : rows) {
                        return row.getJsonObject("config");
                    }
                    throw ProblemException.notFound("FOCUS connection", connection.toString());
                });
    }

    /** A project that is not there would make every row of it a rejected record: told at once. */
    private Uni<Void> checkProjects(Caller caller, FocusMapping mapping) {
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                tx.preparedQuery(
                                                "SELECT key, id::text AS id FROM project"
                                                        + " WHERE archived_at IS NULL AND (key = ANY($1) OR id::text = ANY($1))")
                                        .execute(
                                                Tuple.of(
                                                        mapping.projects().toArray(String[]::new))))
                .invoke(rows -> {
                    Set<String> missing = new HashSet<>(mapping.projects());
                    for (Row row : rows) {
                        missing.remove(row.getString("key"));
                        missing.remove(row.getString("id"));
                    }
                    if (!missing.isEmpty()) {
                        throw unknown(missing);
                    }
                })
                .replaceWithVoid();
    }

    private static ProblemException unknown(Set<String> missing) {
        return ProblemException.of(
                400,
                "UNKNOWN_PROJECT",
                "No such project",
                "The mapping names projects that are not there: "
                        + String.join(", ", missing.stream().sorted().limit(10).toList())
                        + ".",
                "Create them first, or correct the rules.");
    }

    /** Refuses what is packed: how large it would become unpacked cannot be known. */
    private static InputStream plain(InputStream body) {
        BufferedInputStream in = new BufferedInputStream(body);
        try {
            in.mark(2);
            int start = in.read() << 8 | in.read();
            in.reset();
            if (PACKED.contains(start)) {
                throw ProblemException.of(
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "Packed files are not taken",
                        "The file is packed with gzip or zip.",
                        "Unpack it and send the CSV itself.");
            }
            return in;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProblemException invalid(String detail, String remedy) {
        return ProblemException.of(400, "VALIDATION", "Not valid", detail, remedy);
    }
}
