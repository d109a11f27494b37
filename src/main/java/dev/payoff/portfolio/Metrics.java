package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantSession;
import dev.payoff.value.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people do with metrics; each change in one transaction with its version and audit row. */
@ApplicationScoped
class Metrics {

    private static final String LIST = "metrics";

    private final TenantSession tenants;
    private final ProjectRepository projects;
    private final MetricRepository metrics;
    private final History history;
    private final Audit audit;
    private final Bodies bodies;
    private final Changes changes;
    private final TimeAndChance time;

    Metrics(
            TenantSession tenants,
            ProjectRepository projects,
            MetricRepository metrics,
            History history,
            Audit audit,
            Bodies bodies,
            Changes changes,
            TimeAndChance time) {
        this.tenants = tenants;
        this.projects = projects;
        this.metrics = metrics;
        this.history = history;
        this.audit = audit;
        this.bodies = bodies;
        this.changes = changes;
        this.time = time;
    }

    Uni<MetricView> create(Caller caller, String project, byte[] body) {
        ObjectNode tree = Bodies.tree(body);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                TenantFacts.of(tenant)
                                        .chain(facts ->
                                                projects.requireLive(tenant, project)
                                                        .chain(found ->
                                                                create(
                                                                        caller,
                                                                        found,
                                                                        tree,
                                                                        facts.zone()))))
                .invoke(view -> changes.tell(tenant, view.projectId()));
    }

    private Uni<MetricView> create(Caller caller, Project project, ObjectNode tree, ZoneId zone) {
        MetricDefaults.fill(tree, project.currency);
        MetricInput input = bodies.checked(tree, MetricInput.class);
        Bodies.refuse(MetricRules.check(input, zone));
        return metrics.countOf(project.id)
                .invoke(Metrics::refuseTooMany)
                .chain(() -> insert(project, MetricRules.normal(input, zone)))
                .call(metric ->
                        audit.record(
                                caller,
                                "metric.created",
                                "metric",
                                metric.id.toString(),
                                new JsonObject().put("key", metric.fullKey)))
                .map(metric -> MetricView.of(metric, project));
    }

    private static void refuseTooMany(long count) {
        if (count >= Limits.METRICS_PER_PROJECT) {
            throw ProblemException.of(
                    409,
                    "TOO_MANY",
                    "Too many metrics",
                    "A project has at most " + Limits.METRICS_PER_PROJECT + " metrics.",
                    "Split the project, or measure less.");
        }
    }

    /** A new metric of the project, with its first version; its input is checked and normal. */
    Uni<Metric> insert(Project project, MetricInput input) {
        Metric metric = new Metric();
        metric.id = time.newId();
        metric.tenantId = project.tenantId;
        metric.projectId = project.id;
        metric.key = input.key();
        metric.fullKey = project.key + "/" + input.key();
        metric.kind = Kind.valueOf(input.kind());
        metric.version = 1;
        metric.createdAt = time.now();
        metric.apply(input);
        return TenantFacts.of(project.tenantId)
                .invoke(facts -> metric.counted = !facts.benefitGate())
                .chain(() -> guardShare(metric))
                .chain(() -> Taken.told(metrics.persistAndFlush(metric), "metric", metric.fullKey))
                .call(() -> history.keep(MetricView.of(metric, project), metric.tenantId));
    }

    private Uni<Void> guardShare(Metric metric) {
        String series = metric.series;
        if (series == null) {
            return Uni.createFrom().voidItem();
        }
        return metrics.lockedClaims(metric.tenantId, series, metric.id)
                .invoke(others ->
                        SharePolicy.refusal(series, metric.share, others)
                                .ifPresent(problem -> {
                                    throw new ProblemException(problem);
                                }))
                .replaceWithVoid();
    }

    Uni<Page<MetricView>> listOf(
            Caller caller, String project, @Nullable String cursor, int limit, boolean archived) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        projects.require(tenant, project)
                                .chain(found ->
                                        page(
                                                tenant,
                                                new MetricRepository.Filter(
                                                        found.id, null, null, archived),
                                                cursor,
                                                limit)));
    }

    Uni<Page<MetricView>> list(
            Caller caller,
            @Nullable String fullKey,
            @Nullable String series,
            @Nullable String cursor,
            int limit,
            boolean archived) {
        UUID tenant = caller.tenantId();
        var filter = new MetricRepository.Filter(null, fullKey, series, archived);
        return tenants.inTransaction(tenant, () -> page(tenant, filter, cursor, limit));
    }

    private Uni<Page<MetricView>> page(
            UUID tenant, MetricRepository.Filter filter, @Nullable String cursor, int limit) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        return metrics.page(tenant, filter, after == null ? null : after.id(0), limit)
                .chain(rows -> projectsOf(tenant, rows).map(of -> page(rows, of, limit)));
    }

    private Uni<Map<UUID, Project>> projectsOf(UUID tenant, List<Metric> rows) {
        return projects.byIds(
                tenant, rows.stream().map(row -> row.projectId).collect(Collectors.toSet()));
    }

    private static Page<MetricView> page(
            List<Metric> rows, Map<UUID, Project> projects, int limit) {
        return Page.cut(
                rows,
                limit,
                row -> MetricView.of(row, Objects.requireNonNull(projects.get(row.projectId))),
                row -> Cursor.encode(LIST, row.id));
    }

    Uni<MetricView> get(Caller caller, String idOrFullKey) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        metrics.require(tenant, idOrFullKey)
                                .chain(metric ->
                                        projects.require(tenant, metric.projectId.toString())
                                                .map(of -> MetricView.of(metric, of))));
    }

    Uni<MetricView> patch(
            Caller caller, String idOrFullKey, @Nullable String ifMatch, byte[] body) {
        ObjectNode patch = Bodies.tree(body);
        return change(
                caller,
                idOrFullKey,
                ifMatch,
                (metric, project) -> patched(caller, metric, project, patch));
    }

    /** Changes a metric within the transaction that is under way. */
    Uni<MetricView> patched(Caller caller, Metric metric, Project project, ObjectNode patch) {
        return TenantFacts.of(metric.tenantId)
                .chain(facts ->
                        save(caller, metric, project, changed(metric, project, patch, facts)));
    }

    private MetricInput changed(
            Metric metric, Project project, ObjectNode patch, TenantFacts facts) {
        MetricInput before = metric.input();
        ObjectNode merged = Bodies.merged(before, patch);
        boolean usualStaleness =
                MetricDefaults.staleness(before.frequency()).equals(before.staleness());
        if (usualStaleness && !patch.has("staleness")) {
            merged.remove("staleness");
        }
        MetricDefaults.fill(merged, project.currency);
        MetricInput after = bodies.checked(merged, MetricInput.class);
        Bodies.refuse(ProjectRules.fixed(before, after, "key", "kind"));
        Bodies.refuse(MetricRules.check(after, facts.zone()));
        return MetricRules.normal(after, facts.zone());
    }

    private Uni<MetricView> save(Caller caller, Metric metric, Project project, MetricInput input) {
        MetricInput before = metric.input();
        metric.apply(input);
        MetricInput after = metric.input();
        if (before.equals(after)) {
            return Uni.createFrom().item(MetricView.of(metric, project));
        }
        return TenantFacts.of(metric.tenantId)
                .invoke(facts ->
                        metric.counted &=
                                !facts.benefitGate() || MetricRules.isSamePromise(before, after))
                .chain(() -> guardShare(metric))
                .chain(() ->
                        raise(
                                caller,
                                metric,
                                project,
                                "metric.changed",
                                Bodies.changes(before, after)));
    }

    Uni<MetricView> archive(Caller caller, String idOrFullKey, @Nullable String ifMatch) {
        return change(
                caller,
                idOrFullKey,
                ifMatch,
                (metric, project) -> {
                    metric.archivedAt = time.now();
                    return raise(caller, metric, project, "metric.archived", new JsonObject());
                });
    }

    private interface Change {
        Uni<MetricView> of(Metric metric, Project project);
    }

    private Uni<MetricView> change(
            Caller caller, String idOrFullKey, @Nullable String ifMatch, Change change) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                metrics.requireLive(tenant, idOrFullKey)
                                        .invoke(metric -> Versions.check(ifMatch, metric.version))
                                        .chain(metric ->
                                                projects.require(
                                                                tenant, metric.projectId.toString())
                                                        .chain(project ->
                                                                change.of(metric, project))))
                .invoke(view -> changes.tell(tenant, view.projectId()));
    }

    private Uni<MetricView> raise(
            Caller caller, Metric metric, Project project, String action, JsonObject detail) {
        metric.version++;
        MetricView view = MetricView.of(metric, project);
        return history.keep(view, metric.tenantId)
                .chain(() ->
                        audit.record(
                                caller,
                                action,
                                "metric",
                                metric.id.toString(),
                                detail.put("key", metric.fullKey).put("version", metric.version)))
                .replaceWith(view);
    }
}
