package dev.payoff.benefit;

import dev.payoff.app.ProblemException;
import dev.payoff.portfolio.BaselineStep;
import dev.payoff.portfolio.Bodies;
import dev.payoff.portfolio.Promise;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Profiles, reviews and closures in PostgreSQL; on a connection that is confined to a tenant. */
final class BenefitStore {

    private static final String FACTS =
            """
            SELECT m.id, m.full_key, m.name, m.category, m.type, m.project_id, p.key AS project_key, p.currency, t.zone,
                   m.disbenefit, m.baseline, m.baseline_series::text AS baselines, m.target, m.share, m.valuation_amount, m.valuation_per,
                   coalesce(m.benefit_start, p.go_live) AS start, m.benefit_end, s.last_observed, m.counted, t.benefit_gate,
                   o.id IS NOT NULL AS has_owner, b.document::text AS document, b.agreement::text AS agreement, b.state, b.custody, b.version,
                   c.closed_on, c.measured_until, m.archived_at IS NOT NULL OR p.archived_at IS NOT NULL AS archived
              FROM metric m JOIN project p ON p.id = m.project_id JOIN tenant t ON t.id = m.tenant_id
              LEFT JOIN metric_state s ON s.metric_id = m.id
              LEFT JOIN benefit_profile b ON b.metric_id = m.id
              LEFT JOIN stakeholder o ON o.id = (b.document->>'owner')::uuid AND o.project_id = p.id AND o.removed_at IS NULL
              LEFT JOIN project_closure c ON c.project_id = p.id
             WHERE m.tenant_id = $1 AND \
            """;

    private static final String LIVE = " AND m.archived_at IS NULL AND p.archived_at IS NULL";

    private static final String SAVE =
            """
            INSERT INTO benefit_profile (metric_id, tenant_id, project_id, state, custody, document, version, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, 1, $7, $7)
            ON CONFLICT (metric_id) DO UPDATE SET document = excluded.document, version = benefit_profile.version + 1, updated_at = $7
            RETURNING version
            """;

    private BenefitStore() {}

    /** The facts of a metric, by id or full key; 404 where the tenant has none such. */
    static Uni<BenefitFacts> require(SqlConnection tx, UUID tenant, String idOrKey) {
        UUID id = uuid(idOrKey);
        return tx.preparedQuery(FACTS + (id == null ? "m.full_key = $2" : "m.id = $2"))
                .execute(Tuple.of(tenant, id == null ? idOrKey : id))
                .map(rows -> {
                    List<BenefitFacts> found = read(rows);
                    if (found.isEmpty()) {
                        throw ProblemException.notFound("metric", idOrKey);
                    }
                    return found.getFirst();
                });
    }

    /** The same, its metric's row locked: who changes a benefit or its metric waits. */
    static Uni<BenefitFacts> locked(SqlConnection tx, UUID tenant, String idOrKey) {
        return require(tx, tenant, idOrKey)
                .invoke(facts -> {
                    if (facts.archived()) {
                        throw ProblemException.of(
                                409,
                                "ARCHIVED",
                                "Archived",
                                "The metric '" + facts.fullKey() + "' is archived.",
                                "Make another metric for another benefit.");
                    }
                })
                .call(facts ->
                        tx.preparedQuery("SELECT id FROM metric WHERE id = $1 FOR UPDATE")
                                .execute(Tuple.of(facts.metricId())))
                // What somebody committed while this one waited is read now.
                .chain(facts -> require(tx, tenant, facts.metricId().toString()));
    }

    /** The live metrics of a project, by key. */
    static Uni<List<BenefitFacts>> ofProject(SqlConnection tx, UUID tenant, UUID project) {
        return tx.preparedQuery(FACTS + "m.project_id = $2" + LIVE + " ORDER BY m.full_key")
                .execute(Tuple.of(tenant, project))
                .map(BenefitStore::read);
    }

    /** A page of a project's live metrics, by key. */
    static Uni<List<BenefitFacts>> page(
            SqlConnection tx, UUID tenant, UUID project, String after, int limit) {
        return tx.preparedQuery(
                        FACTS
                                + "m.project_id = $2 AND m.full_key > $3"
                                + LIVE
                                + " ORDER BY m.full_key LIMIT $4")
                .execute(Tuple.of(tenant, project, after, limit))
                .map(BenefitStore::read);
    }

    /**
     * All live metrics of the tenant, their rows locked, so that none escapes a change of rules.
     */
    static Uni<List<BenefitFacts>> allLocked(SqlConnection tx, UUID tenant) {
        return tx.preparedQuery(FACTS + "true" + LIVE + " ORDER BY m.id FOR UPDATE OF m")
                .execute(Tuple.of(tenant))
                .map(BenefitStore::read);
    }

    static Uni<Integer> save(
            SqlConnection tx, UUID tenant, BenefitFacts facts, ProfileInput profile, Instant now) {
        return tx.preparedQuery(SAVE)
                .execute(
                        Tuple.from(
                                new Object[] {
                                    facts.metricId(),
                                    tenant,
                                    facts.projectId(),
                                    facts.state().name(),
                                    facts.custody(),
                                    Bodies.text(profile),
                                    now.atOffset(ZoneOffset.UTC)
                                }))
                .map(rows -> rows.iterator().next().getInteger("version"));
    }

    static Uni<Void> move(SqlConnection tx, UUID metric, BenefitState to, Instant now) {
        return tx.preparedQuery(
                        "UPDATE benefit_profile SET state = $2, version = version + 1, updated_at ="
                                + " $3 WHERE metric_id = $1")
                .execute(Tuple.of(metric, to.name(), now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    static Uni<Void> agree(SqlConnection tx, UUID metric, Agreement agreement, Instant now) {
        return tx.preparedQuery(
                        "UPDATE benefit_profile SET agreement = $2::text::jsonb, version = version"
                                + " + 1, updated_at = $3 WHERE metric_id = $1")
                .execute(Tuple.of(metric, Bodies.text(agreement), now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    static Uni<Set<UUID>> stakeholders(SqlConnection tx, UUID project) {
        return tx.preparedQuery(
                        "SELECT id FROM stakeholder WHERE project_id = $1 AND removed_at IS NULL")
                .execute(Tuple.of(project))
                .map(rows -> {
                    Set<UUID> ids = new HashSet<>();
                    rows.forEach(row -> ids.add(row.getUUID("id")));
                    return ids;
                });
    }

    /** Reviews that were held, by metric and label. */
    static Uni<Map<UUID, Map<String, ReviewPlan.Held>>> held(SqlConnection tx, UUID[] metrics) {
        return tx.preparedQuery(
                        "SELECT metric_id, label, held_on, outcome FROM benefit_review WHERE"
                                + " metric_id = ANY($1)")
                .execute(Tuple.of((Object) metrics))
                .map(rows -> {
                    Map<UUID, Map<String, ReviewPlan.Held>> held = new HashMap<>();
                    for (Row row : rows) {
                        held.computeIfAbsent(row.getUUID("metric_id"), id -> new HashMap<>())
                                .put(
                                        row.getString("label"),
                                        new ReviewPlan.Held(
                                                row.getLocalDate("held_on"),
                                                row.getString("outcome")));
                    }
                    return held;
                });
    }

    /** The reviews of a benefit. */
    static List<ReviewPlan.Due> reviews(
            BenefitFacts facts, Map<UUID, Map<String, ReviewPlan.Held>> held, Instant now) {
        ProfileInput profile = facts.profile();
        return ReviewPlan.of(
                profile == null ? List.of() : profile.reviewOn(),
                facts.startedOn(),
                facts.closedOn(),
                held.getOrDefault(facts.metricId(), Map.of()),
                facts.isOver(),
                LocalDate.ofInstant(now, facts.zone()));
    }

    private static List<BenefitFacts> read(RowSet<Row> rows) {
        List<BenefitFacts> found = new ArrayList<>(rows.size());
        rows.forEach(row -> found.add(read(row)));
        return found;
    }

    private static BenefitFacts read(Row row) {
        String document = row.getString("document");
        String agreement = row.getString("agreement");
        boolean there = document != null;
        return new BenefitFacts(
                row.getUUID("id"),
                row.getString("full_key"),
                row.getString("name"),
                row.getString("category"),
                row.getString("type"),
                row.getUUID("project_id"),
                row.getString("project_key"),
                row.getString("currency"),
                ZoneId.of(row.getString("zone")),
                row.getBoolean("disbenefit"),
                new Promise(
                        row.getBigDecimal("baseline"),
                        steps(row.getString("baselines")),
                        row.getBigDecimal("target"),
                        row.getBigDecimal("share"),
                        row.getBigDecimal("valuation_amount"),
                        row.getString("valuation_per"),
                        row.getBoolean("disbenefit")),
                instant(row.getOffsetDateTime("start")),
                instant(row.getOffsetDateTime("benefit_end")),
                row.getOffsetDateTime("last_observed") != null,
                row.getBoolean("counted"),
                row.getBoolean("benefit_gate"),
                row.getBoolean("has_owner"),
                there ? Bodies.stored(document, ProfileInput.class) : null,
                agreement == null ? null : Bodies.stored(agreement, Agreement.class),
                there ? BenefitState.valueOf(row.getString("state")) : BenefitState.PROJECTED,
                there
                        ? row.getString("custody")
                        : row.getLocalDate("closed_on") == null ? "PROJECT" : "BUSINESS",
                there ? row.getInteger("version") : 0,
                row.getLocalDate("closed_on"),
                row.getLocalDate("measured_until"),
                row.getBoolean("archived"));
    }

    private static @Nullable List<BaselineStep> steps(@Nullable String stored) {
        return stored == null ? null : List.of(Bodies.stored(stored, BaselineStep[].class));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    static @Nullable UUID uuid(String text) {
        try {
            return text.length() == 36 ? UUID.fromString(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
