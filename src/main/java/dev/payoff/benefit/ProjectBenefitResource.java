package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Page;
import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The benefits of a project together, its closure, and the tenant's gate. */
@Path("/api/v1")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class ProjectBenefitResource {

    private final ProjectBenefits benefits;
    private final Closures closures;
    private final GateSettings gate;
    private final CurrentCaller caller;

    ProjectBenefitResource(
            ProjectBenefits benefits, Closures closures, GateSettings gate, CurrentCaller caller) {
        this.benefits = benefits;
        this.closures = closures;
        this.gate = gate;
        this.caller = caller;
    }

    @GET
    @Path("/projects/{project}/benefits")
    @RolesAllowed("viewer")
    @Operation(
            summary = "Lists a project's benefits, those without a profile among them",
            description = "By key; each live metric of the project is one.")
    public Uni<Page<ProfileView>> list(
            @RestPath String project,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        return benefits.list(caller.get(), project, cursor, limit);
    }

    @GET
    @Path("/projects/{project}/benefit-risks")
    @RolesAllowed("viewer")
    @Operation(
            summary = "What may keep a project's benefits from coming or from being known",
            description =
                    "UNMEASURED, NO_PROFILE, NO_OWNER, REVIEW_OVERDUE, ASSUMPTION_EXPIRED, NOT_COUNTED,"
                            + " MEASURING_OVER.")
    public Uni<ProjectBenefits.RiskList> risks(@RestPath String project) {
        return benefits.risks(caller.get(), project);
    }

    @GET
    @Path("/projects/{project}/closure")
    @RolesAllowed("viewer")
    @Operation(summary = "When a project was closed, and until when its benefits are measured")
    public Uni<Closures.ClosureView> closure(@RestPath String project) {
        return closures.closure(caller.get(), project);
    }

    @POST
    @Path("/projects/{project}/closure")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Closes a project: its benefits become the business's",
            description =
                    "409 with the list where a benefit has no owner. Its metrics go on being measured for the"
                            + " agreed years, with reviews after 6, 12 and 24 months.")
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

    @GET
    @Path("/benefit-settings")
    @RolesAllowed("viewer")
    @Operation(summary = "Whether benefits must pass the gate before they count")
    public Uni<GateSettings.Settings> settings() {
        return gate.settings(caller.get());
    }

    @PUT
    @Path("/benefit-settings")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(
            summary = "Turns the gate on or off",
            description =
                    "On: the value of a benefit that lacks one of the four parts is told apart, as"
                            + " `uncounted`, and is in no other figure. Off: everything counts.")
    public Uni<GateSettings.Settings> set(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    GateSettings.Settings.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "gate on",
                                                            value = GateSettings.Settings.EXAMPLE)))
                    byte[] body) {
        return gate.set(caller.get(), body);
    }
}
