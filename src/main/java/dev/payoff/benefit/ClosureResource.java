package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The end of a project. */
@Path("/api/v1/projects/{project}/closure")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class ClosureResource {

    private final Closures closures;
    private final CurrentCaller caller;

    ClosureResource(Closures closures, CurrentCaller caller) {
        this.closures = closures;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "When a project was closed, and until when its benefits are measured")
    public Uni<Closures.ClosureView> closure(@RestPath String project) {
        return closures.closure(caller.get(), project);
    }

    @POST
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Closes a project: its benefits become the business's",
            description =
                    "409 with the list where a benefit has no owner. Its metrics go on being"
                            + " measured for the agreed years, with reviews after 6, 12 and 24 months.")
    public Uni<Closures.ClosureView> close(
            @RestPath String project,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    Closures.ClosureInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "closure",
                                                            value = Closures.ClosureInput.EXAMPLE)))
                    byte[] body) {
        return closures.close(caller.get(), project, body);
    }
}
