package dev.payoff.connector;

import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a connection brings and nothing takes. */
@Path("/api/v1/connections/{connection}/unfed")
@Tag(name = "Connections")
public class UnfedResource {

    private static final String EXAMPLE =
            """
            [{"series": "http.server.request.duration.sum|increase", "lastSeen": "2026-03-02T10:00:00Z", "suggestion": {
               "unit": "seconds", "counter": true, "conversions": [
                 {"unit": "s", "factor": 1, "exact": true}, {"unit": "ms", "factor": 1000, "exact": true},
                 {"unit": "min", "factor": 0.016666666667, "exact": false},
                 {"unit": "h", "factor": 0.000277777778, "exact": false}],
               "reason": "The sender says that its unit is s. It is a counter: a feed takes what it grew by, with |increase."}},
             {"series": "queue_length", "lastSeen": "2026-03-02T09:59:00Z", "suggestion": null}]\
            """;

    private final CurrentCaller current;
    private final TenantDb db;
    private final Connectors connectors;

    UnfedResource(CurrentCaller current, TenantDb db, Connectors connectors) {
        this.current = current;
        this.db = db;
        this.connectors = connectors;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary = "Series that came and that no feed takes yet",
            description =
                    "At most 200, the latest first, each as a feed would say it. A connection that pulls has none: what it"
                            + " asks for is written down by people. Where the sender or the name tells it, what the series"
                            + " is measured in and with which factor a feed brings it to a metric's unit: suggested, and"
                            + " never applied unasked.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = SeenSeries.Seen.class),
                            examples = @ExampleObject(name = "two series", value = EXAMPLE)))
    public Uni<List<SeenSeries.Seen>> unfed(@PathParam("connection") UUID connection) {
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        ConnectionStore.find(tx, connection)
                                .chain(found -> {
                                    Connector connector = connectors.connector(found.view().kind());
                                    return connector == null
                                            ? Uni.createFrom().item(List.<SeenSeries.Seen>of())
                                            : FeedResource.read(tx, connection)
                                                    .chain(feeds ->
                                                            SeenSeries.read(
                                                                    tx,
                                                                    connection,
                                                                    connector,
                                                                    feeds.stream()
                                                                            .map(
                                                                                    FeedResource
                                                                                                    .FeedView
                                                                                            ::series)
                                                                            .toList()));
                                }));
    }
}
