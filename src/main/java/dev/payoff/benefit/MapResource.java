package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Versions;
import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** What leads to a project's benefits. */
@Path("/api/v1/projects/{project}/benefit-map")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class MapResource {

    private final Maps maps;
    private final CurrentCaller caller;

    MapResource(Maps maps, CurrentCaller caller) {
        this.maps = maps;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary = "The benefit map: deliverable, change, benefit, objective",
            description =
                    "Where nobody drew one, it is derived from what the deliverables say of their"
                            + " metrics.")
    public Uni<RestResponse<Maps.View>> get(@RestPath String project) {
        return maps.get(caller.get(), project).map(MapResource::answer);
    }

    @PUT
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Draws the benefit map anew",
            description =
                    "Edges lead forward, within a kind or to a later one; circles are refused.")
    public Uni<RestResponse<Maps.View>> put(
            @RestPath String project,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = MapInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "map",
                                                            value = MapInput.EXAMPLE)))
                    byte[] body) {
        return maps.put(caller.get(), project, ifMatch, body).map(MapResource::answer);
    }

    @GET
    @Path("/slippage")
    @RolesAllowed("viewer")
    @Operation(
            summary = "What each deliverable loses per day that it slips",
            description =
                    "The benefits behind it at their live run rate, or at what they promise where"
                            + " they do not earn yet. Deliverables do not add up: a benefit that needs"
                            + " two is lost to each.")
    public Uni<Slippage> slippage(@RestPath String project) {
        return maps.slippage(caller.get(), project);
    }

    private static RestResponse<Maps.View> answer(Maps.View view) {
        return ResponseBuilder.ok(view).header("ETag", Versions.etag(view.version())).build();
    }
}
