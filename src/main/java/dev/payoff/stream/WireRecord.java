package dev.payoff.stream;

import dev.payoff.portfolio.CostStage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a record of a measurement topic says, as it was sent; nothing in it has been looked up yet.
 */
public sealed interface WireRecord {

    /** The tenant's key or id; null where the way in knows it already. */
    @Nullable String tenant();

    /** Identity that the sender gave, or null. */
    @Nullable String eventId();

    /** What sent it, such as {@code api} or {@code github}. */
    String source();

    /**
     * A reading of one value metric.
     *
     * @param metric the metric's id, or its full key {@code project-key/metric-key}
     * @param value in the metric's unit
     * @param observedAt when it was observed, to the microsecond
     * @param revision 0 for the first; a higher one corrects a lower one of the same identity
     * @param confidence 0 to 1, or null for the metric's own
     * @param unit checked against the metric's where given
     */
    record Reading(
            @Nullable String tenant,
            String metric,
            BigDecimal value,
            Instant observedAt,
            @Nullable String eventId,
            int revision,
            @Nullable BigDecimal confidence,
            @Nullable String note,
            String source,
            @Nullable String unit)
            implements WireRecord {}

    /**
     * A line of cost of one project.
     *
     * @param project the project's id or key
     * @param amount in {@code currency}; negative for a credit
     * @param stage how real it is; a record without one is planned where it says so, else actual
     */
    record Cost(
            @Nullable String tenant,
            String project,
            BigDecimal amount,
            String currency,
            LocalDate incurredOn,
            String category,
            CostStage stage,
            @Nullable String note,
            @Nullable String eventId,
            String source)
            implements WireRecord {}
}
