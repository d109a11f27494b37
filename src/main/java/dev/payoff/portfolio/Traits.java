package dev.payoff.portfolio;

import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What others than the registry decide of a metric's value: whether it counts, how its target
 * moves, what it would have been without the project, when its benefit ends, how much its readings
 * are trusted. Each change is a version of the metric, so that what was known before stays as it
 * was.
 */
@ApplicationScoped
public class Traits {

    // The column first, then the version: known_from rises even where two clocks differ.
    private static final String CHANGE =
            """
            WITH changed AS (
              UPDATE metric SET %s = %s, version = version + 1
               WHERE tenant_id = $1 AND id = ANY($2) AND %s RETURNING id, version)
            INSERT INTO metric_version (metric_id, version, tenant_id, known_from, definition)
            SELECT c.id, c.version, $1, greatest($4, v.known_from + interval '1 microsecond'),
                   v.definition || jsonb_build_object('version', c.version, '%s', %s)
              FROM changed c JOIN metric_version v ON v.metric_id = c.id AND v.version = c.version - 1
            """;

    private static final String COUNTED =
            CHANGE.formatted(
                    "counted", "$3::boolean", "counted <> $3::boolean", "counted", "$3::boolean");

    private static final String PROFILE =
            CHANGE.formatted(
                    "target_profile",
                    "$3::text::jsonb",
                    "target_profile IS DISTINCT FROM $3::text::jsonb",
                    "targetProfile",
                    "$3::text::jsonb");

    private static final String BASELINES =
            CHANGE.formatted(
                    "baseline_series",
                    "$3::text::jsonb",
                    "baseline_series IS DISTINCT FROM $3::text::jsonb",
                    "baselineSeries",
                    "$3::text::jsonb");

    private static final String END =
            CHANGE.formatted(
                    "benefit_end",
                    "$3::timestamptz",
                    "(benefit_end IS NULL OR benefit_end > $3::timestamptz)",
                    "benefitEnd",
                    "$5::text");

    private static final String CONFIDENCE =
            CHANGE.formatted(
                    "confidence",
                    "$3::numeric",
                    "confidence <> $3::numeric",
                    "confidence",
                    "$3::numeric");

    private final TimeAndChance time;
    private final Changes changes;

    Traits(TimeAndChance time, Changes changes) {
        this.time = time;
        this.changes = changes;
    }

    /** Lets the value of metrics count, or holds it apart; those that stand so stay untouched. */
    public Uni<Void> count(
            SqlConnection tx, UUID tenant, Collection<UUID> metrics, boolean counted) {
        return metrics.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(COUNTED)
                        .execute(
                                Tuple.of(
                                        tenant,
                                        metrics.toArray(UUID[]::new),
                                        counted,
                                        time.now().atOffset(ZoneOffset.UTC)))
                        .replaceWithVoid();
    }

    /** Sets how a metric's target moves: points as JSON, or null for none. */
    public Uni<Void> profile(SqlConnection tx, UUID tenant, UUID metric, @Nullable String points) {
        return tx.preparedQuery(PROFILE)
                .execute(
                        Tuple.of(
                                tenant,
                                new UUID[] {metric},
                                points,
                                time.now().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /**
     * Sets how a metric's baseline changes at dates: steps as JSON, as the registry stores them.
     */
    public Uni<Void> baselines(SqlConnection tx, UUID tenant, UUID metric, String steps) {
        return tx.preparedQuery(BASELINES)
                .execute(
                        Tuple.of(
                                tenant,
                                new UUID[] {metric},
                                steps,
                                time.now().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Ends a metric's benefit at an instant, unless it ends earlier. */
    public Uni<Void> end(SqlConnection tx, UUID tenant, UUID metric, Instant at) {
        return tx.preparedQuery(END)
                .execute(
                        Tuple.of(
                                tenant,
                                new UUID[] {metric},
                                at.atOffset(ZoneOffset.UTC),
                                time.now().atOffset(ZoneOffset.UTC),
                                Moments.shown(at)))
                .replaceWithVoid();
    }

    /** Sets the confidence that weighs a metric's readings where they tell none, from 0 to 1. */
    public Uni<Void> confidence(SqlConnection tx, UUID tenant, UUID metric, BigDecimal confidence) {
        return tx.preparedQuery(CONFIDENCE)
                .execute(
                        Tuple.of(
                                tenant,
                                new UUID[] {metric},
                                confidence,
                                time.now().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Tells, after the commit, that figures of a project may have moved. */
    public void tell(UUID tenant, UUID project) {
        changes.tell(tenant, project);
    }
}
