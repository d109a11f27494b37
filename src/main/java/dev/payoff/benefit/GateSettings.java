package dev.payoff.benefit;

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
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Turns a tenant's gate on and off, with what that does to each of its metrics. */
@ApplicationScoped
class GateSettings {

    private final TenantDb db;
    private final Audit audit;
    private final Bodies bodies;
    private final Traits traits;

    GateSettings(TenantDb db, Audit audit, Bodies bodies, Traits traits) {
        this.db = db;
        this.audit = audit;
        this.bodies = bodies;
        this.traits = traits;
    }

    /**
     * How a tenant treats benefits.
     *
     * @param gate whether a benefit counts in ROI only once it has passed the four-part gate
     */
    @Schema(name = "BenefitSettings")
    record Settings(@NotNull Boolean gate) {
        static final String EXAMPLE =
                """
                {"gate": true}\
                """;
    }

    Uni<Settings> settings(Caller caller) {
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        tx.preparedQuery("SELECT benefit_gate FROM tenant WHERE id = $1")
                                .execute(Tuple.of(caller.tenantId()))
                                .map(rows ->
                                        new Settings(
                                                rows.iterator()
                                                        .next()
                                                        .getBoolean("benefit_gate"))));
    }

    Uni<Settings> set(Caller caller, byte[] body) {
        Settings settings = bodies.checked(Bodies.tree(body), Settings.class);
        UUID tenant = caller.tenantId();
        return db.inTransaction(
                        tenant,
                        tx ->
                                tx.preparedQuery(
                                                "UPDATE tenant SET benefit_gate = $2 WHERE id = $1")
                                        .execute(Tuple.of(tenant, settings.gate()))
                                        .chain(() -> BenefitStore.allLocked(tx, tenant))
                                        .call(facts -> recount(tx, tenant, facts))
                                        .call(() ->
                                                audit.record(
                                                        tx,
                                                        caller,
                                                        "tenant.benefit_gate",
                                                        "tenant",
                                                        tenant.toString(),
                                                        new JsonObject()
                                                                .put("gate", settings.gate()))))
                .invoke(facts ->
                        facts.stream()
                                .map(BenefitFacts::projectId)
                                .collect(Collectors.toCollection(TreeSet::new))
                                .forEach(project -> traits.tell(tenant, project)))
                .replaceWith(settings);
    }

    private Uni<Void> recount(SqlConnection tx, UUID tenant, List<BenefitFacts> facts) {
        List<UUID> counted =
                facts.stream()
                        .filter(BenefitFacts::shouldCount)
                        .map(BenefitFacts::metricId)
                        .toList();
        List<UUID> apart =
                facts.stream()
                        .filter(one -> !one.shouldCount())
                        .map(BenefitFacts::metricId)
                        .toList();
        return traits.count(tx, tenant, counted, true)
                .chain(() -> traits.count(tx, tenant, apart, false));
    }
}
