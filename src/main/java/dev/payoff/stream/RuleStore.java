package dev.payoff.stream;

import dev.payoff.alert.AlertState;
import dev.payoff.alert.AlertStateJson;
import dev.payoff.alert.Figure;
import dev.payoff.alert.RuleRows;
import dev.payoff.alert.RuleTerms;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rules with the state of their alerts. The state of a rule on a metric is guarded by the metric's
 * lock ({@link StateStore}); that of a rule on a project is changed by the sweep alone.
 */
final class RuleStore {

    private static final String SELECT =
            """
            SELECT r.*, s.state, s.rule_version AS state_version
              FROM rule r LEFT JOIN rule_state s ON s.rule_id = r.id
             WHERE r.enabled AND r.removed_at IS NULL
            """;

    private static final String OF_METRICS =
            SELECT + " AND r.metric_id = ANY($1) ORDER BY r.id FOR SHARE OF r";

    private static final String DUE_METRICS =
            """
            SELECT DISTINCT r.metric_id
              FROM rule r LEFT JOIN rule_state s ON s.rule_id = r.id
             WHERE r.enabled AND r.removed_at IS NULL AND r.metric_id IS NOT NULL
               AND (s.rule_id IS NULL OR s.rule_version <> r.version OR s.next_check <= $1
                    OR r.figure IN ('NO_DATA', 'REALISED', 'ACHIEVEMENT', 'REALISATION', 'FORECAST', 'UNMEASURED', 'NO_OWNER')
                    OR r.figure = 'BURN_RATE' AND s.updated_at + interval '1 minute' <= $1)
               AND r.metric_id > $3
             ORDER BY r.metric_id LIMIT $2
            """;

    private static final String OF_PROJECTS =
            SELECT + " AND r.metric_id IS NULL ORDER BY r.id LIMIT $1";

    private static final String SAVE =
            """
            INSERT INTO rule_state (rule_id, tenant_id, rule_version, state, next_check, updated_at)
            SELECT r.rule_id, r.tenant_id, r.rule_version, r.state::jsonb, r.next_check, $6
              FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::timestamptz[])
                AS r(rule_id, tenant_id, rule_version, state, next_check)
            ON CONFLICT (rule_id) DO UPDATE SET rule_version = excluded.rule_version, state = excluded.state,
                next_check = excluded.next_check, updated_at = excluded.updated_at
            """;

    /** The most rules or metrics that one sweep looks at. */
    static final int MAX_SWEPT = 5_000;

    /** A metric by its own owner, or by the one of its benefit profile who is still there. */
    private static final String OWNED =
            """
            SELECT m.id FROM metric m
             WHERE m.id = ANY($1)
               AND (m.owner IS NOT NULL
                    OR EXISTS (SELECT FROM benefit_profile b
                                 JOIN stakeholder o ON o.id = (b.document->>'owner')::uuid AND o.project_id = m.project_id
                                WHERE b.metric_id = m.id AND o.removed_at IS NULL))
             UNION ALL SELECT id FROM project WHERE id = ANY($1) AND owner IS NOT NULL
            """;

    /** A state to keep. */
    record Kept(RuleTerms rule, AlertState state, @Nullable Instant nextCheck) {}

    private RuleStore() {}

    static Uni<List<WatchedRule>> ofMetrics(SqlConnection tx, Collection<UUID> metricIds) {
        return metricIds.isEmpty()
                ? Uni.createFrom().item(List.of())
                : tx.preparedQuery(OF_METRICS)
                        .execute(Tuple.of((Object) metricIds.toArray(UUID[]::new)))
                        .map(rows -> Sql.list(rows, RuleStore::read));
    }

    /** Rules on whole projects, all of them: their figures move with the clock. */
    static Uni<List<WatchedRule>> ofProjects(SqlConnection tx) {
        return tx.preparedQuery(OF_PROJECTS)
                .execute(Tuple.of(MAX_SWEPT))
                .map(rows -> Sql.list(rows, RuleStore::read));
    }

    /**
     * Metrics whose rules the clock, or a change of the rule, may have moved; in the order of ids,
     * from the one after {@code after} on.
     */
    static Uni<List<UUID>> dueMetrics(SqlConnection tx, Instant now, UUID after) {
        return tx.preparedQuery(DUE_METRICS)
                .execute(Tuple.of(Sql.time(now), MAX_SWEPT, after))
                .map(rows -> Sql.list(rows, row -> row.getUUID("metric_id")));
    }

    /** Which of these metrics and projects somebody owns; asked only where a rule wants to know. */
    static Uni<Set<UUID>> owned(SqlConnection tx, List<WatchedRule> rules) {
        UUID[] ids =
                rules.stream()
                        .map(WatchedRule::terms)
                        .filter(rule -> rule.figure() == Figure.NO_OWNER)
                        .map(rule -> rule.metricId() == null ? rule.projectId() : rule.metricId())
                        .toArray(UUID[]::new);
        return ids.length == 0
                ? Uni.createFrom().item(Set.of())
                : tx.preparedQuery(OWNED)
                        .execute(Tuple.of((Object) ids))
                        .map(rows -> Set.copyOf(Sql.list(rows, row -> row.getUUID("id"))));
    }

    static Uni<Void> save(SqlConnection tx, List<Kept> kept, Instant now) {
        return kept.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(SAVE)
                        .execute(
                                Tuple.tuple()
                                        .addValue(Sql.uuids(kept, k -> k.rule().id()))
                                        .addValue(Sql.uuids(kept, k -> k.rule().tenantId()))
                                        .addValue(Sql.ints(kept, k -> k.rule().version()))
                                        .addValue(
                                                Sql.texts(
                                                        kept,
                                                        k ->
                                                                AlertStateJson.write(k.state())
                                                                        .encode()))
                                        .addValue(Sql.times(kept, Kept::nextCheck))
                                        .addValue(Sql.time(now)))
                        .replaceWithVoid();
    }

    private static WatchedRule read(Row row) {
        JsonObject state = (JsonObject) row.getJson("state");
        return new WatchedRule(
                RuleRows.terms(row),
                state == null ? AlertState.NEW : AlertStateJson.read(state),
                row.getInteger("state_version"));
    }
}
