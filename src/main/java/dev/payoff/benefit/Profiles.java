package dev.payoff.benefit;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.Bodies;
import dev.payoff.portfolio.Traits;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people do with a benefit. Each change is one transaction with its audit row and, where the
 * gate is on, with what it does to the metric's counting.
 */
@ApplicationScoped
class Profiles {

    private final TenantDb db;
    private final Audit audit;
    private final Bodies bodies;
    private final Traits traits;
    private final TimeAndChance time;

    Profiles(TenantDb db, Audit audit, Bodies bodies, Traits traits, TimeAndChance time) {
        this.db = db;
        this.audit = audit;
        this.bodies = bodies;
        this.traits = traits;
        this.time = time;
    }

    Uni<ProfileView> get(Caller caller, String metric) {
        UUID tenant = caller.tenantId();
        return db.inTransaction(
                tenant,
                tx -> BenefitStore.require(tx, tenant, metric).chain(facts -> view(tx, facts)));
    }

    private Uni<ProfileView> view(SqlConnection tx, BenefitFacts facts) {
        return reviews(tx, facts).map(reviews -> ProfileView.of(facts, reviews));
    }

    private Uni<List<ReviewPlan.Due>> reviews(SqlConnection tx, BenefitFacts facts) {
        Instant now = time.now();
        return BenefitStore.held(tx, new UUID[] {facts.metricId()})
                .map(held -> BenefitStore.reviews(facts, held, now));
    }

    Uni<ProfileView> put(Caller caller, String metric, @Nullable String ifMatch, byte[] body) {
        ProfileInput input = bodies.checked(Bodies.tree(body), ProfileInput.class);
        UUID tenant = caller.tenantId();
        return changed(
                caller,
                metric,
                (tx, facts) -> {
                    Versions.check(ifMatch, facts.version());
                    return BenefitStore.stakeholders(tx, facts.projectId())
                            .invoke(people ->
                                    Bodies.refuse(
                                            ProfileRules.check(
                                                    input, facts.type(), facts.isValued(), people)))
                            .chain(() -> BenefitStore.save(tx, tenant, facts, input, time.now()))
                            .chain(version ->
                                    record(
                                            tx,
                                            caller,
                                            facts,
                                            version == 1 ? "profiled" : "changed",
                                            names(facts.profile(), input)));
                });
    }

    /** Names only: a profile speaks of people, and the trail is never erased. */
    private static JsonObject names(@Nullable ProfileInput before, ProfileInput after) {
        return before == null
                ? new JsonObject()
                : new JsonObject()
                        .put("changed", List.copyOf(Bodies.changes(before, after).fieldNames()));
    }

    Uni<ProfileView> move(Caller caller, String metric, byte[] body) {
        ProfileAction.Move wish = bodies.checked(Bodies.tree(body), ProfileAction.Move.class);
        return changed(
                caller,
                metric,
                (tx, facts) -> {
                    requireProfile(facts);
                    return confirmed(tx, facts)
                            .chain(reviewed -> step(tx, caller, facts, wish, reviewed));
                });
    }

    private static Uni<Boolean> confirmed(SqlConnection tx, BenefitFacts facts) {
        return BenefitStore.held(tx, new UUID[] {facts.metricId()})
                .map(held ->
                        held.getOrDefault(facts.metricId(), Map.of()).values().stream()
                                .anyMatch(review ->
                                        review.outcome()
                                                .equals(ProfileAction.Outcome.CONFIRMED.name())));
    }

    private Uni<Void> step(
            SqlConnection tx,
            Caller caller,
            BenefitFacts facts,
            ProfileAction.Move wish,
            boolean reviewed) {
        Instant now = time.now();
        Instant start = facts.start();
        Lifecycle.Facts of =
                new Lifecycle.Facts(
                        start != null && !start.isAfter(now),
                        facts.measured(),
                        reviewed,
                        wish.reason());
        return switch (Lifecycle.step(facts.state(), wish.state(), of)) {
            case Lifecycle.Step.Stays() -> Uni.createFrom().voidItem();
            case Lifecycle.Step.Refused(String why, String remedy) ->
                    throw ProblemException.of(409, "NO_SUCH_STEP", "Not possible", why, remedy);
            case Lifecycle.Step.Moved(BenefitState to, boolean endsValue) ->
                    BenefitStore.move(tx, facts.metricId(), to, now)
                            .chain(() ->
                                    endsValue
                                            ? traits.end(
                                                    tx, caller.tenantId(), facts.metricId(), now)
                                            : Uni.createFrom().voidItem())
                            .chain(() ->
                                    record(
                                            tx,
                                            caller,
                                            facts,
                                            "moved",
                                            new JsonObject()
                                                    .put("from", facts.state().name())
                                                    .put("to", to.name())
                                                    .put("reason", wish.reason())));
        };
    }

    /** Agrees to the promise as it is now. */
    Uni<ProfileView> agree(Caller caller, String metric, byte[] body) {
        ProfileAction.Agree word = bodies.checked(Bodies.tree(body), ProfileAction.Agree.class);
        return changed(
                caller,
                metric,
                (tx, facts) -> {
                    requireProfile(facts);
                    Instant now = time.now();
                    Agreement agreement =
                            new Agreement(
                                    facts.promise(),
                                    caller.name(),
                                    LocalDate.ofInstant(now, facts.zone()).toString(),
                                    word.note());
                    return BenefitStore.agree(tx, facts.metricId(), agreement, now)
                            .chain(() -> record(tx, caller, facts, "agreed", new JsonObject()));
                });
    }

    Uni<ProfileView> review(Caller caller, String metric, byte[] body) {
        ProfileAction.Review review = bodies.checked(Bodies.tree(body), ProfileAction.Review.class);
        return changed(
                caller,
                metric,
                (tx, facts) ->
                        reviews(tx, facts)
                                .invoke(due -> refuseReview(review, due))
                                .chain(() -> insert(tx, caller.tenantId(), facts, review))
                                .chain(() ->
                                        record(
                                                tx,
                                                caller,
                                                facts,
                                                "reviewed",
                                                new JsonObject()
                                                        .put("label", review.label())
                                                        .put("outcome", review.outcome().name()))));
    }

    private static void refuseReview(ProfileAction.Review review, List<ReviewPlan.Due> due) {
        List<ReviewPlan.Due> named =
                due.stream().filter(one -> one.label().equals(review.label())).toList();
        if (named.isEmpty()) {
            throw ProblemException.of(
                    409,
                    "NO_SUCH_REVIEW",
                    "No such review",
                    "No review of this benefit is called '" + review.label() + "'.",
                    "They are called " + due.stream().map(ReviewPlan.Due::label).toList() + ".");
        }
        if (named.getFirst().heldOn() != null) {
            throw ProblemException.of(
                    409,
                    "ALREADY_HELD",
                    "Already held",
                    "The review was held on " + named.getFirst().heldOn() + ".",
                    "Agree on another date in the profile's reviewOn for another review.");
        }
    }

    private Uni<Void> insert(
            SqlConnection tx, UUID tenant, BenefitFacts facts, ProfileAction.Review review) {
        Instant now = time.now();
        return tx.preparedQuery(
                        "INSERT INTO benefit_review (metric_id, label, tenant_id, held_on, outcome,"
                                + " note, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
                .execute(
                        Tuple.from(
                                new Object[] {
                                    facts.metricId(),
                                    review.label(),
                                    tenant,
                                    LocalDate.ofInstant(now, facts.zone()),
                                    review.outcome().name(),
                                    review.note(),
                                    now.atOffset(ZoneOffset.UTC)
                                }))
                .replaceWithVoid();
    }

    private interface Change {
        Uni<Void> of(SqlConnection tx, BenefitFacts facts);
    }

    /** The change, and then whether the metric counts, in one transaction. */
    private Uni<ProfileView> changed(Caller caller, String metric, Change change) {
        UUID tenant = caller.tenantId();
        return db.inTransaction(
                        tenant,
                        tx ->
                                BenefitStore.locked(tx, tenant, metric)
                                        .chain(before -> change.of(tx, before).replaceWith(before))
                                        .chain(before ->
                                                BenefitStore.require(
                                                        tx, tenant, before.metricId().toString()))
                                        .call(after ->
                                                traits.count(
                                                        tx,
                                                        tenant,
                                                        List.of(after.metricId()),
                                                        after.shouldCount()))
                                        .chain(after ->
                                                BenefitStore.require(
                                                        tx, tenant, after.metricId().toString()))
                                        .chain(after ->
                                                view(tx, after)
                                                        .map(view -> Map.entry(after, view))))
                .invoke(done -> traits.tell(tenant, done.getKey().projectId()))
                .map(Map.Entry::getValue);
    }

    private Uni<Void> record(
            SqlConnection tx, Caller caller, BenefitFacts facts, String what, JsonObject detail) {
        return audit.record(
                tx,
                caller,
                "benefit." + what,
                "metric",
                facts.metricId().toString(),
                detail.put("key", facts.fullKey()));
    }

    private static void requireProfile(BenefitFacts facts) {
        if (facts.profile() == null) {
            throw ProblemException.of(
                    409,
                    "NO_PROFILE",
                    "No profile",
                    "Nobody wrote a profile of the benefit '" + facts.fullKey() + "'.",
                    "PUT one to this metric's /benefit first.");
        }
    }
}
