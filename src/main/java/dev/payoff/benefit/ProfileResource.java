package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Versions;
import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
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

/** A metric as a benefit. */
@Path("/api/v1/metrics/{metric}/benefit")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class ProfileResource {

    private final Profiles profiles;
    private final CurrentCaller caller;

    ProfileResource(Profiles profiles, CurrentCaller caller) {
        this.profiles = profiles;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary = "A metric's benefit: profile, state, gate, reviews",
            description =
                    "The gate is DOAM: description, observable outcome, attribution, measurement."
                            + " It is told always, and asked for where the tenant has turned it on.")
    public Uni<RestResponse<ProfileView>> get(@RestPath String metric) {
        return profiles.get(caller.get(), metric).map(ProfileResource::answer);
    }

    @PUT
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(summary = "Writes the profile of a metric's benefit")
    public Uni<RestResponse<ProfileView>> put(
            @RestPath String metric,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = ProfileInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "profile",
                                                            value = ProfileInput.EXAMPLE)))
                    byte[] body) {
        return profiles.put(caller.get(), metric, ifMatch, body).map(ProfileResource::answer);
    }

    @POST
    @Path("/state")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Moves a benefit to another state",
            description =
                    "PROJECTED, IN_DELIVERY, REALISING, SUSTAINED, RETIRED; or WRITTEN_OFF, with a"
                            + " reason. RETIRED and WRITTEN_OFF end its value now.")
    public Uni<RestResponse<ProfileView>> move(
            @RestPath String metric,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    ProfileAction.Move.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "write off",
                                                            value = ProfileAction.Move.EXAMPLE)))
                    byte[] body) {
        return profiles.move(caller.get(), metric, body).map(ProfileResource::answer);
    }

    @POST
    @Path("/agreement")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Finance agrees to the promise as it is now",
            description =
                    "Another baseline, target, share or valuation is another promise and needs"
                            + " another agreement.")
    public Uni<RestResponse<ProfileView>> agree(
            @RestPath String metric,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    ProfileAction.Agree.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "agreement",
                                                            value = ProfileAction.Agree.EXAMPLE)))
                    byte[] body) {
        return profiles.agree(caller.get(), metric, body).map(ProfileResource::answer);
    }

    @POST
    @Path("/reviews")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Records that a review was held today",
            description =
                    "Reviews are due at the agreed dates, and 6, 12 and 24 months after the start"
                            + " or, once the project is closed, after the closure.")
    public Uni<RestResponse<ProfileView>> review(
            @RestPath String metric,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    ProfileAction.Review.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "review",
                                                            value = ProfileAction.Review.EXAMPLE)))
                    byte[] body) {
        return profiles.review(caller.get(), metric, body).map(ProfileResource::answer);
    }

    private static RestResponse<ProfileView> answer(ProfileView view) {
        return ResponseBuilder.ok(view).header("ETag", Versions.etag(view.version())).build();
    }
}
