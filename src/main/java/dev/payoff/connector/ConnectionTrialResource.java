package dev.payoff.connector;

import dev.payoff.app.ProblemException;
import dev.payoff.connector.ConnectionStore.Stored;
import dev.payoff.connector.ConnectionStore.View;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tries a connection that is set up. */
@Path("/api/v1/connections/{id}/test")
@Tag(name = "Connections")
public class ConnectionTrialResource {

    private final CurrentCaller current;
    private final TenantDb db;
    private final Connectors connectors;
    private final Connections connections;

    ConnectionTrialResource(
            CurrentCaller current, TenantDb db, Connectors connectors, Connections connections) {
        this.current = current;
        this.db = db;
        this.connectors = connectors;
        this.connections = connections;
    }

    @POST
    @RolesAllowed("manager")
    @Operation(summary = "Try a connection, without taking anything in")
    public Uni<Connector.Tried> test(@PathParam("id") UUID id) {
        Caller caller = current.get().require(Scopes.WRITE);
        return db.inTransaction(caller.tenantId(), tx -> ConnectionStore.find(tx, id))
                .chain(stored -> {
                    Connector connector = connectors.connector(stored.view().kind());
                    if (connector == null) {
                        throw ProblemException.notFound("connector", stored.view().kind());
                    }
                    return connector.test(opened(caller, stored));
                });
    }

    private Connection opened(Caller caller, Stored stored) {
        View view = stored.view();
        return new Connection(
                view.id(),
                caller.tenantId(),
                caller.tenantKey(),
                view.kind(),
                view.name(),
                new JsonObject(view.config()),
                connections.open(view.id(), stored.sealed()));
    }
}
