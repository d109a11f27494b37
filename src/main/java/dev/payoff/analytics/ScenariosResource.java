package dev.payoff.analytics;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.Versions;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Scenarios: which projects to do, saved, compared and approved. */
@Path("/api/v1/scenarios")
@Tag(name = "Portfolio")
@Produces(MediaType.APPLICATION_JSON)
public class ScenariosResource {

    private static final String LIST = "scenarios";

    private final CurrentCaller caller;
    private final Scenarios scenarios;

    ScenariosResource(CurrentCaller caller, Scenarios scenarios) {
        this.caller = caller;
        this.scenarios = scenarios;
    }

    /** Saves and solves. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Saves a scenario and solves it",
            description =
                    "The answer has which projects are in and out and why, what one unit more of each budget and capacity"
                            + " would bring, what today's portfolio forgoes, and the frontier of value against risk. Within"
                            + " the given seconds the best set is found and proved; else 'gap' says what is left at most.")
    public Uni<RestResponse<Scenario>> create(@NotNull @Valid ScenarioInput input) {
        return scenarios
                .create(caller.get().require(Scopes.WRITE), input)
                .map(made ->
                        ResponseBuilder.<Scenario>created(
                                        URI.create("/api/v1/scenarios/" + made.id()))
                                .entity(made)
                                .header("ETag", Versions.etag(made.version()))
                                .build());
    }

    /** A part of the list. */
    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists scenarios, oldest first")
    public Uni<Page<Scenario.Summary>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        return scenarios
                .page(caller.get().require(Scopes.READ), after == null ? null : after.id(0), limit)
                .map(rows ->
                        Page.cut(
                                rows,
                                limit,
                                Scenario::summary,
                                row -> Cursor.encode(LIST, row.id())));
    }

    /** One, with what moved. */
    @GET
    @Path("/{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "A scenario, and which figures moved since it was solved")
    public Uni<RestResponse<Scenario>> get(@PathParam("id") String id) {
        return scenarios.get(caller.get().require(Scopes.READ), id).map(ScenariosResource::tagged);
    }

    /** Two side by side. */
    @GET
    @Path("/{id}/compare")
    @RolesAllowed("viewer")
    @Operation(summary = "A scenario beside another: value, projects, resources")
    public Uni<Scenario.Comparison> compare(
            @PathParam("id") String id, @QueryParam("with") @Nullable String with) {
        return scenarios.compare(caller.get().require(Scopes.READ), id, with);
    }

    /** The proof of a figure. */
    @GET
    @Path("/{id}/explain")
    @RolesAllowed("viewer")
    @Operation(
            summary = "The proof of a figure of the choice, of what it was answered with",
            description =
                    "Doing what each operation says to its parts gives the figure again, digit by digit: the"
                            + " value of the best set, of what is done today and the regret; what one unit"
                            + " more or less of a resource brings; and the bound that the prices prove.")
    public Uni<ScenarioProof> explain(
            @PathParam("id") String id,
            @Parameter(
                            example = "regret",
                            description = "value, today, regret, oneMore, oneLess or bound.")
                    @QueryParam("figure")
                    @DefaultValue("value")
                    String figure,
            @Parameter(description = "Whose unit, for oneMore and oneLess.", example = "money")
                    @QueryParam("resource")
                    @Nullable String resource) {
        return scenarios.explain(caller.get().require(Scopes.READ), id, figure, resource);
    }

    /** Solves again. */
    @POST
    @Path("/{id}/solve")
    @RolesAllowed("manager")
    @Operation(summary = "Solves a scenario again with the figures of now")
    public Uni<RestResponse<Scenario>> solve(@PathParam("id") String id) {
        return scenarios
                .solveAgain(caller.get().require(Scopes.WRITE), id)
                .map(ScenariosResource::tagged);
    }

    /** Approves. */
    @POST
    @Path("/{id}/approve")
    @RolesAllowed("manager")
    @Operation(
            summary = "Approves what a scenario chose",
            description = "Refused with 409 while figures have moved since it was solved.")
    public Uni<RestResponse<Scenario>> approve(
            @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        return scenarios
                .approve(caller.get().require(Scopes.WRITE), id, ifMatch)
                .map(ScenariosResource::tagged);
    }

    /** Removes. */
    @DELETE
    @Path("/{id}")
    @RolesAllowed("manager")
    @Operation(summary = "Removes a scenario")
    public Uni<Void> remove(
            @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        return scenarios.remove(caller.get().require(Scopes.WRITE), id, ifMatch);
    }

    private static RestResponse<Scenario> tagged(Scenario scenario) {
        return ResponseBuilder.ok(scenario)
                .header("ETag", Versions.etag(scenario.version()))
                .build();
    }
}
