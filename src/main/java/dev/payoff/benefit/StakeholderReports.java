package dev.payoff.benefit;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.stream.FigureStore;
import dev.payoff.stream.MetricFigure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Puts the reports for stakeholders together. */
@ApplicationScoped
class StakeholderReports {

    private final ProjectBenefits projects;
    private final TimeAndChance time;

    StakeholderReports(ProjectBenefits projects, TimeAndChance time) {
        this.projects = projects;
        this.time = time;
    }

    /** All that a report is made of. */
    private record Read(
            ProjectRef project,
            StakeholderReport.Person person,
            List<StakeholderReport.Known> benefits,
            Map<UUID, MetricFigure> figures,
            Instant now) {}

    Uni<StakeholderReport> report(Caller caller, String project, UUID stakeholder) {
        return read(caller, project, stakeholder)
                .map(it ->
                        StakeholderReport.of(
                                it.person(),
                                it.project().key(),
                                it.project().currency(),
                                it.benefits(),
                                it.figures()));
    }

    Uni<StakeholderProof> proof(Caller caller, String project, UUID stakeholder) {
        return read(caller, project, stakeholder)
                .map(it ->
                        StakeholderProof.of(
                                it.person(),
                                it.project().key(),
                                it.project().currency(),
                                it.benefits(),
                                it.figures(),
                                it.now()));
    }

    private Uni<Read> read(Caller caller, String project, UUID stakeholder) {
        Instant now = time.now();
        return projects.inProject(
                caller,
                project,
                (tx, found) ->
                        person(tx, found, stakeholder)
                                .chain(person ->
                                        BenefitStore.ofProject(tx, caller.tenantId(), found.id())
                                                .chain(facts -> known(tx, facts, now))
                                                .chain(known ->
                                                        figures(tx, found, now)
                                                                .map(figures ->
                                                                        new Read(
                                                                                found, person,
                                                                                known, figures,
                                                                                now)))));
    }

    private static Uni<List<StakeholderReport.Known>> known(
            SqlConnection tx, List<BenefitFacts> facts, Instant now) {
        UUID[] ids = facts.stream().map(BenefitFacts::metricId).toArray(UUID[]::new);
        return BenefitStore.held(tx, ids)
                .map(held ->
                        facts.stream()
                                .map(one -> {
                                    List<ReviewPlan.Due> reviews =
                                            BenefitStore.reviews(one, held, now);
                                    return new StakeholderReport.Known(
                                            one, reviews, Risks.of(one, reviews, now));
                                })
                                .toList());
    }

    private static Uni<Map<UUID, MetricFigure>> figures(
            SqlConnection tx, ProjectRef project, Instant now) {
        return FigureStore.read(tx, List.of(project.id()), now)
                .map(found -> {
                    Map<UUID, MetricFigure> figures = new HashMap<>();
                    found.forEach(one ->
                            one.metrics()
                                    .forEach(metric ->
                                            figures.put(metric.definition().id(), metric)));
                    return figures;
                });
    }

    private static Uni<StakeholderReport.Person> person(
            SqlConnection tx, ProjectRef project, UUID stakeholder) {
        return tx.preparedQuery(
                        "SELECT id, name, role, influence, attitude, categories FROM stakeholder"
                                + " WHERE project_id = $1 AND id = $2 AND removed_at IS NULL")
                .execute(Tuple.of(project.id(), stakeholder))
                .map(rows -> {
                    for (Row row : rows) {
                        return new StakeholderReport.Person(
                                row.getUUID("id"),
                                row.getString("name"),
                                row.getString("role"),
                                row.getInteger("influence"),
                                row.getInteger("attitude"),
                                List.of(row.getArrayOfStrings("categories")));
                    }
                    throw ProblemException.notFound("stakeholder", stakeholder.toString());
                });
    }
}
