package dev.payoff.alert;

import dev.payoff.value.Burn;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the stream reads rules. */
public final class RuleRows {

    /**
     * Reads the rules in force in the columns that {@link #terms} takes; go on with AND on {@code
     * r}. Read them {@code FOR SHARE} in the transaction that judges by them: then a rule that is
     * switched off waits, closes what was opened under it, and nothing opens after that.
     */
    public static final String SELECT =
            """
            SELECT r.id, r.version, r.tenant_id, r.name, r.metric_id, r.project_id, r.figure,
                   r.window_size, r.long_window_s, r.short_window_s, r.allowance, r.comparator, r.threshold, r.clear, r.for_s, r.keep_firing_s,
                   r.severity
              FROM rule r
             WHERE r.enabled AND r.removed_at IS NULL
            """;

    private RuleRows() {}

    /** A rule from a row of {@link #SELECT}. */
    public static RuleTerms terms(Row row) {
        return new RuleTerms(
                row.getUUID("id"),
                row.getInteger("version"),
                row.getUUID("tenant_id"),
                row.getString("name"),
                row.getUUID("metric_id"),
                row.getUUID("project_id"),
                Figure.valueOf(row.getString("figure")),
                row.getString("window_size"),
                burn(row),
                threshold(row),
                Severity.valueOf(row.getString("severity")));
    }

    private static @Nullable Burn burn(Row row) {
        Long longWindow = row.getLong("long_window_s");
        return longWindow == null
                ? null
                : new Burn(
                        Duration.ofSeconds(longWindow),
                        Duration.ofSeconds(row.getLong("short_window_s")),
                        row.getBigDecimal("allowance"));
    }

    private static Threshold threshold(Row row) {
        Duration forTime = Duration.ofSeconds(row.getLong("for_s"));
        Duration keepFiringFor = Duration.ofSeconds(row.getLong("keep_firing_s"));
        @Nullable String comparator = row.getString("comparator");
        return comparator == null
                ? Threshold.noData(forTime, keepFiringFor)
                : new Threshold(
                        Comparison.of(comparator),
                        row.getBigDecimal("threshold"),
                        row.getBigDecimal("clear"),
                        forTime,
                        keepFiringFor);
    }
}
