package dev.payoff.alert;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes rules. */
final class RuleTable {

    private RuleTable() {}

    static Uni<Void> insert(
            SqlConnection tx,
            UUID tenantId,
            UUID id,
            RuleInput input,
            Targets.Target target,
            Instant now) {
        return tx.preparedQuery(
                        """
                        INSERT INTO rule (id, tenant_id, name, metric_id, project_id, figure,
                            window_size, comparator, threshold, clear, for_s, keep_firing_s,
                            severity, enabled, created_at, labels, long_window_s, short_window_s, allowance)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                            $17, $18, $19)
                        """)
                .execute(
                        Tuple.from(
                                new @Nullable Object[] {
                                    id,
                                    tenantId,
                                    input.name(),
                                    target.metricId(),
                                    target.projectId(),
                                    String.valueOf(input.figure()),
                                    input.window(),
                                    input.comparator(),
                                    input.threshold(),
                                    input.clear(),
                                    RuleInput.seconds(input.forTime()),
                                    RuleInput.seconds(input.keepFiringFor()),
                                    String.valueOf(input.severity()),
                                    isOn(input),
                                    Columns.at(now),
                                    labels(input),
                                    RuleInput.secondsOrNull(input.longWindow()),
                                    RuleInput.secondsOrNull(input.shortWindow()),
                                    input.allowance()
                                }))
                .replaceWithVoid();
    }

    static Uni<Void> update(SqlConnection tx, UUID id, RuleInput after) {
        return tx.preparedQuery(
                        """
                        UPDATE rule SET name = $2, comparator = $3, threshold = $4, clear = $5,
                            for_s = $6, keep_firing_s = $7, severity = $8, enabled = $9,
                            labels = $10, long_window_s = $11, short_window_s = $12, allowance = $13,
                            version = version + 1
                         WHERE id = $1
                        """)
                .execute(
                        Tuple.from(
                                new @Nullable Object[] {
                                    id,
                                    after.name(),
                                    after.comparator(),
                                    after.threshold(),
                                    after.clear(),
                                    RuleInput.seconds(after.forTime()),
                                    RuleInput.seconds(after.keepFiringFor()),
                                    String.valueOf(after.severity()),
                                    isOn(after),
                                    labels(after),
                                    RuleInput.secondsOrNull(after.longWindow()),
                                    RuleInput.secondsOrNull(after.shortWindow()),
                                    after.allowance()
                                }))
                .replaceWithVoid();
    }

    private static boolean isOn(RuleInput input) {
        return input.enabled() == null || input.enabled();
    }

    private static JsonObject labels(RuleInput input) {
        JsonObject labels = new JsonObject();
        for (Map.Entry<String, String> label : RuleInput.labels(input.labels()).entrySet()) {
            labels.put(label.getKey(), label.getValue());
        }
        return labels;
    }
}
