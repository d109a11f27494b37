package dev.payoff.benefit;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.portfolio.Registry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The benefits of a project together: their list and their risks. */
@ApplicationScoped
class ProjectBenefits {

    private static final String LIST = "benefits";

    private final TenantDb db;
    private final Registry registry;
    private final TimeAndChance time;

    ProjectBenefits(TenantDb db, Registry registry, TimeAndChance time) {
        this.db = db;
        this.registry = registry;
        this.time = time;
    }

    Uni<Page<ProfileView>> list(Caller caller, String project, @Nullable String cursor, int limit) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        UUID tenant = caller.tenantId();
        return inProject(
                        caller,
                        project,
                        (tx, found) ->
                                BenefitStore.page(
                                                tx,
                                                tenant,
                                                found.id(),
                                                after == null ? "" : after.text(0),
                                                limit + 1)
                                        .chain(facts -> views(tx, facts)))
                .map(views ->
                        Page.cut(
                                views,
                                limit,
                                view -> view,
                                view -> Cursor.encode(LIST, view.metric())));
    }

    private Uni<List<ProfileView>> views(SqlConnection tx, List<BenefitFacts> facts) {
        Instant now = time.now();
        return BenefitStore.held(tx, ids(facts))
                .map(held ->
                        facts.stream()
                                .map(one ->
                                        ProfileView.of(one, BenefitStore.reviews(one, held, now)))
                                .toList());
    }

    private static UUID[] ids(List<BenefitFacts> facts) {
        return facts.stream().map(BenefitFacts::metricId).toArray(UUID[]::new);
    }

    /**
     * The risks of a project's benefits, by metric.
     *
     * @param asOf the day for which they were worked out is that of this instant
     */
    @Schema(name = "BenefitRisks")
    record RiskList(String project, Instant asOf, List<Risks.Risk> risks) {}

    /** All of them: a project has at most 1,000 metrics, each with a few risks. */
    Uni<RiskList> risks(Caller caller, String project) {
        UUID tenant = caller.tenantId();
        Instant now = time.now();
        return inProject(
                caller,
                project,
                (tx, found) ->
                        BenefitStore.ofProject(tx, tenant, found.id())
                                .chain(facts ->
                                        BenefitStore.held(tx, ids(facts))
                                                .map(held -> {
                                                    List<Risks.Risk> risks = new ArrayList<>();
                                                    for (BenefitFacts one : facts) {
                                                        risks.addAll(
                                                                Risks.of(
                                                                        one,
                                                                        BenefitStore.reviews(
                                                                                one, held, now),
                                                                        now));
                                                    }
                                                    return new RiskList(found.key(), now, risks);
                                                })));
    }

    /** Work in a project that is there. */
    interface OfProject<T> {
        Uni<T> of(SqlConnection tx, ProjectRef project);
    }

    /** The work in a transaction of the caller's tenant; 404 where it has no such project. */
    <T> Uni<T> inProject(Caller caller, String project, OfProject<T> work) {
        UUID tenant = caller.tenantId();
        return db.inTransaction(
                tenant,
                tx ->
                        registry.project(tx, tenant, project)
                                .map(found ->
                                        found.orElseThrow(() ->
                                                ProblemException.notFound("project", project)))
                                .chain(found -> work.of(tx, found)));
    }
}
