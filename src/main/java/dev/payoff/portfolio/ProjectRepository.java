package dev.payoff.portfolio;

import dev.payoff.app.ProblemException;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Projects in the current transaction; the tenant is asked for besides what the database confines.
 */
@ApplicationScoped
class ProjectRepository implements PanacheRepositoryBase<Project, UUID> {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /** The project, as it stands now; 404 where the tenant has none such. */
    Uni<Project> require(UUID tenant, String idOrKey) {
        return require(tenant, idOrKey, LockModeType.NONE);
    }

    /** The project, locked until the end of the transaction; 409 where it is archived. */
    Uni<Project> requireLive(UUID tenant, String idOrKey) {
        return require(tenant, idOrKey, LockModeType.PESSIMISTIC_WRITE)
                .invoke(ProjectRepository::refuseArchived);
    }

    private Uni<Project> require(UUID tenant, String idOrKey, LockModeType lock) {
        Optional<UUID> id = Moments.uuid(idOrKey);
        return find(
                        id.isPresent() ? "tenantId = ?1 and id = ?2" : "tenantId = ?1 and key = ?2",
                        tenant,
                        id.isPresent() ? id.get() : idOrKey)
                .withLock(lock)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("project", idOrKey));
    }

    Uni<List<Project>> page(UUID tenant, @Nullable UUID after, boolean archived, int limit) {
        String live = archived ? "" : " and archivedAt is null";
        return find(
                        "tenantId = ?1 and id > ?2" + live + " order by id",
                        tenant,
                        after == null ? BEFORE_ALL : after)
                .page(0, limit + 1)
                .list();
    }

    Uni<Map<UUID, Project>> byIds(UUID tenant, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return list("tenantId = ?1 and id in ?2", tenant, List.copyOf(ids))
                .map(found ->
                        found.stream()
                                .collect(
                                        Collectors.toMap(
                                                project -> project.id, Function.identity())));
    }

    private static void refuseArchived(Project project) {
        if (project.archivedAt != null) {
            throw archived("project", project.key);
        }
    }

    static ProblemException archived(String kind, String key) {
        return ProblemException.of(
                409,
                "ARCHIVED",
                "Archived",
                "The " + kind + " '" + key + "' is archived and does not change any more.",
                "Create another one.");
    }
}
