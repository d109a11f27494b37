package dev.payoff.portfolio;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What others need to know of a project.
 *
 * @param goLive from when on value counts; null where not known yet
 * @param discountRate per year
 * @param version of the definition in force
 * @param costRevision raised by each change of its costs or of what they convert by
 */
public record ProjectRef(
        UUID id,
        String key,
        String name,
        String type,
        String currency,
        @Nullable Instant goLive,
        BigDecimal discountRate,
        int version,
        long costRevision,
        boolean archived) {

    /** The same project, discounted at another rate. */
    public ProjectRef withDiscountRate(BigDecimal rate) {
        return new ProjectRef(
                id, key, name, type, currency, goLive, rate, version, costRevision, archived);
    }
}
