package dev.payoff.portfolio;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.payoff.app.Problem.Violation;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What hours of a role cost, by the tenant's dated rates. */
final class LabourCosts {

    private static final String RATE =
            """
            SELECT CAST(document AS text) FROM money_term
             WHERE tenant_id = ?1 AND kind = 'LABOUR_RATE' AND key = ?2 ORDER BY version DESC LIMIT 1\
            """;

    /** An amount, and what made it. */
    record Priced(BigDecimal amount, String currency, LabourInput labour) {}

    private LabourCosts() {}

    /**
     * Hours at the rate of a day, in the current transaction.
     *
     * @param day in ISO form
     */
    static Uni<Priced> price(UUID tenant, LabourInput labour, String day) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(RATE, String.class)
                                .setParameter(1, tenant)
                                .setParameter(2, labour.role())
                                .getSingleResultOrNull())
                .map(found -> priced(labour, day, found == null ? null : rates(found)));
    }

    static Priced priced(LabourInput labour, String day, @Nullable LabourRateInput rates) {
        BigDecimal perHour = rates == null ? null : rates.on(day);
        if (rates == null || perHour == null) {
            Bodies.refuse(
                    List.of(
                            new Violation(
                                    "labour.role",
                                    "has no labour rate on that day; tell one by PUT"
                                            + " /api/v1/labour-rates/{role}")));
            throw new IllegalStateException("A violation ends the request.");
        }
        return new Priced(
                labour.hours().multiply(perHour),
                rates.currency(),
                new LabourInput(labour.role(), labour.hours(), perHour));
    }

    private static LabourRateInput rates(String document) {
        try {
            return Bodies.EXACT.readValue(document, LabourRateInput.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored labour rates are not JSON.", e);
        }
    }

    static @Nullable LabourInput read(@Nullable String stored) {
        try {
            return stored == null ? null : Bodies.EXACT.readValue(stored, LabourInput.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored labour is not JSON.", e);
        }
    }
}
