package dev.payoff.identity;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes to people, each in one transaction with its audit row. */
@ApplicationScoped
class Users {

    private static final String LIST = "users";

    private final TenantSession db;
    private final Audit audit;
    private final TimeAndChance time;

    Users(TenantSession db, Audit audit, TimeAndChance time) {
        this.db = db;
        this.audit = audit;
        this.time = time;
    }

    Uni<Page<UsersResource.User>> list(Caller caller, @Nullable String cursor, int limit) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        return db.inTransaction(
                caller.tenantId(),
                () -> {
                    PanacheQuery<AppUser> query =
                            after == null
                                    ? AppUser.find("order by id desc")
                                    : AppUser.find("id < ?1 order by id desc", after.id(0));
                    return query.range(0, limit)
                            .list()
                            .map(rows ->
                                    Page.cut(
                                            rows,
                                            limit,
                                            Users::shown,
                                            row -> Cursor.encode(LIST, row.id)));
                });
    }

    Uni<UsersResource.User> add(Caller caller, UsersResource.NewUser wanted, String passwordHash) {
        AppUser user = new AppUser();
        user.id = time.newId();
        user.tenantId = caller.tenantId();
        user.email = wanted.email().strip().toLowerCase(Locale.ROOT);
        user.name = wanted.name().strip();
        user.role = wanted.role();
        user.passwordHash = passwordHash;
        user.createdAt = time.now();
        JsonObject detail = JsonObject.of("email", user.email, "role", user.role.name());
        return db.inTransaction(
                caller.tenantId(),
                () ->
                        user.<AppUser>persistAndFlush()
                                .call(() -> record(caller, "user.added", user, detail))
                                .map(Users::shown));
    }

    Uni<UsersResource.User> change(
            Caller caller,
            UUID id,
            @Nullable String ifMatch,
            UsersResource.Change wanted,
            @Nullable String passwordHash) {
        return db.inTransaction(
                caller.tenantId(),
                () ->
                        lockTenant(caller)
                                .chain(() -> AppUser.<AppUser>findById(id))
                                .onItem()
                                .ifNull()
                                .failWith(() -> ProblemException.notFound("person", id.toString()))
                                .invoke(user -> Versions.check(ifMatch, user.version))
                                .call(user -> keepAnAdmin(user, wanted))
                                .call(user -> apply(caller, user, wanted, passwordHash))
                                .map(Users::shown));
    }

    private Uni<Void> apply(
            Caller caller,
            AppUser user,
            UsersResource.Change wanted,
            @Nullable String passwordHash) {
        JsonObject detail = new JsonObject().put("email", user.email);
        if (wanted.name() != null && !wanted.name().equals(user.name)) {
            user.name = wanted.name().strip();
            detail.put("name", user.name);
        }
        if (wanted.role() != null && wanted.role() != user.role) {
            detail.put("roleBefore", user.role.name()).put("role", wanted.role().name());
            user.role = wanted.role();
        }
        if (wanted.disabled() != null && wanted.disabled() != (user.disabledAt != null)) {
            user.disabledAt = wanted.disabled() ? time.now() : null;
            detail.put("disabled", wanted.disabled());
        }
        if (passwordHash != null) {
            user.passwordHash = passwordHash;
            detail.put("password", "changed");
        }
        if (detail.size() == 1) {
            return Uni.createFrom().voidItem();
        }
        boolean out = user.disabledAt != null || passwordHash != null;
        return user.flush()
                .chain(() -> out ? endSessions(user.id) : Uni.createFrom().voidItem())
                .chain(() -> record(caller, "user.changed", user, detail));
    }

    /**
     * Changes to people of one tenant come one after the other, so that two administrators cannot
     * take each other's role at the same moment and leave none.
     */
    private static Uni<Void> lockTenant(Caller caller) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(
                                        "SELECT key FROM tenant WHERE id = ?1 FOR UPDATE",
                                        String.class)
                                .setParameter(1, caller.tenantId())
                                .getSingleResult())
                .replaceWithVoid();
    }

    private static Uni<Void> keepAnAdmin(AppUser user, UsersResource.Change wanted) {
        boolean leaves =
                Boolean.TRUE.equals(wanted.disabled())
                        || wanted.role() != null && wanted.role() != Role.ADMIN;
        if (user.role != Role.ADMIN || user.disabledAt != null || !leaves) {
            return Uni.createFrom().voidItem();
        }
        return AppUser.count("role = ?1 and disabledAt is null and id <> ?2", Role.ADMIN, user.id)
                .invoke(others -> {
                    if (others == 0) {
                        throw ProblemException.of(
                                409,
                                "LAST_ADMIN",
                                "Not possible now",
                                "This is the only administrator.",
                                "Make somebody else an administrator first.");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> endSessions(UUID userId) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery("DELETE FROM session WHERE user_id = ?1")
                                .setParameter(1, userId)
                                .executeUpdate())
                .replaceWithVoid();
    }

    private Uni<Void> record(Caller caller, String action, AppUser user, JsonObject detail) {
        return audit.record(caller, action, "user", user.id.toString(), detail);
    }

    private static UsersResource.User shown(AppUser user) {
        return new UsersResource.User(
                user.id,
                user.email,
                user.name,
                user.role,
                user.disabledAt,
                user.createdAt,
                user.version);
    }
}
