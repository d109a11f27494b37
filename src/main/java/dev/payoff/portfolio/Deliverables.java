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
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people do with a project's deliverables. */
@ApplicationScoped
class Deliverables {

    private static final String LIST = "deliverables";
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final TenantSession tenants;
    private final ProjectRepository projects;
    private final DeliverableRepository deliverables;
    private final MetricRepository metrics;
    private final Audit audit;
    private final Bodies bodies;
    private final TimeAndChance time;

    Deliverables(
            TenantSession tenants,
            ProjectRepository projects,
            DeliverableRepository deliverables,
            MetricRepository metrics,
            Audit audit,
            Bodies bodies,
            TimeAndChance time) {
        this.tenants = tenants;
        this.projects = projects;
        this.deliverables = deliverables;
        this.metrics = metrics;
        this.audit = audit;
        this.bodies = bodies;
        this.time = time;
    }

    Uni<DeliverableView> create(Caller caller, String project, byte[] body) {
        DeliverableInput input = bodies.checked(Bodies.tree(body), DeliverableInput.class);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        projects.requireLive(tenant, project)
                                .call(found -> check(found.id, input))
                                .chain(found -> insert(found, input))
                                .call(deliverable ->
                                        record(caller, deliverable, "created", new JsonObject()))
                                .map(DeliverableView::of));
    }

    private Uni<Deliverable> insert(Project project, DeliverableInput input) {
        Deliverable deliverable = new Deliverable();
        deliverable.id = time.newId();
        deliverable.tenantId = project.tenantId;
        deliverable.projectId = project.id;
        deliverable.version = 1;
        deliverable.createdAt = time.now();
        input.applyTo(deliverable);
        return deliverables.persistAndFlush(deliverable);
    }

    Uni<Page<DeliverableView>> list(
            Caller caller, String project, @Nullable String cursor, int limit) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        UUID last = after == null ? BEFORE_ALL : after.id(0);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                projects.require(tenant, project)
                                        .chain(found ->
                                                deliverables
                                                        .find(
                                                                "tenantId = ?1 and projectId = ?2"
                                                                        + " and id > ?3 and removedAt is"
                                                                        + " null order by id",
                                                                tenant,
                                                                found.id,
                                                                last)
                                                        .page(0, limit + 1)
                                                        .list()))
                .map(rows ->
                        Page.cut(
                                rows,
                                limit,
                                DeliverableView::of,
                                row -> Cursor.encode(LIST, row.id)));
    }

    Uni<DeliverableView> get(Caller caller, String project, UUID id) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                projects.require(tenant, project)
                                        .chain(found -> require(found, id, LockModeType.NONE)))
                .map(DeliverableView::of);
    }

    Uni<DeliverableView> patch(
            Caller caller, String project, UUID id, @Nullable String ifMatch, byte[] body) {
        ObjectNode patch = Bodies.tree(body);
        return locked(
                caller, project, id, ifMatch, deliverable -> save(caller, deliverable, patch));
    }

    private Uni<Deliverable> save(Caller caller, Deliverable deliverable, ObjectNode patch) {
        DeliverableInput before = DeliverableInput.of(deliverable);
        DeliverableInput after =
                bodies.checked(Bodies.merged(before, patch), DeliverableInput.class);
        if (before.equals(after)) {
            return Uni.createFrom().item(deliverable);
        }
        return check(deliverable.projectId, after)
                .invoke(() -> after.applyTo(deliverable))
                .chain(() -> raise(caller, deliverable, "changed", Bodies.changes(before, after)));
    }

    private Uni<Void> check(UUID project, DeliverableInput input) {
        return metrics.keysOf(project)
                .invoke(keys -> Bodies.refuse(DeliverableRules.check(input, keys)))
                .replaceWithVoid();
    }

    Uni<DeliverableView> remove(Caller caller, String project, UUID id, @Nullable String ifMatch) {
        return locked(
                caller,
                project,
                id,
                ifMatch,
                deliverable -> {
                    deliverable.removedAt = time.now();
                    return raise(caller, deliverable, "removed", new JsonObject());
                });
    }

    private interface Change {
        Uni<Deliverable> of(Deliverable deliverable);
    }

    private Uni<DeliverableView> locked(
            Caller caller, String project, UUID id, @Nullable String ifMatch, Change change) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        projects.requireLive(tenant, project)
                                .chain(found -> require(found, id, LockModeType.PESSIMISTIC_WRITE))
                                .invoke(deliverable -> Versions.check(ifMatch, deliverable.version))
                                .chain(change::of)
                                .map(DeliverableView::of));
    }

    private Uni<Deliverable> raise(
            Caller caller, Deliverable deliverable, String what, JsonObject detail) {
        deliverable.version++;
        return deliverables
                .flush()
                .chain(() -> record(caller, deliverable, what, detail))
                .replaceWith(deliverable);
    }

    private Uni<Deliverable> require(Project project, UUID id, LockModeType lock) {
        return deliverables
                .find(
                        "tenantId = ?1 and projectId = ?2 and id = ?3 and removedAt is null",
                        project.tenantId,
                        project.id,
                        id)
                .withLock(lock)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("deliverable", id.toString()));
    }

    private Uni<Void> record(
            Caller caller, Deliverable deliverable, String what, JsonObject detail) {
        return audit.record(
                caller,
                "deliverable." + what,
                "deliverable",
                deliverable.id.toString(),
                detail.put("project", deliverable.projectId.toString())
                        .put("version", deliverable.version));
    }
}
