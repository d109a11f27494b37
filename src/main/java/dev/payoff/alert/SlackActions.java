package dev.payoff.alert;

import dev.payoff.alert.SlackButtons.Pressed;
import dev.payoff.app.SecretBox;
import dev.payoff.identity.Caller;
import dev.payoff.identity.Role;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Does what somebody wants who pressed a button in Slack. */
@ApplicationScoped
class SlackActions {

    /** How many alerts of a group one button takes; Slack waits for 3 s only. */
    private static final int MAX_ALERTS = 200;

    private final Pool pool;
    private final TenantDb db;
    private final SecretBox box;
    private final EpisodeChanges changes;

    SlackActions(Pool pool, TenantDb db, SecretBox box, EpisodeChanges changes) {
        this.pool = pool;
        this.db = db;
        this.box = box;
        this.changes = changes;
    }

    /** A channel of Slack's bot, whosever it is. */
    record Bot(UUID tenantId, String tenantKey, SlackSecret secret) {

        /** Whoever pressed, as the audit trail names them; may do what a contributor may. */
        Caller caller(String user) {
            return new Caller(
                    tenantId, tenantKey, "slack:" + user, Role.CONTRIBUTOR, Set.of(Scopes.WRITE));
        }
    }

    /** The bot that a path names; empty where there is none. */
    Uni<Optional<Bot>> named(UUID id) {
        return pool.preparedQuery("SELECT * FROM find_channel($1)")
                .execute(Tuple.of(id))
                .map(rows -> {
                    for (Row row : rows) {
                        if (row.getBoolean("enabled")
                                && Channel.Kind.SLACK_BOT.name().equals(row.getString("kind"))) {
                            return Optional.of(
                                    new Bot(
                                            row.getUUID("tenant_id"),
                                            row.getString("tenant_key"),
                                            SlackSecret.read(
                                                    box.open(
                                                            row.getBuffer("secret").getBytes(),
                                                            Channel.secretPlace(id)))));
                        }
                    }
                    return Optional.empty();
                });
    }

    /** The alerts that were changed; those that are over are left alone. */
    Uni<List<EpisodeJson>> press(Bot bot, String user, Pressed pressed, Instant now) {
        Caller who = bot.caller(user);
        return db.inTransaction(
                bot.tenantId(),
                tx ->
                        firing(tx, pressed)
                                .chain(ids ->
                                        Multi.createFrom()
                                                .iterable(ids)
                                                .onItem()
                                                .transformToUniAndConcatenate(
                                                        id -> press(tx, who, id, pressed, now))
                                                .collect()
                                                .asList()));
    }

    private Uni<EpisodeJson> press(
            SqlConnection tx, Caller who, UUID id, Pressed pressed, Instant now) {
        Duration snooze = pressed.snooze();
        return snooze == null
                ? changes.acknowledge(tx, who, id.toString(), now)
                : changes.snooze(tx, who, id.toString(), now.plus(snooze), now);
    }

    private static Uni<List<UUID>> firing(SqlConnection tx, Pressed pressed) {
        String which =
                pressed.group()
                        ? "e.id = ANY((SELECT g.members FROM alert_group g WHERE g.id = $1)::uuid[])"
                        : "e.id = $1";
        return tx.preparedQuery(
                        "SELECT e.id FROM episode e WHERE "
                                + which
                                + " AND e.state = 'FIRING' ORDER BY e.id LIMIT $2 FOR UPDATE")
                .execute(Tuple.of(pressed.id(), MAX_ALERTS))
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>();
                    rows.forEach(row -> ids.add(row.getUUID("id")));
                    return ids;
                });
    }
}
