package dev.payoff.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A rule as it is answered; {@code metric} and {@code project} are keys. */
record RuleView(
        UUID id,
        String name,
        @Nullable String metric,
        @Nullable UUID metricId,
        String project,
        UUID projectId,
        Figure figure,
        @Nullable String window,
        @Nullable String longWindow,
        @Nullable String shortWindow,
        @Nullable BigDecimal allowance,
        @Nullable String comparator,
        @Nullable BigDecimal threshold,
        @Nullable BigDecimal clear,
        @JsonProperty("for") String forTime,
        String keepFiringFor,
        Severity severity,
        boolean enabled,
        int version,
        Instant createdAt,
        Map<String, String> labels) {

    static final String SELECT =
            """
            SELECT r.id, r.name, m.full_key AS metric_key, r.metric_id, p.key AS project_key,
                   r.project_id, r.figure, r.window_size, r.long_window_s, r.short_window_s, r.allowance, r.comparator, r.threshold, r.clear,
                   r.for_s, r.keep_firing_s, r.severity, r.enabled, r.version, r.created_at,
                   r.labels
              FROM rule r
              JOIN project p ON p.id = r.project_id
              LEFT JOIN metric m ON m.id = r.metric_id
             WHERE r.removed_at IS NULL
            """;

    static RuleView of(Row row) {
        return new RuleView(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("metric_key"),
                row.getUUID("metric_id"),
                row.getString("project_key"),
                row.getUUID("project_id"),
                Figure.valueOf(row.getString("figure")),
                row.getString("window_size"),
                lengthOf(row.getLong("long_window_s")),
                lengthOf(row.getLong("short_window_s")),
                row.getBigDecimal("allowance"),
                row.getString("comparator"),
                row.getBigDecimal("threshold"),
                row.getBigDecimal("clear"),
                Duration.ofSeconds(row.getLong("for_s")).toString(),
                Duration.ofSeconds(row.getLong("keep_firing_s")).toString(),
                Severity.valueOf(row.getString("severity")),
                row.getBoolean("enabled"),
                row.getInteger("version"),
                Columns.instant(row, "created_at"),
                AlertLabels.own(row));
    }

    private static @Nullable String lengthOf(@Nullable Long seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds).toString();
    }

    /** As it would be sent, to lay a patch over it. */
    RuleInput input() {
        return new RuleInput(
                name,
                metric,
                metric == null ? project : null,
                figure,
                window,
                longWindow,
                shortWindow,
                allowance,
                comparator,
                threshold,
                clear,
                forTime,
                keepFiringFor,
                severity,
                enabled,
                labels);
    }
}
