package dev.payoff.portfolio;

import dev.payoff.app.ProblemException;
import dev.payoff.portfolio.SharePolicy.Claim;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Metrics in the current transaction; the tenant is asked for besides what the database confines.
 */
@ApplicationScoped
class MetricRepository implements PanacheRepositoryBase<Metric, UUID> {

    /** What a list of metrics is narrowed to; null: not by this. */
    record Filter(
            @Nullable UUID project,
            @Nullable String fullKey,
            @Nullable String series,
            boolean archived) {}

    /** The metric, by id or full key. */
    Uni<Metric> require(UUID tenant, String idOrFullKey) {
        return require(tenant, idOrFullKey, LockModeType.NONE);
    }

    /** The metric, locked until the end of the transaction; 409 where it is archived. */
    Uni<Metric> requireLive(UUID tenant, String idOrFullKey) {
        return require(tenant, idOrFullKey, LockModeType.PESSIMISTIC_WRITE)
                .invoke(metric -> {
                    if (metric.archivedAt != null) {
                        throw ProjectRepository.archived("metric", metric.fullKey);
                    }
                });
    }

    private Uni<Metric> require(UUID tenant, String idOrFullKey, LockModeType lock) {
        var id = Moments.uuid(idOrFullKey);
        return find(
                        id.isPresent()
                                ? "tenantId = ?1 and id = ?2"
                                : "tenantId = ?1 and fullKey = ?2",
                        tenant,
                        id.isPresent() ? id.get() : idOrFullKey)
                .withLock(lock)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("metric", idOrFullKey));
    }

    Uni<List<Metric>> page(UUID tenant, Filter filter, @Nullable UUID after, int limit) {
        StringBuilder where = new StringBuilder("tenantId = ?1");
        List<Object> arguments = new ArrayList<>(List.of(tenant));
        also(where, arguments, "id >", after);
        also(where, arguments, "projectId =", filter.project());
        also(where, arguments, "fullKey =", filter.fullKey());
        also(where, arguments, "series =", filter.series());
        if (!filter.archived()) {
            where.append(" and archivedAt is null");
        }
        return find(where.append(" order by id").toString(), arguments.toArray())
                .page(0, limit + 1)
                .list();
    }

    private static void also(
            StringBuilder where, List<Object> arguments, String what, @Nullable Object value) {
        if (value != null) {
            arguments.add(value);
            where.append(" and ").append(what).append(" ?").append(arguments.size());
        }
    }

    /** How many metrics a project has, archived ones among them. */
    Uni<Long> countOf(UUID project) {
        return count("projectId = ?1", project);
    }

    Uni<List<String>> keysOf(UUID project) {
        return list("projectId = ?1", project)
                .map(metrics -> metrics.stream().map(metric -> metric.key).toList());
    }

    /**
     * The live claims on a series but this metric's. Takes a lock on the series first, held until
     * the end of the transaction: of those who claim at the same time, each sees all before it.
     */
    Uni<List<Claim>> lockedClaims(UUID tenant, String series, UUID but) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(
                                        "SELECT cast(pg_advisory_xact_lock(hashtextextended(?1, 0))"
                                                + " AS text)",
                                        String.class)
                                .setParameter(1, "share/" + tenant + "/" + series)
                                .getSingleResultOrNull()
                                .chain(() ->
                                        session.createNativeQuery(
                                                        "SELECT m.full_key, m.share FROM metric m JOIN project p ON p.id ="
                                                                + " m.project_id WHERE m.tenant_id = ?1 AND m.series = ?2 AND m.id"
                                                                + " <> ?3 AND m.archived_at IS NULL AND p.archived_at IS NULL"
                                                                + " ORDER BY m.full_key",
                                                        Object[].class)
                                                .setParameter(1, tenant)
                                                .setParameter(2, series)
                                                .setParameter(3, but)
                                                .getResultList()))
                .map(rows ->
                        rows.stream()
                                .map(row -> new Claim((String) row[0], (BigDecimal) row[1]))
                                .toList());
    }
}
