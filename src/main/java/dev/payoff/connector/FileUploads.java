package dev.payoff.connector;

import dev.payoff.app.Problem;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.connector.TableLines.Recognised;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What uploads of tables have in common: their settings, and the answer. */
@ApplicationScoped
public class FileUploads {

    private static final int RETRY_AFTER_SECONDS = 5;
    private static final int MAX_REVISION = 1_000_000;

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

    /**
     * A table of measurements that was sent.
     *
     * @param kind of file, a manifest's
     * @param connection of this kind, whose settings say how files are written
     * @param settings in place of a connection's, as JSON
     * @param metric of the rows, where no column names it
     * @param revision higher than before to correct what a former file said
     */
    public record Upload(
            String kind,
            @Nullable UUID connection,
            @Nullable String settings,
            @Nullable String metric,
            int revision,
            String fileName,
            boolean dryRun) {}

    /** Opens the table of a file that is written in some way; called on a worker thread. */
    public interface Opener {
        /**
         * Opens it.
         *
         * @throws TableLines.NotReadable where it is not such a file
         */
        TableLines open(TableFormat.Settings settings) throws IOException;
    }

    private final TenantDb db;
    private final MeasurementFiles files;

    FileUploads(TenantDb db, MeasurementFiles files) {
        this.db = db;
        this.files = files;
    }

    /** Reads a table of measurements in, or only tells what it would add. */
    public Uni<Response> measurements(Caller caller, Upload upload, Opener opener) {
        return config(caller, upload.kind(), upload.connection(), upload.settings())
                .map(config -> settings(upload.kind(), config, upload.metric(), upload.revision()))
                .chain(settings ->
                        files.run(
                                new MeasurementFiles.Order(
                                        caller,
                                        upload.kind(),
                                        upload.connection(),
                                        settings,
                                        upload.revision(),
                                        upload.fileName(),
                                        upload.dryRun()),
                                () -> opener.open(settings)))
                .map(run -> answer(run, upload.dryRun()));
    }

    /**
     * The settings of a connection, or those that came with the file.
     *
     * @throws ProblemException 400 where they are not an object, 404 where there is no connection
     */
    public Uni<JsonObject> config(
            Caller caller, String kind, @Nullable UUID connection, @Nullable String settings) {
        if (connection == null) {
            try {
                return Uni.createFrom()
                        .item(settings == null ? new JsonObject() : new JsonObject(settings));
            } catch (DecodeException e) {
                throw invalid(kind, "settings is a JSON object.");
            }
        }
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                tx.preparedQuery(
                                                "SELECT config FROM connection WHERE id = $1 AND kind = $2"
                                                        + " AND removed_at IS NULL AND enabled")
                                        .execute(Tuple.of(connection, kind)))
                .map(rows -> {
                    for (Row row : rows) {
                        return row.getJsonObject("config");
                    }
                    throw ProblemException.notFound(
                            "connection of kind " + kind, connection.toString());
                });
    }

    /**
     * The settings of a table of measurements.
     *
     * @param metric in place of the configured one, or null
     * @throws ProblemException 400 where something is wrong with them
     */
    private static TableFormat.Settings settings(
            String kind, JsonObject config, @Nullable String metric, int revision) {
        if (revision < 0 || revision > MAX_REVISION) {
            throw invalid(kind, "revision is between 0 and 1,000,000.");
        }
        List<Violation> violations = new ArrayList<>();
        TableFormat.Settings parsed;
        try {
            parsed =
                    TableFormat.Settings.parse(
                            metric == null ? config : config.put("metric", metric), violations);
        } catch (ClassCastException e) {
            throw invalid(kind, "Every setting is a text.");
        }
        if (!violations.isEmpty()) {
            throw invalid(
                    kind,
                    violations.getFirst().field() + " " + violations.getFirst().message() + ".");
        }
        return parsed;
    }

    /** The answer to whoever sent a table of measurements. */
    private static Response answer(MeasurementFiles.Run run, boolean dryRun) {
        MeasurementFiles.Failure failure = run.failure();
        if (failure != null) {
            return failed(failure.code(), failure.reason(), failure.retry());
        }
        return Response.ok(
                        new Imported(
                                run.id(),
                                dryRun,
                                run.tally().rows(),
                                run.tally().accepted(),
                                run.tally().rejected(),
                                run.recognised(),
                                run.tally().rejected() == 0
                                        ? null
                                        : "/api/v1/imports/" + run.id() + "/errors.csv"))
                .build();
    }

    /**
     * The answer to a file that could not be read in.
     *
     * @param retry whether the same file may be sent again as it is
     */
    public static Response failed(String code, String reason, boolean retry) {
        int status = !retry ? 400 : code.equals(NotTaken.OVER_QUOTA) ? 429 : 503;
        Response.ResponseBuilder answer =
                Response.status(status)
                        .type(Problem.MEDIA_TYPE)
                        .entity(
                                Problem.of(
                                        status,
                                        code,
                                        "File not read in",
                                        reason,
                                        retry
                                                ? "Send the same file again: what was taken counts once."
                                                : "Correct the file, or say in the settings how it is written."));
        if (retry) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.build();
    }

    /** A request that cannot be carried out. */
    public static ProblemException invalid(String kind, String detail) {
        return ProblemException.of(
                400, "VALIDATION", "Not valid", detail, "See docs/connectors/" + kind + ".md.");
    }
}
