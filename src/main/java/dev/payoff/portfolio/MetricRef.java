package dev.payoff.portfolio;

import dev.payoff.value.Kind;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What others need to know of a metric.
 *
 * @param key unique in the project
 * @param fullKey project key, slash, key; unique in the tenant
 * @param minimum readings below are rejected; null: none are
 * @param maximum readings above are rejected; null: none are
 * @param baseline null where not known yet
 * @param target null where not known yet
 * @param currency the project's
 * @param version of the definition in force
 * @param archived whether the metric or its project is archived
 */
public record MetricRef(
        UUID id,
        String key,
        String fullKey,
        UUID projectId,
        String projectKey,
        String name,
        Kind kind,
        Category category,
        MetricType type,
        String unit,
        @Nullable BigDecimal minimum,
        @Nullable BigDecimal maximum,
        @Nullable BigDecimal baseline,
        @Nullable BigDecimal target,
        String currency,
        int version,
        boolean archived) {}
