package dev.payoff.stream;

import dev.payoff.value.MetricTerms;
import dev.payoff.value.appraisal.FiscalCalendar;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

/**
 * A value metric as the stream and the reading side need it: where it belongs, what it allows, how
 * it is valued.
 *
 * @param key the full key, {@code project-key/metric-key}
 * @param zone the tenant's, for days
 * @param fiscal the tenant's, for quarters; calendar years where a reading is all that it is for
 * @param currency of the project, and so of the metric's value
 * @param version of the metric's definition
 * @param projectVersion of the project's, whose go-live starts the benefit where the metric has no
 *     start of its own
 */
public record MetricDef(
        UUID id,
        UUID tenantId,
        String tenantKey,
        ZoneId zone,
        FiscalCalendar fiscal,
        UUID projectId,
        String projectKey,
        String key,
        String name,
        String category,
        String type,
        String currency,
        boolean disbenefit,
        MetricTerms terms,
        Gate.Limits limits,
        Instant createdAt,
        int version,
        int projectVersion) {}
