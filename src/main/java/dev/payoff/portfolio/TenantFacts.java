package dev.payoff.portfolio;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.time.ZoneId;
import java.util.UUID;

/**
 * What of a tenant the registry's defaults need.
 *
 * @param zone in which its days begin
 * @param currency of its portfolio
 * @param benefitGate whether a benefit counts only once it has passed the gate
 */
record TenantFacts(ZoneId zone, String currency, boolean benefitGate) {

    /** Those of a tenant, in the current transaction. */
    static Uni<TenantFacts> of(UUID tenant) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(
                                        "SELECT zone, currency, benefit_gate FROM tenant WHERE id ="
                                                + " ?1",
                                        Object[].class)
                                .setParameter(1, tenant)
                                .getSingleResult())
                .map(row ->
                        new TenantFacts(
                                ZoneId.of((String) row[0]), (String) row[1], (Boolean) row[2]));
    }
}
