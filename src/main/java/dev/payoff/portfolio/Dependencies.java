package dev.payoff.portfolio;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantSession;
import dev.payoff.portfolio.DependencyGraph.Edge;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which project needs which; never in a circle. */
@ApplicationScoped
class Dependencies {

    private static final String LIST = "dependencies";
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final TenantSession tenants;
    private final ProjectRepository projects;
    private final DependencyRepository dependencies;
    private final Audit audit;
    private final Bodies bodies;
    private final TimeAndChance time;

    Dependencies(
            TenantSession tenants,
            ProjectRepository projects,
            DependencyRepository dependencies,
            Audit audit,
            Bodies bodies,
            TimeAndChance time) {
        this.tenants = tenants;
        this.projects = projects;
        this.dependencies = dependencies;
        this.audit = audit;
        this.bodies = bodies;
        this.time = time;
    }

    Uni<DependencyView> create(Caller caller, String project, byte[] body) {
        DependencyInput input = bodies.checked(Bodies.tree(body), DependencyInput.class);
        UUID tenant = caller.tenantId();
        // The lock on the tenant's graph comes before any row's: two halves of a circle cannot
        // pass.
        return tenants.inTransaction(
                tenant,
                () ->
                        lockGraph(tenant)
                                .chain(() -> projects.requireLive(tenant, project))
                                .chain(from ->
                                        projects.require(tenant, input.dependsOn())
                                                .chain(to -> create(caller, from, to, input))));
    }

    private static Uni<Void> lockGraph(UUID tenant) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(
                                        "SELECT cast(pg_advisory_xact_lock(hashtextextended(?1, 0))"
                                                + " AS text)",
                                        String.class)
                                .setParameter(1, "dependencies/" + tenant)
                                .getSingleResultOrNull())
                .replaceWithVoid();
    }

    private Uni<DependencyView> create(
            Caller caller, Project from, Project to, DependencyInput input) {
        return dependencies
                .list("tenantId = ?1 and removedAt is null", from.tenantId)
                .call(edges -> refuse(edges, from, to))
                .chain(() -> dependencies.persistAndFlush(dependency(from, to, input)))
                .call(made ->
                        audit.record(
                                caller,
                                "dependency.created",
                                "dependency",
                                made.id.toString(),
                                new JsonObject().put("project", from.key).put("dependsOn", to.key)))
                .map(made -> DependencyView.of(made, from, to));
    }

    private Uni<Void> refuse(List<Dependency> edges, Project from, Project to) {
        if (edges.size() >= Limits.DEPENDENCIES_PER_TENANT) {
            throw ProblemException.of(
                    409,
                    "TOO_MANY",
                    "Too many dependencies",
                    "A tenant has at most " + Limits.DEPENDENCIES_PER_TENANT + " dependencies.",
                    "Remove some that do not matter any more.");
        }
        boolean there =
                edges.stream()
                        .anyMatch(e -> e.projectId.equals(from.id) && e.dependsOnId.equals(to.id));
        if (there) {
            throw ProblemException.of(
                    409,
                    "ALREADY_EXISTS",
                    "Already there",
                    "'" + from.key + "' already depends on '" + to.key + "'.",
                    "Remove the one that is there to write another note.");
        }
        List<UUID> circle =
                new DependencyGraph(
                                edges.stream()
                                        .map(e -> new Edge(e.projectId, e.dependsOnId))
                                        .toList())
                        .circle(from.id, to.id);
        return circle.isEmpty() ? Uni.createFrom().voidItem() : refuseCircle(from, circle);
    }

    private Uni<Void> refuseCircle(Project from, List<UUID> circle) {
        return projects.byIds(from.tenantId, new HashSet<>(circle))
                .invoke(known -> {
                    String path =
                            circle.stream()
                                    .map(id -> Objects.requireNonNull(known.get(id)).key)
                                    .collect(Collectors.joining(" → "));
                    throw ProblemException.of(
                            409,
                            "DEPENDENCY_CYCLE",
                            "Circle of dependencies",
                            "This would close the circle " + path + ".",
                            "Remove one of these dependencies first.");
                })
                .replaceWithVoid();
    }

    private Dependency dependency(Project from, Project to, DependencyInput input) {
        Dependency dependency = new Dependency();
        dependency.id = time.newId();
        dependency.tenantId = from.tenantId;
        dependency.projectId = from.id;
        dependency.dependsOnId = to.id;
        dependency.note = input.note();
        dependency.createdAt = time.now();
        return dependency;
    }

    Uni<Page<DependencyView>> list(
            Caller caller, String project, @Nullable String cursor, int limit) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        UUID last = after == null ? BEFORE_ALL : after.id(0);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        projects.require(tenant, project)
                                .chain(from ->
                                        dependencies
                                                .find(
                                                        "tenantId = ?1 and projectId = ?2 and id >"
                                                                + " ?3 and removedAt is null order by"
                                                                + " id",
                                                        tenant,
                                                        from.id,
                                                        last)
                                                .page(0, limit + 1)
                                                .list()
                                                .chain(rows -> page(from, rows, limit))));
    }

    private Uni<Page<DependencyView>> page(Project from, List<Dependency> rows, int limit) {
        return projects.byIds(
                        from.tenantId,
                        rows.stream().map(row -> row.dependsOnId).collect(Collectors.toSet()))
                .map(needed ->
                        Page.cut(
                                rows,
                                limit,
                                row -> view(row, from, needed),
                                row -> Cursor.encode(LIST, row.id)));
    }

    private static DependencyView view(Dependency row, Project from, Map<UUID, Project> needed) {
        return DependencyView.of(row, from, Objects.requireNonNull(needed.get(row.dependsOnId)));
    }

    Uni<Void> remove(Caller caller, String project, UUID id) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        projects.requireLive(tenant, project)
                                .chain(from -> require(from, id))
                                .chain(found -> remove(caller, found)));
    }

    private Uni<Dependency> require(Project from, UUID id) {
        return dependencies
                .find(
                        "tenantId = ?1 and projectId = ?2 and id = ?3 and removedAt is null",
                        from.tenantId,
                        from.id,
                        id)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("dependency", id.toString()));
    }

    private Uni<Void> remove(Caller caller, Dependency found) {
        found.removedAt = time.now();
        return dependencies
                .flush()
                .chain(() ->
                        audit.record(
                                caller,
                                "dependency.removed",
                                "dependency",
                                found.id.toString(),
                                new JsonObject().put("project", found.projectId.toString())));
    }
}
