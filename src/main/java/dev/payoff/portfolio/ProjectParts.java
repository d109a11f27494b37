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
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.LockModeType;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people do with the parts of a project of one kind: add, list, read, change what they have
 * read, remove. Each change stands in the audit trail, in its own transaction.
 *
 * @param <E> the row
 * @param <I> what people tell of it
 * @param <V> how it is told
 */
abstract class ProjectParts<E extends ProjectPart, I, V> {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final String noun;
    private final Class<I> input;
    private final PanacheRepositoryBase<E, UUID> rows;
    private final TenantSession tenants;
    private final ProjectRepository projects;
    private final Audit audit;
    private final Bodies bodies;
    private final TimeAndChance time;

    /**
     * @param noun what one of them is called, in the audit trail and in problems
     */
    ProjectParts(
            String noun,
            Class<I> input,
            PanacheRepositoryBase<E, UUID> rows,
            TenantSession tenants,
            ProjectRepository projects,
            Audit audit,
            Bodies bodies,
            TimeAndChance time) {
        this.noun = noun;
        this.input = input;
        this.rows = rows;
        this.tenants = tenants;
        this.projects = projects;
        this.audit = audit;
        this.bodies = bodies;
        this.time = time;
    }

    abstract E blank();

    abstract I told(E row);

    abstract void tell(I told, E row);

    abstract V view(E row);

    /** What the audit trail keeps of a change. */
    abstract JsonObject changes(I before, I after);

    /** Fails with a problem where the project does not allow it. */
    abstract Uni<Void> check(UUID project, I told);

    Uni<V> create(Caller caller, String project, byte[] body) {
        I told = bodies.checked(Bodies.tree(body), input);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        projects.requireLive(tenant, project)
                                .call(found -> check(found.id, told))
                                .chain(found -> insert(found, told))
                                .call(row -> record(caller, row, "created", new JsonObject()))
                                .map(this::view));
    }

    private Uni<E> insert(Project project, I told) {
        E row = blank();
        row.beginIn(project, time.newId(), time.now());
        tell(told, row);
        return rows.persistAndFlush(row);
    }

    Uni<Page<V>> list(Caller caller, String project, @Nullable String cursor, int limit) {
        Cursor after = Cursor.decode(cursor, noun, 1);
        UUID last = after == null ? BEFORE_ALL : after.id(0);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                projects.require(tenant, project)
                                        .chain(found ->
                                                rows.find(
                                                                "tenantId = ?1 and projectId = ?2"
                                                                        + " and id > ?3 and removedAt is"
                                                                        + " null order by id",
                                                                tenant,
                                                                found.id,
                                                                last)
                                                        .page(0, limit + 1)
                                                        .list()))
                .map(found ->
                        Page.cut(found, limit, this::view, row -> Cursor.encode(noun, row.id)));
    }

    Uni<V> get(Caller caller, String project, UUID id) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                projects.require(tenant, project)
                                        .chain(found -> require(found, id, LockModeType.NONE)))
                .map(this::view);
    }

    Uni<V> patch(Caller caller, String project, UUID id, @Nullable String ifMatch, byte[] body) {
        ObjectNode patch = Bodies.tree(body);
        return locked(caller, project, id, ifMatch, row -> save(caller, row, patch));
    }

    private Uni<E> save(Caller caller, E row, ObjectNode patch) {
        I before = told(row);
        I after = bodies.checked(Bodies.merged(before, patch), input);
        if (before.equals(after)) {
            return Uni.createFrom().item(row);
        }
        return check(row.projectId, after)
                .invoke(() -> tell(after, row))
                .chain(() -> raise(caller, row, "changed", changes(before, after)));
    }

    Uni<V> remove(Caller caller, String project, UUID id, @Nullable String ifMatch) {
        return locked(
                caller,
                project,
                id,
                ifMatch,
                row -> {
                    row.removedAt = time.now();
                    return raise(caller, row, "removed", new JsonObject());
                });
    }

    private Uni<V> locked(
            Caller caller,
            String project,
            UUID id,
            @Nullable String ifMatch,
            Function<E, Uni<E>> change) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        projects.requireLive(tenant, project)
                                .chain(found -> require(found, id, LockModeType.PESSIMISTIC_WRITE))
                                .invoke(row -> Versions.check(ifMatch, row.version))
                                .chain(row -> change.apply(row))
                                .map(this::view));
    }

    private Uni<E> raise(Caller caller, E row, String what, JsonObject detail) {
        row.version++;
        return rows.flush().chain(() -> record(caller, row, what, detail)).replaceWith(row);
    }

    private Uni<E> require(Project project, UUID id, LockModeType lock) {
        return rows.find(
                        "tenantId = ?1 and projectId = ?2 and id = ?3 and removedAt is null",
                        project.tenantId,
                        project.id,
                        id)
                .withLock(lock)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound(noun, id.toString()));
    }

    private Uni<Void> record(Caller caller, E row, String what, JsonObject detail) {
        return audit.record(
                caller,
                noun + "." + what,
                noun,
                row.id.toString(),
                detail.put("project", row.projectId.toString()).put("version", row.version));
    }
}
