package dev.payoff.connector;

import dev.payoff.portfolio.CostStage;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A line of cost on its way to Kafka.
 *
 * @param project id or key
 * @param amount in {@code currency}; negative for a credit
 * @param eventId unique within the project: the same line sent twice counts once
 */
public record OutgoingCost(
        String project,
        BigDecimal amount,
        String currency,
        LocalDate incurredOn,
        String category,
        CostStage stage,
        @Nullable String note,
        String eventId,
        String source) {}
