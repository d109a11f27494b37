package dev.payoff.alert;

import dev.payoff.alert.RouteStore.Turn;
import dev.payoff.alert.Telling.Silence;
import dev.payoff.alert.routing.Alert;
import dev.payoff.alert.routing.Group;
import dev.payoff.alert.routing.Grouper;
import dev.payoff.app.TimeAndChance;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides by routes, for tenants that have some. One instance decides for a tenant at a time: it
 * holds the row of the tenant's routes for one transaction, in which the groups move on and their
 * messages and reasons are written. So each message is decided on once, whoever dies when.
 */
@ApplicationScoped
class RoutePlan {

    /** Tenants in one round of the notifier; more wait for the next. */
    private static final int MAX_TENANTS_A_ROUND = 16;

    private static final int MAX_EPISODES_A_STEP = 500;

    /** How long a tenant is left alone whose step failed. */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(RoutePlan.class);

    private final Pool pool;
    private final TimeAndChance time;

    /** Tenants whose step failed, and until when they are left alone. */
    private final Map<UUID, Instant> failed = new ConcurrentHashMap<>();

    RoutePlan(@ReactiveDataSource("stream") Pool pool, TimeAndChance time) {
        this.pool = pool;
        this.time = time;
    }

    /** What the step reads, one after the other. */
    private record Read(
            Turn turn,
            Map<UUID, String> unplanned,
            List<Silence> silences,
            SortedMap<UUID, Grouper.Recipient> recipients,
            Collection<Alert> firing) {

        Grouper.World world(Map<UUID, Alert> alerts) {
            return new Grouper.World(turn.tenantId(), turn.zone(), recipients, alerts, firing);
        }
    }

    /** Decides for tenants that have something due; answers for how many. */
    Uni<Integer> plan(Instant now) {
        failed.values().removeIf(until -> !until.isAfter(now));
        return plan(now, 0);
    }

    private Uni<Integer> plan(Instant now, int done) {
        return done >= MAX_TENANTS_A_ROUND
                ? Uni.createFrom().item(done)
                : one(now).chain(
                                found -> found ? plan(now, done + 1) : Uni.createFrom().item(done));
    }

    /** One tenant whose step fails is left alone for a while, and stops nobody else's. */
    private Uni<Boolean> one(Instant now) {
        AtomicReference<@Nullable UUID> tenant = new AtomicReference<>();
        return pool.withTransaction(tx ->
                        RouteStore.claim(tx, failed.keySet(), now)
                                .chain(row -> {
                                    if (row.isEmpty()) {
                                        return Uni.createFrom().item(false);
                                    }
                                    tenant.set(row.get().getUUID("tenant_id"));
                                    return step(tx, Turn.of(row.get()), now).replaceWith(true);
                                }))
                .onFailure(e -> tenant.get() != null)
                .recoverWithItem(e -> {
                    UUID id = Objects.requireNonNull(tenant.get());
                    LOG.warnf(e, "The routes of a tenant could not be followed: tenant=%s", id);
                    failed.put(id, now.plus(LEFT_ALONE));
                    return true;
                });
    }

    private Uni<Void> step(SqlConnection tx, Turn turn, Instant now) {
        return unplanned(tx, turn)
                .chain(unplanned -> read(tx, turn, unplanned, now))
                .chain(read ->
                        RouteStore.alerts(tx, read.unplanned().keySet(), read.silences())
                                .chain(fresh -> step(tx, read, fresh, now)))
                .replaceWithVoid();
    }

    /**
     * Episodes that were not routed in the state that they are in, and what they were when they
     * were.
     */
    private static Uni<Map<UUID, String>> unplanned(SqlConnection tx, Turn turn) {
        if (!turn.active()) {
            return Uni.createFrom().item(Map.of());
        }
        return tx.preparedQuery(
                        """
                        SELECT id, planned FROM episode
                         WHERE tenant_id = $1 AND planned IS DISTINCT FROM state
                         ORDER BY fired_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
                        """)
                .execute(Tuple.of(turn.tenantId(), MAX_EPISODES_A_STEP))
                .map(rows -> {
                    Map<UUID, String> unplanned = new HashMap<>();
                    rows.forEach(row ->
                            unplanned.put(
                                    row.getUUID("id"), String.valueOf(row.getString("planned"))));
                    return unplanned;
                });
    }

    private static Uni<Read> read(
            SqlConnection tx, Turn turn, Map<UUID, String> unplanned, Instant now) {
        Uni<Map<UUID, Alert>> firing =
                turn.routing().inhibitions().isEmpty()
                        ? Uni.createFrom().item(Map.of())
                        : RouteStore.firing(tx, turn.tenantId());
        return NotificationStore.silences(tx, new UUID[] {turn.tenantId()}, now)
                .chain(silences ->
                        RouteStore.recipients(tx, turn.tenantId())
                                .chain(recipients ->
                                        firing.map(sources ->
                                                new Read(
                                                        turn,
                                                        unplanned,
                                                        silences,
                                                        recipients,
                                                        sources.values()))));
    }

    private Uni<Void> step(SqlConnection tx, Read read, Map<UUID, Alert> fresh, Instant now) {
        List<Alert> joining =
                fresh.values().stream()
                        .filter(it -> it.fires() || "null".equals(read.unplanned().get(it.id())))
                        .toList();
        Set<UUID> groupIds = new LinkedHashSet<>();
        Grouper.World before = read.world(fresh);
        for (Alert alert : joining) {
            groupIds.addAll(Grouper.groupsOf(read.turn().routing(), before, alert));
        }
        return RouteStore.groups(tx, read.turn().tenantId(), groupIds, now)
                .chain(groups ->
                        RouteStore.alerts(tx, members(groups), read.silences())
                                .chain(alerts -> {
                                    alerts.putAll(fresh);
                                    Grouper.Outcome outcome =
                                            Grouper.step(
                                                    read.turn().routing(),
                                                    read.world(alerts),
                                                    joining,
                                                    groups,
                                                    now);
                                    return RouteLog.write(
                                            tx, read.turn().tenantId(), outcome, now, time);
                                }))
                .chain(() ->
                        tx.preparedQuery("UPDATE episode SET planned = state WHERE id = ANY($1)")
                                .execute(Tuple.of(read.unplanned().keySet().toArray(UUID[]::new))))
                .replaceWithVoid();
    }

    private static Collection<UUID> members(List<Group> groups) {
        Set<UUID> members = new LinkedHashSet<>();
        groups.forEach(group -> members.addAll(group.members().keySet()));
        return new ArrayList<>(members);
    }
}
