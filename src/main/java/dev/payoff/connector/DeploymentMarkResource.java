package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.DeploymentMarks.Grain;
import dev.payoff.connector.DeploymentMarks.Mark;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What was deployed, on the line of time of the project whose metrics are bound to it. */
@Path("/api/v1/projects/{project}/deployments")
@Tag(name = "DORA")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class DeploymentMarkResource {

    private static final Duration USUAL = Duration.ofDays(90);
    private static final String EXAMPLE =
            """
            {"from": "2026-03-01T00:00:00Z", "to": "2026-04-01T00:00:00Z", "grain": "DAY", "zone": "Europe/Berlin", "marks": [
              {"id": "day/2026-03-09T00:00", "title": "14 deployments, 1 failed", "from": "2026-03-09T07:12:40Z",
               "to": "2026-03-09T16:30:02Z", "deployments": 14, "failed": 1, "version": null,
               "repositories": ["acme/shop"], "environments": ["production"]},
              {"id": "0198a1b2-0000-7000-8000-000000000001/42/d7001", "title": "Deployment failed: acme/shop v2.0 to production",
               "from": "2026-03-02T09:00:00Z", "to": "2026-03-02T09:00:00Z", "deployments": 1, "failed": 1, "version": "v2.0",
               "repositories": ["acme/shop"], "environments": ["production"]}]}\
            """;

    /**
     * The answer.
     *
     * @param from what is asked for, or where facts are kept from on, whichever is later
     * @param grain the part of time of which there is one mark where it has very many deployments
     * @param zone in which days begin
     * @param marks the latest first
     */
    @Schema(name = "DeploymentMarks")
    public record Marks(Instant from, Instant to, Grain grain, String zone, List<Mark> marks) {}

    private final CurrentCaller current;
    private final TenantDb db;
    private final TimeAndChance time;

    DeploymentMarkResource(CurrentCaller current, TenantDb db, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.time = time;
    }

    @GET
    @Operation(
            summary = "What was deployed for a project, as marks on its line of time",
            description =
                    "Deployments that GitHub, GitLab and CI connections told of the repositories and environments that"
                            + " feeds bind to the project's metrics, releases among them where they stand for one. A day with"
                            + " more than three is one mark that counts them; where two days or less are asked for, an hour"
                            + " is. asOf: what had finished by then. asKnownAt: what had been told by then.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            schema = @Schema(implementation = Marks.class),
                            examples = @ExampleObject(name = "a busy day", value = EXAMPLE)))
    public Uni<Marks> marks(
            @PathParam("project") String project,
            @Parameter(description = "from here on; 90 days before 'to'") @QueryParam("from")
                    @Nullable String from,
            @Parameter(description = "up to here; now") @QueryParam("to") @Nullable String to,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("asKnownAt") @Nullable String asKnownAt) {
        Caller caller = current.get().require(Scopes.READ);
        Instant until = to == null ? time.now() : DoraResource.instant("to", to);
        Instant asked = from == null ? until.minus(USUAL) : DoraResource.instant("from", from);
        if (!asked.isBefore(until)) {
            throw DoraResource.invalid("from lies before to.");
        }
        Instant kept = until.minus(Statements.KEPT);
        DeploymentMarks.Question question =
                new DeploymentMarks.Question(
                        asked.isBefore(kept) ? kept : asked,
                        until,
                        asOf == null ? null : DoraResource.instant("asOf", asOf),
                        asKnownAt == null ? null : DoraResource.instant("asKnownAt", asKnownAt));
        return db.inTransaction(caller.tenantId(), tx -> marks(tx, caller, project, question));
    }

    private static Uni<Marks> marks(
            SqlConnection tx, Caller caller, String project, DeploymentMarks.Question question) {
        return zone(tx, caller)
                .chain(zone ->
                        DoraHistory.places(tx, caller.tenantId(), project)
                                .chain(places -> DeploymentMarks.of(tx, places, question, zone))
                                .map(marks ->
                                        new Marks(
                                                question.from(),
                                                question.to(),
                                                Grain.of(question.from(), question.to()),
                                                zone.getId(),
                                                marks)));
    }

    private static Uni<ZoneId> zone(SqlConnection tx, Caller caller) {
        return tx.preparedQuery("SELECT zone FROM tenant WHERE id = $1")
                .execute(Tuple.of(caller.tenantId()))
                .map(rows -> ZoneId.of(rows.iterator().next().getString(0)));
    }
}
