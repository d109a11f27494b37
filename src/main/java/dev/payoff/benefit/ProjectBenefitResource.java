package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Page;
import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The benefits of a project together. */
@Path("/api/v1/projects/{project}/benefits")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class ProjectBenefitResource {

    private final ProjectBenefits benefits;
    private final CurrentCaller caller;

    ProjectBenefitResource(ProjectBenefits benefits, CurrentCaller caller) {
        this.benefits = benefits;
        this.caller = caller;
    }

    @GET
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
    @Path("/risks")
    @RolesAllowed("viewer")
    @Operation(
            summary = "What may keep a project's benefits from coming or from being known",
            description =
                    "UNMEASURED, NO_PROFILE, NO_OWNER, REVIEW_OVERDUE, ASSUMPTION_EXPIRED,"
                            + " NOT_COUNTED, MEASURING_OVER.")
    public Uni<ProjectBenefits.RiskList> risks(@RestPath String project) {
        return benefits.risks(caller.get(), project);
    }
}
