package dev.payoff.stream;

import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.Valuation;
import dev.payoff.value.appraisal.FiscalCalendar;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads definitions of metrics, as they are now. On a connection of the application row-level
 * security confines the answer to the tenant of the transaction.
 */
public final class Definitions {

    // %s: the tenant's fiscal calendar, which only those ask for who tell people of quarters.
    private static final String COLUMNS =
            """
            SELECT m.*, m.target_profile::text AS profile, m.baseline_series::text AS baselines, p.key AS project_key, p.currency AS project_currency, p.go_live, p.version AS project_version,
                   p.archived_at AS project_archived_at, t.key AS tenant_key, t.zone, %s AS fiscal
              FROM metric m JOIN project p ON p.id = m.project_id JOIN tenant t ON t.id = m.tenant_id
            """;

    private static final String SELECT =
            COLUMNS.formatted(
                    "(SELECT f.document::text FROM money_term f WHERE f.tenant_id = t.id AND f.kind = 'FISCAL_CALENDAR'"
                            + " ORDER BY f.version DESC LIMIT 1)");

    /** Each name by an index: a condition with OR would compare every name with every metric. */
    private static final String BY_REFERENCE =
            """
            WITH asked AS MATERIALIZED (
              SELECT DISTINCT tenant FROM unnest($1::text[]) AS r(tenant)),
            owner AS MATERIALIZED (
              SELECT a.tenant, t.id FROM asked a JOIN tenant t ON t.key = a.tenant
              UNION SELECT a.tenant, t.id FROM asked a JOIN tenant t ON t.id::text = a.tenant),
            found AS MATERIALIZED (
              SELECT m.id FROM unnest($1::text[], $2::text[]) AS r(tenant, metric) JOIN owner o ON o.tenant = r.tenant
                JOIN metric m ON m.tenant_id = o.id AND m.full_key = r.metric
              UNION
              SELECT m.id FROM unnest($1::text[], $3::uuid[]) AS r(tenant, id) JOIN owner o ON o.tenant = r.tenant
                JOIN metric m ON m.id = r.id AND m.tenant_id = o.id)
            """
                    + COLUMNS.formatted("NULL::text")
                    + " WHERE m.id IN (SELECT id FROM found)";

    private Definitions() {}

    /**
     * By tenant (key or id) and metric (full key or id), pair by pair; those that do not exist are
     * absent.
     */
    static Uni<List<MetricDef>> byReferences(SqlConnection tx, String[] tenants, String[] metrics) {
        return tx.preparedQuery(BY_REFERENCE)
                .execute(Tuple.of(tenants, metrics, ids(metrics)))
                .map(rows -> Sql.list(rows, Definitions::read));
    }

    /** Those of the names that are ids; null for a key. */
    private static @Nullable UUID[] ids(String[] metrics) {
        @Nullable UUID[] ids = new UUID[metrics.length];
        for (int i = 0; i < metrics.length; i++) {
            ids[i] = EventKey.uuid(metrics[i]);
        }
        return ids;
    }

    /** Of one tenant, by id or full key; those that do not exist are absent. */
    public static Uni<List<MetricDef>> byReferences(
            SqlConnection tx, String tenantKey, Collection<String> metrics) {
        String[] tenants = new String[metrics.size()];
        Arrays.fill(tenants, tenantKey);
        return byReferences(tx, tenants, metrics.toArray(String[]::new));
    }

    /** By id. */
    public static Uni<List<MetricDef>> byIds(SqlConnection tx, Collection<UUID> ids) {
        return tx.preparedQuery(SELECT + " WHERE m.id = ANY($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> Sql.list(rows, Definitions::read));
    }

    /** All metrics of some projects that are not archived, by key. */
    public static Uni<List<MetricDef>> ofProjects(SqlConnection tx, Collection<UUID> projectIds) {
        return tx.preparedQuery(
                        SELECT
                                + " WHERE m.project_id = ANY($1) AND m.archived_at IS NULL ORDER BY"
                                + " m.full_key")
                .execute(Tuple.of(projectIds.toArray(UUID[]::new)))
                .map(rows -> Sql.list(rows, Definitions::read));
    }

    private static MetricDef read(Row row) {
        ZoneId zone = ZoneId.of(row.getString("zone"));
        String key = row.getString("full_key");
        return new MetricDef(
                row.getUUID("id"),
                row.getUUID("tenant_id"),
                row.getString("tenant_key"),
                zone,
                fiscal(row.getString("fiscal")),
                row.getUUID("project_id"),
                row.getString("project_key"),
                key,
                row.getString("name"),
                row.getString("category"),
                row.getString("type"),
                row.getString("project_currency"),
                row.getBoolean("disbenefit"),
                terms(row, zone),
                new Gate.Limits(
                        key,
                        row.getString("unit"),
                        row.getBigDecimal("minimum"),
                        row.getBigDecimal("maximum"),
                        row.getOffsetDateTime("archived_at") != null
                                || row.getOffsetDateTime("project_archived_at") != null),
                Sql.instant(row, "created_at"),
                row.getInteger("version"),
                row.getInteger("project_version"));
    }

    private static FiscalCalendar fiscal(@Nullable String told) {
        if (told == null) {
            return FiscalCalendar.CALENDAR_YEAR;
        }
        JsonObject calendar = new JsonObject(told);
        return new FiscalCalendar(
                calendar.getInteger("firstMonth"),
                calendar.getBoolean("namedByEnd"),
                calendar.getString("label"));
    }

    private static MetricTerms terms(Row row, ZoneId zone) {
        Instant start = Sql.instantOrNull(row, "benefit_start");
        return terms(
                        row.getString("kind"),
                        row.getBigDecimal("baseline"),
                        row.getBigDecimal("target"),
                        row.getLocalDate("target_date"),
                        zone,
                        row.getBigDecimal("share"),
                        row.getBigDecimal("confidence"),
                        row.getBigDecimal("valuation_amount"),
                        row.getString("valuation_per"),
                        row.getString("flow_per"),
                        start != null ? start : Sql.instantOrNull(row, "go_live"),
                        Sql.instantOrNull(row, "benefit_end"),
                        Duration.ofSeconds(row.getLong("staleness_s")))
                .with(
                        dev.payoff.portfolio.Definitions.profile(row.getString("profile")),
                        row.getBoolean("counted"))
                .against(dev.payoff.portfolio.Definitions.baselines(row.getString("baselines")))
                .asDisbenefit(row.getBoolean("disbenefit"));
    }

    /**
     * The terms of valuation from the columns that define them; the target is due at the end of its
     * day.
     */
    static MetricTerms terms(
            String kind,
            @Nullable BigDecimal baseline,
            @Nullable BigDecimal target,
            @Nullable LocalDate targetDate,
            ZoneId zone,
            BigDecimal share,
            BigDecimal confidence,
            @Nullable BigDecimal amount,
            @Nullable String per,
            @Nullable String flowPer,
            @Nullable Instant benefitStart,
            @Nullable Instant benefitEnd,
            Duration staleness) {
        Valuation valuation = null;
        if (amount != null && per != null) {
            valuation =
                    "UNIT".equals(per)
                            ? new Valuation.PerUnit(amount)
                            : new Valuation.PerPeriod(amount, Period.valueOf(per));
        }
        return new MetricTerms(
                Kind.valueOf(kind),
                baseline,
                target,
                targetDate == null ? null : targetDate.plusDays(1).atStartOfDay(zone).toInstant(),
                share,
                confidence,
                valuation,
                flowPer == null ? Period.MONTH : Period.valueOf(flowPer),
                benefitStart,
                benefitEnd,
                staleness);
    }
}
