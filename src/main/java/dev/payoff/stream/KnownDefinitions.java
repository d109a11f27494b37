package dev.payoff.stream;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The definitions of projects' metrics, read again only where something about them has changed:
 * people change them by the day, figures go out by the second. Thread-safe.
 */
final class KnownDefinitions {

    /** Beyond this many metrics it starts afresh; one costs about a kilobyte. */
    private static final int MAX_METRICS = 50_000;

    private final Map<UUID, Kept> byProject = new HashMap<>();
    private int metrics;

    /**
     * What changes with any definition: versions only rise, and metrics are archived and never
     * removed.
     *
     * @param projectVersion of the project
     * @param versions of its metrics, summed
     * @param live metrics that are not archived
     * @param zone of the tenant
     * @param fiscal the version of its fiscal calendar; null: none was told
     */
    record State(
            int projectVersion, long versions, long live, String zone, @Nullable Integer fiscal) {}

    private record Kept(State state, List<MetricDef> definitions) {}

    /** All metrics of these projects that are not archived. */
    Uni<List<MetricDef>> of(SqlConnection tx, Map<UUID, State> projects) {
        List<MetricDef> known = new ArrayList<>();
        List<UUID> unknown = new ArrayList<>();
        synchronized (this) {
            projects.forEach((id, state) -> {
                Kept kept = byProject.get(id);
                if (kept != null && kept.state().equals(state)) {
                    known.addAll(kept.definitions());
                } else {
                    unknown.add(id);
                }
            });
        }
        if (unknown.isEmpty()) {
            return Uni.createFrom().item(known);
        }
        return Definitions.ofProjects(tx, unknown)
                .map(found -> {
                    keep(projects, unknown, found);
                    known.addAll(found);
                    return known;
                });
    }

    private synchronized void keep(
            Map<UUID, State> projects, List<UUID> read, List<MetricDef> found) {
        if (metrics + found.size() > MAX_METRICS) {
            byProject.clear();
            metrics = 0;
        }
        metrics += found.size();
        Map<UUID, List<MetricDef>> byId = new HashMap<>();
        read.forEach(id -> byId.put(id, new ArrayList<>()));
        found.forEach(metric ->
                byId.computeIfAbsent(metric.projectId(), id -> new ArrayList<>()).add(metric));
        byId.forEach((id, definitions) -> {
            State state = projects.get(id);
            if (state != null) {
                byProject.put(id, new Kept(state, definitions));
            }
        });
    }
}
