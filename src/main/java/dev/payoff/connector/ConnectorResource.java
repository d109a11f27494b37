package dev.payoff.connector;

import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The kinds of outside system. */
@Path("/api/v1/connectors")
@Tag(name = "Connections")
public class ConnectorResource {

    private final CurrentCaller current;
    private final Connectors connectors;

    ConnectorResource(CurrentCaller current, Connectors connectors) {
        this.current = current;
        this.connectors = connectors;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "The kinds of connection and what can be set on each")
    public List<Manifest> kinds() {
        current.get().require(Scopes.READ);
        return connectors.manifests();
    }
}
