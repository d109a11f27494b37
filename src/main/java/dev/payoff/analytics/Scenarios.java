package dev.payoff.analytics;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Saves scenarios, solves them and approves them. Solving takes seconds of a processor: it runs on
 * a worker thread, holds no transaction meanwhile, and at most {@link #AT_ONCE} do so at a time.
 */
@ApplicationScoped
class Scenarios {

    /** Scenarios that one instance solves at once. */
    static final int AT_ONCE = 2;

    private static final int SECONDS = 5;

    private final TenantDb db;
    private final Audit audit;
    private final TimeAndChance time;
    private final Vertx vertx;
    private final Semaphore room = new Semaphore(AT_ONCE);

    Scenarios(TenantDb db, Audit audit, TimeAndChance time, Vertx vertx) {
        this.db = db;
        this.audit = audit;
        this.time = time;
        this.vertx = vertx;
    }

    Uni<Scenario> create(Caller caller, ScenarioInput input) {
        UUID id = time.newId();
        return db.inTransaction(caller.tenantId(), tx -> asked(tx, input))
                .chain(asked ->
                        solve(asked.problem(), input)
                                .chain(solved ->
                                        db.inTransaction(
                                                caller.tenantId(),
                                                tx ->
                                                        ScenarioStore.insert(
                                                                        tx,
                                                                        caller.tenantId(),
                                                                        id,
                                                                        input,
                                                                        asked.currency(),
                                                                        solved,
                                                                        caller.name(),
                                                                        time.now())
                                                                .chain(() ->
                                                                        ScenarioStore.find(
                                                                                tx,
                                                                                id.toString(),
                                                                                ""))
                                                                .call(made ->
                                                                        note(
                                                                                tx,
                                                                                caller,
                                                                                "scenario.created",
                                                                                made)))));
    }

    private record Asked(String currency, ScenarioProblem problem) {}

    private Uni<Asked> asked(SqlConnection tx, ScenarioInput input) {
        return problem(tx, input).invoke(asked -> Refusals.wrong(asked.problem().violations()));
    }

    private Uni<Asked> problem(SqlConnection tx, ScenarioInput input) {
        Instant now = time.now();
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        return PortfolioReader.currency(tx)
                .map(own -> input.currency() == null ? own : input.currency())
                .chain(currency ->
                        FactsReader.read(tx, now, currency)
                                .map(facts ->
                                        new Asked(
                                                currency,
                                                ScenarioProblem.of(input, facts, today))));
    }

    private Uni<ScenarioStore.Solved> solve(ScenarioProblem problem, ScenarioInput input) {
        if (!room.tryAcquire()) {
            throw ProblemException.of(
                    503,
                    "BUSY",
                    "Busy",
                    AT_ONCE + " scenarios are being solved already.",
                    "Send it again in some seconds.");
        }
        Duration limit = Duration.ofSeconds(input.seconds() == null ? SECONDS : input.seconds());
        return vertx.executeBlocking(() -> ScenarioResult.of(problem, input, limit), false)
                .onTermination()
                .invoke(() -> room.release())
                .map(result ->
                        new ScenarioStore.Solved(
                                problem.basis(), result.result(), result.workings()));
    }

    Uni<List<Scenario>> page(Caller caller, @Nullable UUID after, int limit) {
        return db.inTransaction(caller.tenantId(), tx -> ScenarioStore.page(tx, after, limit));
    }

    /** A scenario, and what moved since it was solved. */
    Uni<Scenario> get(Caller caller, String id) {
        return db.inTransaction(
                caller.tenantId(), tx -> ScenarioStore.find(tx, id, "").chain(it -> moved(tx, it)));
    }

    /** The proof of a figure of what a scenario was answered with. */
    Uni<ScenarioProof> explain(Caller caller, String id, String figure, @Nullable String resource) {
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        ScenarioStore.find(tx, id, "")
                                .chain(it ->
                                        ScenarioStore.workings(tx, it.id())
                                                .map(workings ->
                                                        ScenarioProof.of(
                                                                it,
                                                                workings.orElse(null),
                                                                figure,
                                                                resource))));
    }

    private Uni<Scenario> moved(SqlConnection tx, Scenario scenario) {
        return problem(tx, scenario.input())
                .map(asked ->
                        scenario.withMoved(Basis.moves(scenario.basis(), asked.problem().basis())));
    }

    Uni<Scenario.Comparison> compare(Caller caller, String id, @Nullable String with) {
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        ScenarioStore.find(tx, id, "")
                                .chain(here -> {
                                    if (with == null) {
                                        throw ProblemException.of(
                                                400,
                                                "VALIDATION",
                                                "Not valid",
                                                "'with' must name the other scenario.",
                                                "Send ?with= and its id.");
                                    }
                                    return ScenarioStore.find(tx, with, "").map(here::compare);
                                }));
    }

    /** Solves again with the figures of now. */
    Uni<Scenario> solveAgain(Caller caller, String id) {
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                ScenarioStore.find(tx, id, "")
                                        .invoke(Refusals::approved)
                                        .chain(before ->
                                                asked(tx, before.input())
                                                        .map(asked -> new Again(before, asked))))
                .chain(again -> {
                    Scenario before = again.before();
                    return solve(again.asked().problem(), before.input())
                            .chain(solved ->
                                    db.inTransaction(
                                            caller.tenantId(),
                                            tx -> store(tx, caller, before, solved)));
                });
    }

    /** Solves again where a figure moved; marks it looked at either way. */
    Uni<Void> solveMoved(Caller caller, String id) {
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                ScenarioStore.find(tx, id, "")
                                        .chain(it -> moved(tx, it))
                                        .call(it ->
                                                tx.preparedQuery(
                                                                "UPDATE scenario SET looked_at = $2 WHERE id = $1")
                                                        .execute(
                                                                Tuple.of(
                                                                        it.id(),
                                                                        ScenarioStore.at(
                                                                                time.now())))))
                .chain(it ->
                        it.stale()
                                ? solveAgain(caller, id).replaceWithVoid()
                                : Uni.createFrom().voidItem());
    }

    private record Again(Scenario before, Asked asked) {}

    private Uni<Scenario> store(
            SqlConnection tx, Caller caller, Scenario before, ScenarioStore.Solved solved) {
        return ScenarioStore.solved(tx, before, solved, time.now())
                .invoke(first -> {
                    if (!first) {
                        throw ProblemException.of(
                                409,
                                "CHANGED_MEANWHILE",
                                "Changed meanwhile",
                                "Somebody solved or approved this scenario meanwhile.",
                                "Read it again.");
                    }
                })
                .chain(() -> ScenarioStore.find(tx, before.id().toString(), ""))
                .call(now -> note(tx, caller, "scenario.solved", now));
    }

    /** Approves what a scenario chose; it is not solved again after that. */
    Uni<Scenario> approve(Caller caller, String id, @Nullable String ifMatch) {
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        ScenarioStore.find(tx, id, " FOR UPDATE")
                                .invoke(it -> Versions.check(ifMatch, it.version()))
                                .invoke(Refusals::approved)
                                .chain(it -> moved(tx, it))
                                .invoke(Refusals::unfit)
                                .call(it ->
                                        tx.preparedQuery(
                                                        "UPDATE scenario SET approved_at = $2, approved_by = $3,"
                                                                + " version = version + 1 WHERE id = $1")
                                                .execute(
                                                        Tuple.of(
                                                                it.id(),
                                                                ScenarioStore.at(time.now()),
                                                                caller.name())))
                                .chain(it -> ScenarioStore.find(tx, it.id().toString(), ""))
                                .call(it -> note(tx, caller, "scenario.approved", it)));
    }

    Uni<Void> remove(Caller caller, String id, @Nullable String ifMatch) {
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        ScenarioStore.find(tx, id, " FOR UPDATE")
                                .invoke(it -> Versions.check(ifMatch, it.version()))
                                .call(it ->
                                        tx.preparedQuery(
                                                        "UPDATE scenario SET removed_at = $2, version = version + 1"
                                                                + " WHERE id = $1")
                                                .execute(
                                                        Tuple.of(
                                                                it.id(),
                                                                ScenarioStore.at(time.now()))))
                                .chain(it -> note(tx, caller, "scenario.removed", it)));
    }

    private Uni<Void> note(SqlConnection tx, Caller who, String action, Scenario scenario) {
        return audit.record(
                tx,
                who,
                action,
                "scenario",
                scenario.id().toString(),
                new JsonObject().put("name", scenario.name()).put("version", scenario.version()));
    }
}
