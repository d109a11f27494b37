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

/** What people do with a project's stakeholders; the audit trail keeps no word about the person. */
@ApplicationScoped
class Stakeholders {

    private static final String LIST = "stakeholders";
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final TenantSession tenants;
    private final ProjectRepository projects;
    private final StakeholderRepository stakeholders;
    private final Audit audit;
    private final Bodies bodies;
    private final TimeAndChance time;

    Stakeholders(
            TenantSession tenants,
            ProjectRepository projects,
            StakeholderRepository stakeholders,
            Audit audit,
            Bodies bodies,
            TimeAndChance time) {
        this.tenants = tenants;
        this.projects = projects;
        this.stakeholders = stakeholders;
        this.audit = audit;
        this.bodies = bodies;
        this.time = time;
    }

    Uni<StakeholderView> create(Caller caller, String project, byte[] body) {
        StakeholderInput input = bodies.checked(Bodies.tree(body), StakeholderInput.class);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        projects.requireLive(tenant, project)
                                .chain(found -> insert(found, input))
                                .call(stakeholder ->
                                        record(caller, stakeholder, "created", new JsonObject()))
                                .map(StakeholderView::of));
    }

    private Uni<Stakeholder> insert(Project project, StakeholderInput input) {
        Stakeholder stakeholder = new Stakeholder();
        stakeholder.id = time.newId();
        stakeholder.tenantId = project.tenantId;
        stakeholder.projectId = project.id;
        stakeholder.version = 1;
        stakeholder.createdAt = time.now();
        input.applyTo(stakeholder);
        return stakeholders.persistAndFlush(stakeholder);
    }

    Uni<Page<StakeholderView>> list(
            Caller caller, String project, @Nullable String cursor, int limit) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        UUID last = after == null ? BEFORE_ALL : after.id(0);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                projects.require(tenant, project)
                                        .chain(found ->
                                                stakeholders
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
                                StakeholderView::of,
                                row -> Cursor.encode(LIST, row.id)));
    }

    Uni<StakeholderView> get(Caller caller, String project, UUID id) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                projects.require(tenant, project)
                                        .chain(found -> require(found, id, LockModeType.NONE)))
                .map(StakeholderView::of);
    }

    Uni<StakeholderView> patch(
            Caller caller, String project, UUID id, @Nullable String ifMatch, byte[] body) {
        ObjectNode patch = Bodies.tree(body);
        return locked(
                caller, project, id, ifMatch, stakeholder -> save(caller, stakeholder, patch));
    }

    private Uni<Stakeholder> save(Caller caller, Stakeholder stakeholder, ObjectNode patch) {
        StakeholderInput before = StakeholderInput.of(stakeholder);
        StakeholderInput after =
                bodies.checked(Bodies.merged(before, patch), StakeholderInput.class);
        if (before.equals(after)) {
            return Uni.createFrom().item(stakeholder);
        }
        after.applyTo(stakeholder);
        return raise(caller, stakeholder, "changed", Bodies.changedNames(before, after));
    }

    Uni<StakeholderView> remove(Caller caller, String project, UUID id, @Nullable String ifMatch) {
        return locked(
                caller,
                project,
                id,
                ifMatch,
                stakeholder -> {
                    stakeholder.removedAt = time.now();
                    return raise(caller, stakeholder, "removed", new JsonObject());
                });
    }

    private interface Change {
        Uni<Stakeholder> of(Stakeholder stakeholder);
    }

    private Uni<StakeholderView> locked(
            Caller caller, String project, UUID id, @Nullable String ifMatch, Change change) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        projects.requireLive(tenant, project)
                                .chain(found -> require(found, id, LockModeType.PESSIMISTIC_WRITE))
                                .invoke(stakeholder -> Versions.check(ifMatch, stakeholder.version))
                                .chain(change::of)
                                .map(StakeholderView::of));
    }

    private Uni<Stakeholder> raise(
            Caller caller, Stakeholder stakeholder, String what, JsonObject detail) {
        stakeholder.version++;
        return stakeholders
                .flush()
                .chain(() -> record(caller, stakeholder, what, detail))
                .replaceWith(stakeholder);
    }

    private Uni<Stakeholder> require(Project project, UUID id, LockModeType lock) {
        return stakeholders
                .find(
                        "tenantId = ?1 and projectId = ?2 and id = ?3 and removedAt is null",
                        project.tenantId,
                        project.id,
                        id)
                .withLock(lock)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("stakeholder", id.toString()));
    }

    private Uni<Void> record(
            Caller caller, Stakeholder stakeholder, String what, JsonObject detail) {
        return audit.record(
                caller,
                "stakeholder." + what,
                "stakeholder",
                stakeholder.id.toString(),
                detail.put("project", stakeholder.projectId.toString())
                        .put("version", stakeholder.version));
    }
}
