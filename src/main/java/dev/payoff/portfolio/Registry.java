package dev.payoff.portfolio;

import dev.payoff.value.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups in the registry for other packages, in their own transaction and under either database
 * role: the tenant is asked for besides what the database confines. Archived ones are found too,
 * and say so.
 */
@ApplicationScoped
public class Registry {

    private static final String METRIC =
            """
            SELECT m.id, m.key, m.full_key, m.project_id, p.key AS project_key, m.name, m.kind,
                   m.category, m.type, m.unit, m.minimum, m.maximum, m.baseline, m.target, p.currency,
                   m.version, m.archived_at IS NOT NULL OR p.archived_at IS NOT NULL AS archived
              FROM metric m JOIN project p ON p.id = m.project_id
             WHERE m.tenant_id = $1\
            """;

    private static final String PROJECT =
            """
            SELECT id, key, name, type, currency, go_live, discount_rate, version, cost_revision,
                   archived_at IS NOT NULL AS archived
              FROM project WHERE tenant_id = $1\
            """;

    /** A metric by its id or full key; empty where the tenant has none such. */
    public Uni<Optional<MetricRef>> metric(SqlConnection tx, UUID tenantId, String idOrFullKey) {
        return one(tx, METRIC + by("m.id", "m.full_key", idOrFullKey), tenantId, idOrFullKey)
                .map(rows -> first(rows, Registry::metric));
    }

    /** A project by its id or key; empty where the tenant has none such. */
    public Uni<Optional<ProjectRef>> project(SqlConnection tx, UUID tenantId, String idOrKey) {
        return one(tx, PROJECT + by("id", "key", idOrKey), tenantId, idOrKey)
                .map(rows -> first(rows, Registry::project));
    }

    /**
     * Projects by their keys, archived ones too; those that the tenant does not have are absent.
     */
    public Uni<List<ProjectRef>> projects(
            SqlConnection tx, UUID tenantId, Collection<String> keys) {
        return tx.preparedQuery(PROJECT + " AND key = ANY($2) ORDER BY key")
                .execute(Tuple.of(tenantId, keys.toArray(String[]::new)))
                .map(rows -> {
                    List<ProjectRef> projects = new ArrayList<>();
                    rows.forEach(row -> projects.add(project(row)));
                    return projects;
                });
    }

    /** The live metrics of a project, oldest first; a project has at most 1,000. */
    public Uni<List<MetricRef>> metricsOf(SqlConnection tx, UUID tenantId, UUID projectId) {
        return tx.preparedQuery(
                        METRIC
                                + " AND m.project_id = $2 AND m.archived_at IS NULL"
                                + " AND p.archived_at IS NULL ORDER BY m.id")
                .execute(Tuple.of(tenantId, projectId))
                .map(rows -> {
                    List<MetricRef> metrics = new ArrayList<>();
                    rows.forEach(row -> metrics.add(metric(row)));
                    return metrics;
                });
    }

    private static Uni<RowSet<Row>> one(
            SqlConnection tx, String sql, UUID tenantId, String idOrKey) {
        return tx.preparedQuery(sql)
                .execute(
                        Tuple.of(
                                tenantId,
                                Moments.uuid(idOrKey).<Object>map(id -> id).orElse(idOrKey)));
    }

    private static String by(String id, String key, String idOrKey) {
        return " AND " + (Moments.uuid(idOrKey).isPresent() ? id : key) + " = $2";
    }

    private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> as) {
        var iterator = rows.iterator();
        return iterator.hasNext() ? Optional.of(as.apply(iterator.next())) : Optional.empty();
    }

    private static MetricRef metric(Row row) {
        return new MetricRef(
                row.getUUID("id"),
                row.getString("key"),
                row.getString("full_key"),
                row.getUUID("project_id"),
                row.getString("project_key"),
                row.getString("name"),
                Kind.valueOf(row.getString("kind")),
                Category.valueOf(row.getString("category")),
                MetricType.valueOf(row.getString("type")),
                row.getString("unit"),
                row.getBigDecimal("minimum"),
                row.getBigDecimal("maximum"),
                row.getBigDecimal("baseline"),
                row.getBigDecimal("target"),
                row.getString("currency"),
                row.getInteger("version"),
                row.getBoolean("archived"));
    }

    private static ProjectRef project(Row row) {
        return new ProjectRef(
                row.getUUID("id"),
                row.getString("key"),
                row.getString("name"),
                row.getString("type"),
                row.getString("currency"),
                instant(row.getOffsetDateTime("go_live")),
                row.getBigDecimal("discount_rate"),
                row.getInteger("version"),
                row.getLong("cost_revision"),
                row.getBoolean("archived"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
