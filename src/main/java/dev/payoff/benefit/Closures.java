package dev.payoff.benefit;

import dev.payoff.app.Problem;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.portfolio.Bodies;
import dev.payoff.portfolio.ProjectRef;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The end of projects, at which their benefits become the business's. */
@ApplicationScoped
class Closures {

    private final ProjectBenefits projects;
    private final Audit audit;
    private final Bodies bodies;
    private final TimeAndChance time;

    Closures(ProjectBenefits projects, Audit audit, Bodies bodies, TimeAndChance time) {
        this.projects = projects;
        this.audit = audit;
        this.bodies = bodies;
        this.time = time;
    }

    /** The end of a project. */
    @Schema(name = "ClosureInput")
    record ClosureInput(
            @Schema(examples = "2026-12-31") @NotBlank String closedOn,
            @Size(max = ProfileInput.TEXT) @Nullable String note) {
        static final String EXAMPLE =
                """
                {"closedOn": "2026-12-31", "note": "All racks are gone."}\
                """;
    }

    /** That a project was closed: its benefits are the business's and are measured until then. */
    @Schema(name = "Closure")
    record ClosureView(
            UUID projectId, LocalDate closedOn, LocalDate measuredUntil, @Nullable String note) {}

    Uni<ClosureView> closure(Caller caller, String project) {
        return projects.inProject(
                caller,
                project,
                (tx, found) ->
                        find(tx, found.id())
                                .onItem()
                                .ifNull()
                                .failWith(() ->
                                        ProblemException.notFound("closure of project", project))
                                .map(closure -> closure));
    }

    private static Uni<@Nullable ClosureView> find(SqlConnection tx, UUID project) {
        return tx.preparedQuery("SELECT * FROM project_closure WHERE project_id = $1")
                .execute(Tuple.of(project))
                .map(rows -> {
                    for (var row : rows) {
                        return new ClosureView(
                                project,
                                row.getLocalDate("closed_on"),
                                row.getLocalDate("measured_until"),
                                row.getString("note"));
                    }
                    return null;
                });
    }

    Uni<ClosureView> close(Caller caller, String project, byte[] body) {
        ClosureInput input = bodies.checked(Bodies.tree(body), ClosureInput.class);
        LocalDate on = ProfileRules.date(input.closedOn()).orElse(null);
        if (on == null) {
            Bodies.refuse(List.of(new Violation("closedOn", ProfileRules.DATE_MESSAGE)));
            throw new IllegalStateException("A violation ends the request.");
        }
        UUID tenant = caller.tenantId();
        return projects.inProject(
                caller,
                project,
                (tx, found) -> {
                    refuseArchived(found);
                    return tx.preparedQuery("SELECT id FROM project WHERE id = $1 FOR UPDATE")
                            .execute(Tuple.of(found.id()))
                            .chain(() -> find(tx, found.id()))
                            .invoke(Closures::refuseSecond)
                            .chain(() -> BenefitStore.ofProject(tx, tenant, found.id()))
                            .map(facts -> Handover.of(on, benefits(facts)))
                            .chain(decision -> store(tx, caller, found, on, input, decision));
                });
    }

    private static List<Handover.Benefit> benefits(List<BenefitFacts> facts) {
        return facts.stream()
                .filter(one -> !one.isOver())
                .map(one -> {
                    ProfileInput profile = one.profile();
                    return new Handover.Benefit(
                            one.metricId(),
                            one.fullKey(),
                            one.hasOwner(),
                            profile == null ? 0 : profile.measuredYears());
                })
                .toList();
    }

    private Uni<ClosureView> store(
            SqlConnection tx,
            Caller caller,
            ProjectRef project,
            LocalDate on,
            ClosureInput input,
            Handover.Decision decision) {
        return switch (decision) {
            case Handover.Decision.Refused(List<Violation> unowned) ->
                    throw new ProblemException(
                            new Problem(
                                    "Nobody to hand over to",
                                    409,
                                    "NO_OWNER",
                                    "The project has benefits without an owner of the business.",
                                    "Name an owner in each profile, or write the benefit off.",
                                    unowned));
            case Handover.Decision.Closed(LocalDate until, List<UUID> handedOver) ->
                    tx.preparedQuery(
                                    "INSERT INTO project_closure (project_id, tenant_id, closed_on,"
                                            + " measured_until, note, recorded_at) VALUES ($1, $2, $3,"
                                            + " $4, $5, $6)")
                            .execute(
                                    Tuple.of(
                                            project.id(),
                                            caller.tenantId(),
                                            on,
                                            until,
                                            input.note(),
                                            time.now().atOffset(ZoneOffset.UTC)))
                            .chain(() ->
                                    tx.preparedQuery(
                                                    "UPDATE benefit_profile SET custody ="
                                                            + " 'BUSINESS', version = version + 1 WHERE"
                                                            + " metric_id = ANY($1)")
                                            .execute(
                                                    Tuple.of(
                                                            (Object)
                                                                    handedOver.toArray(
                                                                            UUID[]::new))))
                            .chain(() ->
                                    audit.record(
                                            tx,
                                            caller,
                                            "project.closed",
                                            "project",
                                            project.id().toString(),
                                            new JsonObject()
                                                    .put("key", project.key())
                                                    .put("closedOn", on.toString())
                                                    .put("handedOver", handedOver.size())))
                            .replaceWith(new ClosureView(project.id(), on, until, input.note()));
        };
    }

    private static void refuseArchived(ProjectRef project) {
        if (project.archived()) {
            throw ProblemException.of(
                    409,
                    "ARCHIVED",
                    "Archived",
                    "The project '" + project.key() + "' is archived.",
                    "An archived project is not closed.");
        }
    }

    private static void refuseSecond(@Nullable ClosureView there) {
        if (there != null) {
            throw ProblemException.of(
                    409,
                    "ALREADY_CLOSED",
                    "Already closed",
                    "The project was closed on " + there.closedOn() + ".",
                    "A closure stands; agree on further reviews in the profiles.");
        }
    }
}
