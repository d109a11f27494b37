package dev.payoff.stream;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Definitions of metrics by the names that records call them by. What it holds may be old: each
 * batch compares versions under the metric's lock and reloads what has changed. Used by one batch
 * at a time.
 */
final class MetricDirectory {

    /** Beyond this many names the directory starts afresh; a name costs well under a kilobyte. */
    private static final int MAX_NAMES = 200_000;

    private static final int MAX_TENANTS = 10_000;

    private final Map<Name, MetricDef> byName = new HashMap<>();
    private final Map<String, UUID> tenants = new HashMap<>();

    private record Name(String tenant, String metric) {}

    /** The metric of each record, in the order of the batch; null where none is known. */
    @Nullable MetricDef[] metricsOf(Batch batch) {
        List<Batch.Item> records = batch.records();
        @Nullable MetricDef[] metrics = new MetricDef[records.size()];
        for (int i = 0; i < metrics.length; i++) {
            Name name = name(records.get(i));
            metrics[i] = name == null ? null : byName.get(name);
        }
        return metrics;
    }

    private static @Nullable Name name(Batch.Item item) {
        return item.decoded() instanceof Decoded.Usable(WireRecord.Reading reading)
                        && reading.tenant() != null
                ? new Name(reading.tenant(), reading.metric())
                : null;
    }

    /**
     * Looks up every name that is not known yet; those that do not exist stay unknown, and are
     * asked for next time.
     *
     * @param metrics of the batch's records, completed by what is found
     */
    Uni<Void> learn(SqlConnection tx, Batch batch, @Nullable MetricDef[] metrics) {
        Set<Name> asked = new LinkedHashSet<>();
        for (int i = 0; i < metrics.length; i++) {
            Name name = metrics[i] == null ? name(batch.records().get(i)) : null;
            if (name != null) {
                asked.add(name);
            }
        }
        List<Name> unknown = List.copyOf(asked);
        if (unknown.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Definitions.byReferences(
                        tx, Sql.texts(unknown, Name::tenant), Sql.texts(unknown, Name::metric))
                .invoke(found -> {
                    if (byName.size() + found.size() > MAX_NAMES) {
                        byName.clear();
                    }
                    Map<Name, MetricDef> answers = new HashMap<>();
                    for (MetricDef metric : found) {
                        for (String tenant :
                                List.of(metric.tenantKey(), metric.tenantId().toString())) {
                            answers.put(new Name(tenant, metric.key()), metric);
                            answers.put(new Name(tenant, metric.id().toString()), metric);
                        }
                    }
                    for (Name name : unknown) {
                        MetricDef metric = answers.get(name);
                        if (metric != null) {
                            byName.put(name, metric);
                        }
                    }
                    System.arraycopy(metricsOf(batch), 0, metrics, 0, metrics.length);
                })
                .replaceWithVoid();
    }

    /**
     * Looks up the tenants of records that name no metric, so that what is refused reaches its
     * owner.
     */
    Uni<Void> learnTenants(SqlConnection tx, Batch batch, @Nullable MetricDef[] metrics) {
        Set<String> asked = new LinkedHashSet<>();
        for (int i = 0; i < metrics.length; i++) {
            if (metrics[i] == null) {
                String name = batch.records().get(i).tenant();
                if (name != null && !tenants.containsKey(name) && asked.size() < MAX_TENANTS) {
                    asked.add(name);
                }
            }
        }
        List<String> unknown = List.copyOf(asked);
        return unknown.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(
                                "SELECT id, key FROM tenant WHERE key = ANY($1) OR id::text = ANY($1)")
                        .execute(Tuple.of((Object) unknown.toArray(String[]::new)))
                        .invoke(rows -> {
                            if (tenants.size() > MAX_TENANTS) {
                                tenants.clear();
                            }
                            rows.forEach(row -> {
                                tenants.put(row.getString("key"), row.getUUID("id"));
                                tenants.put(row.getUUID("id").toString(), row.getUUID("id"));
                            });
                        })
                        .replaceWithVoid();
    }

    /** The tenant of this key or id, where there is one. */
    @Nullable UUID tenant(@Nullable String name) {
        return name == null ? null : tenants.get(name);
    }

    /** Reads the definitions of these metrics anew. */
    Uni<Void> reload(SqlConnection tx, Collection<UUID> metricIds) {
        return metricIds.isEmpty()
                ? Uni.createFrom().voidItem()
                : Definitions.byIds(tx, metricIds)
                        .invoke(found -> {
                            Map<UUID, MetricDef> fresh = new HashMap<>();
                            found.forEach(metric -> fresh.put(metric.id(), metric));
                            byName.replaceAll(
                                    (name, metric) -> fresh.getOrDefault(metric.id(), metric));
                        })
                        .replaceWithVoid();
    }
}
