package dev.payoff.identity;

import dev.payoff.app.AtStart;
import dev.payoff.app.TimeAndChance;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes the first tenant, its administrator, an API key and a login link, as {@code payoff.init.*}
 * says ({@code PAYOFF_INIT_*}). What is there already stays as it is; only the login link is made
 * anew on each start, since it works once. Runs with the stream's database role, because no tenant
 * is there yet to be confined to.
 */
@ApplicationScoped
class FirstStart {

    private static final Logger LOG = Logger.getLogger(FirstStart.class);
    private static final Duration LINK_LIFETIME = Duration.ofHours(24);
    private static final long LOCK = 0x7061796f66660002L;

    /** What to make; nothing without a tenant's key. */
    @ConfigMapping(prefix = "payoff.init")
    interface Wish {
        Optional<String> tenant();

        Optional<String> tenantName();

        @WithDefault("UTC")
        ZoneId zone();

        @WithDefault("EUR")
        String currency();

        @WithDefault("admin@payoff.local")
        String adminEmail();

        Optional<String> adminPassword();

        Optional<String> adminKey();

        Optional<String> loginToken();
    }

    private final Pool pool;
    private final Wish wish;
    private final Passwords passwords;
    private final Audit audit;
    private final TimeAndChance time;

    FirstStart(
            @ReactiveDataSource("stream") Pool pool,
            Wish wish,
            Passwords passwords,
            Audit audit,
            TimeAndChance time) {
        this.pool = pool;
        this.wish = wish;
        this.passwords = passwords;
        this.audit = audit;
        this.time = time;
    }

    void start(@Observes @Priority(200) StartupEvent event) {
        wish.tenant().filter(key -> !key.isBlank()).ifPresent(key -> AtStart.await(make(key)));
    }

    /** Makes what is missing, in one transaction; several instances that start take turns. */
    Uni<Void> make(String tenantKey) {
        check();
        return pool.withTransaction(tx ->
                tx.preparedQuery("SELECT pg_advisory_xact_lock($1)")
                        .execute(Tuple.of(LOCK))
                        .chain(() -> tenant(tx, tenantKey))
                        .chain(actor ->
                                admin(tx, actor)
                                        .call(user -> key(tx, actor))
                                        .chain(user -> link(tx, actor, user))));
    }

    private void check() {
        if (!Currency.getAvailableCurrencies().contains(Currency.getInstance(wish.currency()))) {
            throw new IllegalArgumentException("payoff.init.currency: " + wish.currency());
        }
        wish.adminPassword()
                .map(Passwords::objection)
                .ifPresent(objection -> {
                    throw new IllegalArgumentException("payoff.init.admin-password " + objection);
                });
        if (wish.adminKey().isPresent() && !Secrets.looksLikeKey(wish.adminKey().get())) {
            throw new IllegalArgumentException(
                    "payoff.init.admin-key must be pay_ and at least 32 letters, digits, - or _.");
        }
        if (wish.loginToken().isPresent() && !Secrets.looksOpaque(wish.loginToken().get())) {
            throw new IllegalArgumentException(
                    "payoff.init.login-token must be at least 24 letters, digits, - or _.");
        }
    }

    private Uni<Caller> tenant(SqlConnection tx, String key) {
        return tx.preparedQuery("SELECT id FROM tenant WHERE key = $1")
                .execute(Tuple.of(key))
                .chain(rows -> {
                    Optional<UUID> found = id(rows);
                    Caller actor = actor(found.orElseGet(time::newId), key);
                    if (found.isPresent()) {
                        return Uni.createFrom().item(actor);
                    }
                    LOG.infof("First start: making tenant %s", key);
                    return tx.preparedQuery(
                                    "INSERT INTO tenant (id, key, name, zone, currency, created_at)"
                                            + " VALUES ($1, $2, $3, $4, $5, $6)")
                            .execute(
                                    Tuple.of(
                                            actor.tenantId(),
                                            key,
                                            wish.tenantName().orElse(key),
                                            wish.zone().getId(),
                                            wish.currency(),
                                            now()))
                            .chain(() -> note(tx, actor, "tenant", actor.tenantId(), key))
                            .replaceWith(actor);
                });
    }

    private Uni<UUID> admin(SqlConnection tx, Caller actor) {
        String email = wish.adminEmail().strip().toLowerCase(Locale.ROOT);
        return tx.preparedQuery("SELECT id FROM app_user WHERE tenant_id = $1 AND email = $2")
                .execute(Tuple.of(actor.tenantId(), email))
                .chain(rows -> {
                    Optional<UUID> found = id(rows);
                    if (found.isPresent()) {
                        return Uni.createFrom().item(found.get());
                    }
                    UUID id = time.newId();
                    return passwordHash()
                            .chain(hash ->
                                    tx.preparedQuery(
                                                    "INSERT INTO app_user (id, tenant_id, email,"
                                                            + " name, role, password_hash, created_at)"
                                                            + " VALUES ($1, $2, $3, $3, 'ADMIN', $4, $5)")
                                            .execute(
                                                    Tuple.of(
                                                            id,
                                                            actor.tenantId(),
                                                            email,
                                                            hash.orElse(null),
                                                            now())))
                            .chain(() -> note(tx, actor, "user", id, email))
                            .replaceWith(id);
                });
    }

    private Uni<Optional<String>> passwordHash() {
        return wish.adminPassword()
                .map(password -> passwords.hash(password).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Void> key(SqlConnection tx, Caller actor) {
        if (wish.adminKey().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String secret = wish.adminKey().get();
        Buffer hash = Buffer.buffer(Secrets.hash(secret));
        return tx.preparedQuery("SELECT id FROM api_key WHERE hash = $1")
                .execute(Tuple.of(hash))
                .chain(rows -> {
                    if (id(rows).isPresent()) {
                        return Uni.createFrom().voidItem();
                    }
                    UUID id = time.newId();
                    return tx.preparedQuery(
                                    "INSERT INTO api_key (id, tenant_id, name, prefix, hash, role,"
                                            + " created_by, created_at)"
                                            + " VALUES ($1, $2, 'first start', $3, $4, 'ADMIN', $5, $6)")
                            .execute(
                                    Tuple.of(
                                            id,
                                            actor.tenantId(),
                                            secret.substring(0, Secrets.SHOWN_CHARS),
                                            hash,
                                            actor.name(),
                                            now()))
                            .chain(() -> note(tx, actor, "key", id, "first start"));
                });
    }

    private Uni<Void> link(SqlConnection tx, Caller actor, UUID user) {
        if (wish.loginToken().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Buffer hash = Buffer.buffer(Secrets.hash(wish.loginToken().get()));
        Instant now = time.now();
        return tx.preparedQuery("DELETE FROM session WHERE hash = $1")
                .execute(Tuple.of(hash))
                .chain(() ->
                        tx.preparedQuery(
                                        "INSERT INTO session (hash, tenant_id, user_id, kind, role,"
                                                + " created_at, expires_at)"
                                                + " VALUES ($1, $2, $3, 'LOGIN_LINK', 'ADMIN', $4, $5)")
                                .execute(
                                        Tuple.of(
                                                hash,
                                                actor.tenantId(),
                                                user,
                                                now.atOffset(ZoneOffset.UTC),
                                                now.plus(LINK_LIFETIME).atOffset(ZoneOffset.UTC))))
                .replaceWithVoid();
    }

    private Uni<Void> note(SqlConnection tx, Caller actor, String type, UUID id, String name) {
        return audit.record(
                tx, actor, type + ".created", type, id.toString(), JsonObject.of("name", name));
    }

    private static Caller actor(UUID tenantId, String key) {
        return new Caller(tenantId, key, "first start", Role.ADMIN, Set.of());
    }

    private static Optional<UUID> id(RowSet<Row> rows) {
        return rows.iterator().hasNext()
                ? Optional.of(rows.iterator().next().getUUID("id"))
                : Optional.empty();
    }

    private OffsetDateTime now() {
        return time.now().atOffset(ZoneOffset.UTC);
    }
}
