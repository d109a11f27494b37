package dev.payoff.benefit;

import dev.payoff.app.Shown;
import dev.payoff.identity.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Claims in PostgreSQL, and what was measured at their due time as it is known now. */
final class ClaimStore {

    /** A level: the mean of its last hour before; a flow: what came in the flow period before. */
    private static final String SELECT =
            """
            SELECT c.*, m.full_key,
                   CASE WHEN c.due_at > $1 THEN NULL
                        WHEN m.kind = 'LEVEL' THEN
                          (SELECT w.sum / w.count FROM metric_window w
                            WHERE w.metric_id = c.metric_id AND w.size = 2 AND w.start_at < c.due_at
                              AND w.end_at > c.due_at - make_interval(secs => m.staleness_s)
                            ORDER BY w.start_at DESC LIMIT 1)
                        ELSE
                          (SELECT sum(w.sum) FROM metric_window w
                            WHERE w.metric_id = c.metric_id AND w.size = 2 AND w.start_at < c.due_at
                              AND w.start_at >= c.due_at - make_interval(secs => CASE m.flow_per WHEN 'HOUR' THEN 3600 WHEN 'DAY' THEN 86400
                                    WHEN 'WEEK' THEN 604800 WHEN 'YEAR' THEN 31557600 ELSE 2629800 END))
                   END AS came
              FROM %s c JOIN metric m ON m.id = c.metric_id
             WHERE c.tenant_id = $2 \
            """;

    private static final String CLAIMS = SELECT.formatted("benefit_claim");

    /**
     * What each metric promises by itself, as a claim: its target by the end of the target date, as
     * surely as was stated when its value began to count, or else first. What was stated later knew
     * more. A disbenefit promises nothing.
     */
    private static final String PROMISES =
            SELECT.formatted(
                    """
                    (SELECT p.id, p.tenant_id, p.id AS metric_id, '' AS claimed_by, v.known_from AS claimed_at,
                            ((v.definition->>'targetDate')::date + 1)::timestamp AT TIME ZONE t.zone AS due_at,
                            CASE WHEN (v.definition->>'target')::numeric > (v.definition->>'baseline')::numeric
                                 THEN 'AT_LEAST' ELSE 'AT_MOST' END AS comparator,
                            (v.definition->>'target')::numeric AS threshold,
                            NULL::numeric AS lower_bound, NULL::numeric AS upper_bound,
                            (v.definition->>'confidence')::numeric AS confidence
                       FROM metric p JOIN project j ON j.id = p.project_id JOIN tenant t ON t.id = p.tenant_id
                      CROSS JOIN LATERAL (
                            SELECT known_from, definition FROM metric_version
                             WHERE metric_id = p.id
                             ORDER BY coalesce(known_from <= coalesce(p.benefit_start, j.go_live), false) DESC,
                                      CASE WHEN known_from <= coalesce(p.benefit_start, j.go_live) THEN -version ELSE version END
                             LIMIT 1) AS v
                      WHERE p.archived_at IS NULL AND NOT p.disbenefit
                        AND v.definition->>'targetDate' IS NOT NULL
                        AND (v.definition->>'target')::numeric <> (v.definition->>'baseline')::numeric)\
                    """);

    private ClaimStore() {}

    static Uni<Void> insert(
            SqlConnection tx,
            Caller caller,
            BenefitFacts facts,
            UUID id,
            ClaimInput input,
            Instant now,
            Instant due) {
        ClaimInput.Comparator comparator = input.comparator();
        return tx.preparedQuery(
                        "INSERT INTO benefit_claim (id, tenant_id, metric_id, claimed_by,"
                                + " claimed_at, due_at, comparator, threshold, lower_bound,"
                                + " upper_bound, confidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
                                + " $9, $10, $11)")
                .execute(
                        Tuple.from(
                                new Object[] {
                                    id,
                                    caller.tenantId(),
                                    facts.metricId(),
                                    caller.name(),
                                    now.atOffset(ZoneOffset.UTC),
                                    due.atOffset(ZoneOffset.UTC),
                                    comparator == null ? null : comparator.name(),
                                    input.threshold(),
                                    input.lower(),
                                    input.upper(),
                                    input.confidence()
                                }))
                .replaceWithVoid();
    }

    /**
     * Claims, the latest first, with what was measured by now; the condition's arguments from $4
     * on.
     */
    static Uni<List<Claims.View>> read(
            SqlConnection tx,
            Instant now,
            UUID tenant,
            int limit,
            String which,
            Object... arguments) {
        return read(tx, CLAIMS, now, tenant, limit, which, arguments);
    }

    /** What the metrics promise by themselves, the latest metrics first. */
    static Uni<List<Claims.View>> promises(SqlConnection tx, Instant now, UUID tenant, int limit) {
        return read(tx, PROMISES, now, tenant, limit, "");
    }

    private static Uni<List<Claims.View>> read(
            SqlConnection tx,
            String select,
            Instant now,
            UUID tenant,
            int limit,
            String which,
            Object... arguments) {
        Tuple tuple = Tuple.of(now.atOffset(ZoneOffset.UTC), tenant, limit);
        for (Object argument : arguments) {
            tuple.addValue(argument);
        }
        return tx.preparedQuery(select + which + " ORDER BY c.id DESC LIMIT $3")
                .execute(tuple)
                .map(rows -> {
                    List<Claims.View> views = new ArrayList<>();
                    rows.forEach(row -> views.add(view(row)));
                    return views;
                });
    }

    private static Claims.View view(Row row) {
        String comparator = row.getString("comparator");
        BigDecimal came = row.getBigDecimal("came");
        Instant due = row.getOffsetDateTime("due_at").toInstant();
        ClaimInput claim =
                new ClaimInput(
                        due.toString(),
                        comparator == null ? null : ClaimInput.Comparator.valueOf(comparator),
                        row.getBigDecimal("threshold"),
                        row.getBigDecimal("lower_bound"),
                        row.getBigDecimal("upper_bound"),
                        row.getBigDecimal("confidence"));
        return new Claims.View(
                row.getUUID("id"),
                row.getString("full_key"),
                row.getString("claimed_by"),
                row.getOffsetDateTime("claimed_at").toInstant(),
                due,
                claim.comparator(),
                claim.threshold(),
                claim.lower(),
                claim.upper(),
                claim.confidence(),
                Shown.figure(came),
                came == null ? null : claim.cameTrue(came));
    }
}
