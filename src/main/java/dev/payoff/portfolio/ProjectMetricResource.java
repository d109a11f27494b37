package dev.payoff.portfolio;

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
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The value metrics of a project. */
@Path("/api/v1/projects/{project}/metrics")
@Produces(APPLICATION_JSON)
@Tag(name = "metrics")
class ProjectMetricResource {

    private final Metrics metrics;
    private final CurrentCaller caller;

    ProjectMetricResource(Metrics metrics, CurrentCaller caller) {
        this.metrics = metrics;
        this.caller = caller;
    }

    @POST
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Makes a value metric",
            description =
                    "409 SHARE_EXCEEDED where the shares of its series would sum to more than 1.")
    public Uni<RestResponse<MetricView>> create(
            @RestPath String project,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = MetricInput.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "level",
                                                        value = MetricInput.EXAMPLE),
                                                @ExampleObject(
                                                        name = "flow",
                                                        value = MetricInput.FLOW_EXAMPLE)
                                            }))
                    byte[] body) {
        return metrics.create(caller.get(), project, body)
                .map(made ->
                        Answers.created(made, made.version(), "metrics", made.id().toString()));
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists a project's metrics")
    public Uni<Page<MetricView>> list(
            @RestPath String project,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit,
            @QueryParam("archived") @DefaultValue("false") boolean archived) {
        return metrics.listOf(caller.get(), project, cursor, limit, archived);
    }
}
