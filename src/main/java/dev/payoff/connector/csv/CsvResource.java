package dev.payoff.connector.csv;

import dev.payoff.connector.CsvText;
import dev.payoff.connector.FileUploads;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
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

    private static final String KIND = "csv";

    private final CurrentCaller current;
    private final FileUploads uploads;

    CsvResource(CurrentCaller current, FileUploads uploads) {
        this.current = current;
        this.uploads = uploads;
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
        return uploads.measurements(
                caller,
                new FileUploads.Upload(
                        KIND, connection, settings, metric, revision, fileName, dryRun),
                how -> CsvText.open(body, how.charset(), how.delimiter()));
    }
}
