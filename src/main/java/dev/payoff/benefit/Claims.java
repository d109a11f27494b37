package dev.payoff.benefit;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
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
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Claims about metrics, and what they teach about those who make them. */
@ApplicationScoped
class Claims {

    /** The latest claims that a calibration rests on. */
    static final int MOST_SCORED = 5_000;

    private static final String LIST = "claims";
    private static final UUID AFTER_ALL = new UUID(-1L, -1L);

    private final TenantDb db;
    private final Audit audit;
    private final Bodies bodies;
    private final Traits traits;
    private final TimeAndChance time;

    Claims(TenantDb db, Audit audit, Bodies bodies, Traits traits, TimeAndChance time) {
        this.db = db;
        this.audit = audit;
        this.bodies = bodies;
        this.traits = traits;
        this.time = time;
    }

    /**
     * A claim, and what became of it.
     *
     * @param measured at the due time, as it is known now; null: not due, or not measured
     * @param cameTrue null: not decided
     */
    @Schema(name = "Claim")
    record View(
            UUID id,
            String metric,
            String claimedBy,
            Instant claimedAt,
            Instant dueAt,
            ClaimInput.@Nullable Comparator comparator,
            @Nullable BigDecimal threshold,
            @Nullable BigDecimal lower,
            @Nullable BigDecimal upper,
            BigDecimal confidence,
            @Nullable BigDecimal measured,
            @Nullable Boolean cameTrue) {}

    Uni<View> claim(Caller caller, String metric, byte[] body) {
        ClaimInput input = bodies.checked(Bodies.tree(body), ClaimInput.class);
        Instant now = time.now();
        Bodies.refuse(input.check(now));
        UUID id = time.newId();
        UUID tenant = caller.tenantId();
        Instant due = input.due().orElseThrow();
        return db.inTransaction(
                tenant,
                tx ->
                        BenefitStore.locked(tx, tenant, metric)
                                .call(facts ->
                                        ClaimStore.insert(tx, caller, facts, id, input, now, due))
                                .chain(facts ->
                                        audit.record(
                                                        tx,
                                                        caller,
                                                        "benefit.claimed",
                                                        "metric",
                                                        facts.metricId().toString(),
                                                        new JsonObject()
                                                                .put("key", facts.fullKey())
                                                                .put("claim", id.toString()))
                                                .chain(() ->
                                                        ClaimStore.read(
                                                                tx,
                                                                time.now(),
                                                                tenant,
                                                                1,
                                                                " AND c.id = $4",
                                                                id))
                                                .map(List::getFirst)));
    }

    Uni<Page<View>> list(Caller caller, String metric, @Nullable String cursor, int limit) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        UUID last = after == null ? AFTER_ALL : after.id(0);
        UUID tenant = caller.tenantId();
        return db.inTransaction(
                        tenant,
                        tx ->
                                BenefitStore.require(tx, tenant, metric)
                                        .chain(facts ->
                                                ClaimStore.read(
                                                        tx,
                                                        time.now(),
                                                        tenant,
                                                        limit + 1,
                                                        " AND c.metric_id = $4 AND c.id < $5",
                                                        facts.metricId(),
                                                        last)))
                .map(rows ->
                        Page.cut(rows, limit, row -> row, row -> Cursor.encode(LIST, row.id())));
    }

    private static List<Calibration.Scored> scored(List<View> views) {
        return views.stream()
                .map(view ->
                        new Calibration.Scored(
                                view.confidence(), view.lower() != null, view.cameTrue()))
                .toList();
    }

    /** How the targets of metrics turned out, against the confidence that was stated of each. */
    Uni<Calibration> ofMetrics(Caller caller) {
        UUID tenant = caller.tenantId();
        return db.inTransaction(
                        tenant, tx -> ClaimStore.promises(tx, time.now(), tenant, MOST_SCORED))
                .map(views -> Calibration.of(scored(views)));
    }

    /** How the claims of somebody, or of all, turned out. */
    Uni<Calibration> ofClaims(Caller caller, @Nullable String claimedBy) {
        UUID tenant = caller.tenantId();
        return db.inTransaction(
                        tenant,
                        tx ->
                                claimedBy == null
                                        ? ClaimStore.read(tx, time.now(), tenant, MOST_SCORED, "")
                                        : ClaimStore.read(
                                                tx,
                                                time.now(),
                                                tenant,
                                                MOST_SCORED,
                                                " AND c.claimed_by = $4",
                                                claimedBy))
                .map(views -> Calibration.of(scored(views)));
    }

    /**
     * A confidence that was replaced by what it was worth.
     *
     * @param claims decided ones of like confidence that it was measured on, targets of metrics
     *     among them
     */
    @Schema(name = "CalibratedConfidence")
    record Replaced(String metric, BigDecimal stated, BigDecimal measured, int claims) {}

    /**
     * Replaces a metric's stated confidence by what claims and targets of like confidence were
     * worth.
     */
    Uni<Replaced> replace(Caller caller, String metric) {
        UUID tenant = caller.tenantId();
        record Done(UUID project, Replaced replaced) {}
        return db.inTransaction(
                        tenant,
                        tx ->
                                BenefitStore.locked(tx, tenant, metric)
                                        .chain(facts ->
                                                tx.preparedQuery(
                                                                "SELECT confidence FROM metric"
                                                                        + " WHERE id = $1")
                                                        .execute(Tuple.of(facts.metricId()))
                                                        .map(rows ->
                                                                rows.iterator()
                                                                        .next()
                                                                        .getBigDecimal(
                                                                                "confidence"))
                                                        .chain(stated ->
                                                                evidence(tx, tenant)
                                                                        .chain(views ->
                                                                                replace(
                                                                                        tx,
                                                                                        caller,
                                                                                        facts,
                                                                                        stated,
                                                                                        Calibration
                                                                                                .measured(
                                                                                                        stated,
                                                                                                        scored(
                                                                                                                views)))))
                                                        .map(done ->
                                                                new Done(facts.projectId(), done))))
                .invoke(done -> traits.tell(tenant, done.project()))
                .map(Done::replaced);
    }

    private Uni<List<View>> evidence(SqlConnection tx, UUID tenant) {
        return ClaimStore.read(tx, time.now(), tenant, MOST_SCORED, "")
                .chain(claims ->
                        ClaimStore.promises(tx, time.now(), tenant, MOST_SCORED)
                                .map(promises -> {
                                    List<View> all = new ArrayList<>(claims);
                                    all.addAll(promises);
                                    return all;
                                }));
    }

    private Uni<Replaced> replace(
            SqlConnection tx,
            Caller caller,
            BenefitFacts facts,
            BigDecimal stated,
            Calibration.Measured measured) {
        return switch (measured) {
            case Calibration.Measured.TooFew(int claims) ->
                    throw ProblemException.of(
                            409,
                            "TOO_FEW_CLAIMS",
                            "Too few claims",
                            claims
                                    + " decided claims and targets have a confidence like "
                                    + stated.toPlainString()
                                    + "; "
                                    + Calibration.LEAST
                                    + " are needed.",
                            "Record claims at /claims, or give metrics target dates, and let them come due.");
            case Calibration.Measured.Worth(BigDecimal worth, int claims) ->
                    traits.confidence(tx, caller.tenantId(), facts.metricId(), worth)
                            .chain(() ->
                                    audit.record(
                                            tx,
                                            caller,
                                            "metric.confidence_calibrated",
                                            "metric",
                                            facts.metricId().toString(),
                                            new JsonObject()
                                                    .put("key", facts.fullKey())
                                                    .put("from", stated.toPlainString())
                                                    .put("to", worth.toPlainString())
                                                    .put("claims", claims)))
                            .replaceWith(new Replaced(facts.fullKey(), stated, worth, claims));
        };
    }
}
