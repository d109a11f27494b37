package dev.payoff.stream;

import dev.payoff.alert.EpisodeId;
import dev.payoff.alert.EpisodeJson;
import dev.payoff.alert.RuleTerms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Episodes, one row each: the same crossing has the same id, so writing it again changes nothing.
 * Each change writes the event that tells of it, in the same transaction.
 */
final class EpisodeStore {

    private static final String FIRE =
            """
            INSERT INTO episode (id, tenant_id, rule_id, rule_version, project_id, metric_id, name, severity, state, late, active_at,
                                 fired_at, resolved_at, value, threshold, worth_per_hour, currency, updated_at, detail)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, p.currency, $17, $18
              FROM project p WHERE p.id = $5
            ON CONFLICT (rule_id, rule_version, active_at) DO NOTHING
            RETURNING id
            """;

    private static final String RESOLVE =
            """
            UPDATE episode SET state = 'RESOLVED', resolved_at = $3, resolved_value = $4, late = late OR $5, updated_at = $6
             WHERE rule_id = $1 AND rule_version = $2 AND active_at = $7 AND state = 'FIRING'
            RETURNING id
            """;

    private static final String CLOSE_OLDER =
            """
            UPDATE episode SET state = 'RESOLVED', resolved_at = $3, note = coalesce(note, 'The rule was changed.'), updated_at = $4
             WHERE rule_id = $1 AND rule_version < $2 AND state = 'FIRING'
            RETURNING id
            """;

    private static final String OVERLAPPING =
            """
            SELECT id, active_at, resolved_at, late FROM episode
             WHERE rule_id = $1 AND active_at < $3 AND coalesce(resolved_at, 'infinity') > $2
            """;

    private static final String MARK_LATE =
            """
            UPDATE episode SET late = true, note = $2, updated_at = $3 WHERE id = $1 AND NOT late RETURNING id
            """;

    /** An episode found beside a late reading. */
    record Found(UUID id, Instant activeAt, @Nullable Instant resolvedAt, boolean late) {}

    private EpisodeStore() {}

    static Uni<Void> fire(
            SqlConnection tx,
            RuleTerms rule,
            Instant activeAt,
            Instant firedAt,
            @Nullable Instant resolvedAt,
            BigDecimal value,
            boolean late,
            @Nullable BigDecimal worthPerHour,
            @Nullable String detail,
            Instant now) {
        Tuple columns =
                Tuple.tuple()
                        .addValue(EpisodeId.of(rule.id(), rule.version(), activeAt))
                        .addValue(rule.tenantId())
                        .addValue(rule.id())
                        .addValue(rule.version())
                        .addValue(rule.projectId())
                        .addValue(rule.metricId())
                        .addValue(rule.name())
                        .addValue(rule.severity().name())
                        .addValue(resolvedAt == null ? "FIRING" : "RESOLVED")
                        .addValue(late)
                        .addValue(Sql.time(activeAt))
                        .addValue(Sql.time(firedAt))
                        .addValue(Sql.time(resolvedAt))
                        .addValue(value)
                        .addValue(rule.threshold().limit())
                        .addValue(worthPerHour)
                        .addValue(Sql.time(now))
                        .addValue(detail);
        return told(tx, FIRE, columns, now);
    }

    static Uni<Void> resolve(
            SqlConnection tx,
            RuleTerms rule,
            Instant activeAt,
            Instant resolvedAt,
            BigDecimal value,
            Instant now) {
        Tuple columns =
                Tuple.tuple()
                        .addValue(rule.id())
                        .addValue(rule.version())
                        .addValue(Sql.time(resolvedAt))
                        .addValue(value)
                        .addValue(false)
                        .addValue(Sql.time(now))
                        .addValue(Sql.time(activeAt));
        return told(tx, RESOLVE, columns, now);
    }

    /** Ends what an earlier version of the rule left firing: a changed rule starts afresh. */
    static Uni<Void> closeOlder(SqlConnection tx, RuleTerms rule, Instant at, Instant now) {
        return told(
                tx,
                CLOSE_OLDER,
                Tuple.of(rule.id(), rule.version(), Sql.time(at), Sql.time(now)),
                now);
    }

    static Uni<List<Found>> overlapping(
            SqlConnection tx, RuleTerms rule, Instant from, Instant to) {
        return tx.preparedQuery(OVERLAPPING)
                .execute(Tuple.of(rule.id(), Sql.time(from), Sql.time(to)))
                .map(rows ->
                        Sql.list(
                                rows,
                                row ->
                                        new Found(
                                                row.getUUID("id"),
                                                Sql.instant(row, "active_at"),
                                                Sql.instantOrNull(row, "resolved_at"),
                                                row.getBoolean("late"))));
    }

    static Uni<Void> markLate(SqlConnection tx, UUID episode, String note, Instant now) {
        return told(tx, MARK_LATE, Tuple.of(episode, note, Sql.time(now)), now);
    }

    private static Uni<Void> told(SqlConnection tx, String change, Tuple columns, Instant now) {
        return tx.preparedQuery(change)
                .execute(columns)
                .map(rows -> Sql.list(rows, row -> row.getUUID("id")))
                .chain(changed ->
                        changed.isEmpty() ? Uni.createFrom().voidItem() : tell(tx, changed, now));
    }

    private static Uni<Void> tell(SqlConnection tx, List<UUID> episodes, Instant now) {
        return tx.preparedQuery(EpisodeJson.SELECT + " WHERE e.id = ANY($1)")
                .execute(Tuple.of((Object) episodes.toArray(UUID[]::new)))
                .map(rows -> Sql.list(rows, EpisodeJson::of))
                .chain(told ->
                        Outbox.write(
                                tx,
                                told.stream()
                                        .map(episode ->
                                                new Outbox.Message(
                                                        episode.tenantId(),
                                                        EpisodeJson.OUTBOX_KIND,
                                                        EpisodeJson.OUTBOX_TOPIC,
                                                        episode.json()))
                                        .toList(),
                                now));
    }
}
