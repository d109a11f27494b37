package dev.payoff.alert;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An episode as everybody outside sees it: the REST answer, the event of the stream, the payload of
 * the outbox.
 *
 * @param rule the rule's id
 * @param project the project's key
 * @param metric the metric's full key; null where the rule is on the whole project
 * @param late whether late readings opened or closed it
 * @param value the figure when it fired
 * @param resolvedValue the figure when it recovered; null while it fires
 * @param detail what it means in money, of rules on value
 * @param worthPerHour what the project earned per hour when it fired, in {@code currency}
 */
public record EpisodeJson(
        UUID id,
        @JsonIgnore UUID tenantId,
        UUID rule,
        String name,
        String project,
        UUID projectId,
        String projectName,
        @Nullable String metric,
        @Nullable UUID metricId,
        @Nullable String metricName,
        @Nullable String unit,
        Figure figure,
        @Nullable String window,
        @Nullable String comparator,
        Severity severity,
        @Schema(enumeration = {"PENDING", "FIRING", "RESOLVED"}) String state,
        boolean late,
        Instant activeAt,
        Instant firedAt,
        @Nullable Instant resolvedAt,
        @Nullable BigDecimal value,
        @Nullable BigDecimal resolvedValue,
        @Nullable BigDecimal threshold,
        @Nullable BigDecimal worthPerHour,
        @Nullable String currency,
        @Nullable Instant acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable Instant snoozedUntil,
        @Nullable String note,
        @Nullable String detail) {

    /**
     * Reads episodes in the columns that {@link #of} takes; add a WHERE on {@code e}, the episode.
     */
    public static final String SELECT =
            """
            SELECT e.id, e.tenant_id, e.rule_id, e.name, e.project_id, p.key AS project_key,
                   p.name AS project_name, e.metric_id, m.full_key AS metric_key,
                   m.name AS metric_name, m.unit, r.figure, r.window_size, r.comparator,
                   e.severity, e.state, e.late, e.active_at, e.fired_at, e.resolved_at, e.value,
                   e.resolved_value,
                   e.threshold, e.worth_per_hour, e.currency, e.acknowledged_at,
                   e.acknowledged_by, e.snoozed_until, e.note, e.detail
              FROM episode e
              JOIN project p ON p.id = e.project_id
              JOIN rule r ON r.id = e.rule_id
              LEFT JOIN metric m ON m.id = e.metric_id
            """;

    /** The kind of an outbox row that tells of an episode. */
    public static final String OUTBOX_KIND = "alert";

    /** The topic of an outbox row that tells of an episode. */
    public static final String OUTBOX_TOPIC = "alerts";

    /** An episode from a row of {@link #SELECT}. */
    public static EpisodeJson of(Row row) {
        return new EpisodeJson(
                row.getUUID("id"),
                row.getUUID("tenant_id"),
                row.getUUID("rule_id"),
                row.getString("name"),
                row.getString("project_key"),
                row.getUUID("project_id"),
                row.getString("project_name"),
                row.getString("metric_key"),
                row.getUUID("metric_id"),
                row.getString("metric_name"),
                row.getString("unit"),
                Figure.valueOf(row.getString("figure")),
                row.getString("window_size"),
                row.getString("comparator"),
                Severity.valueOf(row.getString("severity")),
                row.getString("state"),
                row.getBoolean("late"),
                Columns.instant(row, "active_at"),
                Columns.instant(row, "fired_at"),
                Columns.instantOrNull(row, "resolved_at"),
                row.getBigDecimal("value"),
                row.getBigDecimal("resolved_value"),
                row.getBigDecimal("threshold"),
                row.getBigDecimal("worth_per_hour"),
                row.getString("currency"),
                Columns.instantOrNull(row, "acknowledged_at"),
                row.getString("acknowledged_by"),
                Columns.instantOrNull(row, "snoozed_until"),
                row.getString("note"),
                row.getString("detail"));
    }

    /** The payload of an outbox row; the same properties as the REST answer. */
    public JsonObject json() {
        return new JsonObject()
                .put("id", id.toString())
                .put("rule", rule.toString())
                .put("name", name)
                .put("project", project)
                .put("projectId", projectId.toString())
                .put("projectName", projectName)
                .put("metric", metric)
                .put("metricId", text(metricId))
                .put("metricName", metricName)
                .put("unit", unit)
                .put("figure", figure.name())
                .put("window", window)
                .put("comparator", comparator)
                .put("severity", severity.name())
                .put("state", state)
                .put("late", late)
                .put("activeAt", activeAt.toString())
                .put("firedAt", firedAt.toString())
                .put("resolvedAt", text(resolvedAt))
                .put("value", value)
                .put("resolvedValue", resolvedValue)
                .put("threshold", threshold)
                .put("worthPerHour", worthPerHour)
                .put("currency", currency)
                .put("acknowledgedAt", text(acknowledgedAt))
                .put("acknowledgedBy", acknowledgedBy)
                .put("snoozedUntil", text(snoozedUntil))
                .put("note", note)
                .put("detail", detail);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
