package dev.payoff.portfolio;

import static dev.payoff.portfolio.Answers.MERGE_PATCH;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Page;
import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
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

/** Value metrics, wherever they belong. */
@Path("/api/v1/metrics")
@Produces(APPLICATION_JSON)
@Tag(name = "metrics")
class MetricResource {

    private final Metrics metrics;
    private final CurrentCaller caller;

    MetricResource(Metrics metrics, CurrentCaller caller) {
        this.metrics = metrics;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary = "Lists the metrics of all projects",
            description = "With key=project-key/metric-key the one metric, or none.")
    public Uni<Page<MetricView>> list(
            @QueryParam("key") @Nullable String key,
            @QueryParam("series") @Nullable String series,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit,
            @QueryParam("archived") @DefaultValue("false") boolean archived) {
        return metrics.list(caller.get(), key, series, cursor, limit, archived);
    }

    @GET
    @Path("{metric}")
    @RolesAllowed("viewer")
    @Operation(summary = "A metric, by id")
    public Uni<RestResponse<MetricView>> get(@RestPath String metric) {
        return metrics.get(caller.get(), metric).map(view -> Answers.ok(view, view.version()));
    }

    @PATCH
    @Path("{metric}")
    @Consumes({MERGE_PATCH, APPLICATION_JSON})
    @RolesAllowed("manager")
    @Operation(
            summary = "Changes a metric",
            description =
                    "JSON merge patch (RFC 7396); key and kind stay. What was known before is kept.")
    public Uni<RestResponse<MetricView>> patch(
            @RestPath String metric,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = MetricInput.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "change",
                                                        value = MetricInput.PATCH_EXAMPLE),
                                                @ExampleObject(
                                                        name = "dated baselines",
                                                        value = MetricInput.SERIES_EXAMPLE)
                                            }))
                    byte[] body) {
        return metrics.patch(caller.get(), metric, ifMatch, body)
                .map(view -> Answers.ok(view, view.version()));
    }

    @DELETE
    @Path("{metric}")
    @RolesAllowed("manager")
    @Operation(
            summary = "Archives a metric",
            description = "It keeps its history and its key, and gives its share back.")
    public Uni<RestResponse<MetricView>> archive(
            @RestPath String metric, @HeaderParam("If-Match") @Nullable String ifMatch) {
        return metrics.archive(caller.get(), metric, ifMatch)
                .map(view -> Answers.ok(view, view.version()));
    }
}
