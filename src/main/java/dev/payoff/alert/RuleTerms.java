package dev.payoff.alert;

import dev.payoff.value.Burn;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule as the stream needs it.
 *
 * @param version raised by each change; part of its episodes' names
 * @param metricId null: the rule is on the whole project
 * @param window MINUTE, HOUR, DAY or MONTH for the figures of windows, null for the others
 * @param burn what {@link Figure#BURN_RATE} looks at, null for the others
 */
public record RuleTerms(
        UUID id,
        int version,
        UUID tenantId,
        String name,
        @Nullable UUID metricId,
        UUID projectId,
        Figure figure,
        @Nullable String window,
        @Nullable Burn burn,
        Threshold threshold,
        Severity severity) {}
