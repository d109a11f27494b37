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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a connection brings and nothing takes. */
@Path("/api/v1/connections/{connection}/unfed")
@Tag(name = "Connections")
public class UnfedResource {

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
                            + " asks for is written down by people.")
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
