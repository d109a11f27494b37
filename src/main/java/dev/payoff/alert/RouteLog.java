package dev.payoff.alert;

import dev.payoff.alert.routing.Decision;
import dev.payoff.alert.routing.Grouper;
import dev.payoff.alert.routing.Message;
import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what came of a step of the routes, in its transaction. */
final class RouteLog {

    private RouteLog() {}

    /** Which message a decision speaks of. */
    private record Named(UUID group, UUID channel, int number) {}

    static Uni<Void> write(
            SqlConnection tx,
            UUID tenantId,
            Grouper.Outcome outcome,
            Instant now,
            TimeAndChance chance) {
        Map<Named, UUID> ids = new HashMap<>();
        for (Message message : outcome.messages()) {
            ids.put(
                    new Named(message.groupId(), message.channel(), message.number()),
                    chance.newId());
        }
        return groups(tx, tenantId, outcome.groups())
                .chain(() -> messages(tx, tenantId, outcome.messages(), ids, now))
                .chain(() -> decisions(tx, tenantId, outcome.decisions(), ids, now));
    }

    private static Uni<Void> groups(SqlConnection tx, UUID tenantId, List<Grouper.Next> groups) {
        List<Tuple> kept = new ArrayList<>();
        List<UUID> over = new ArrayList<>();
        for (Grouper.Next next : groups) {
            Instant dueAt = next.dueAt();
            if (dueAt == null) {
                over.add(next.group().id());
            } else {
                kept.add(
                        Tuple.of(
                                next.group().id(),
                                tenantId,
                                StateJson.write(next.group()),
                                next.group().members().keySet().toArray(UUID[]::new),
                                Columns.at(dueAt)));
            }
        }
        return tx.preparedQuery("DELETE FROM alert_group WHERE id = ANY($1)")
                .execute(Tuple.of(over.toArray(UUID[]::new)))
                .chain(() ->
                        batch(
                                tx,
                                """
                                INSERT INTO alert_group (id, tenant_id, state, members, due_at)
                                VALUES ($1, $2, $3, $4, $5)
                                ON CONFLICT (id) DO UPDATE SET state = excluded.state,
                                    members = excluded.members, due_at = excluded.due_at
                                """,
                                kept));
    }

    private static Uni<Void> messages(
            SqlConnection tx,
            UUID tenantId,
            List<Message> messages,
            Map<Named, UUID> ids,
            Instant now) {
        List<Tuple> rows = new ArrayList<>();
        for (Message message : messages) {
            rows.add(
                    Tuple.from(
                            new @Nullable Object[] {
                                ids.get(
                                        new Named(
                                                message.groupId(),
                                                message.channel(),
                                                message.number())),
                                tenantId,
                                message.channel(),
                                message.groupId(),
                                message.number(),
                                message.firing().isEmpty() ? "RESOLVED" : "FIRING",
                                StateJson.write(GroupMessage.of(message)),
                                Columns.at(now)
                            }));
        }
        return batch(
                tx,
                """
                INSERT INTO notification (id, tenant_id, channel_id, group_id, number, state, message, status,
                    next_attempt, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, 'WAITING', $8, $8)
                """,
                rows);
    }

    private static Uni<Void> decisions(
            SqlConnection tx,
            UUID tenantId,
            List<Decision> decisions,
            Map<Named, UUID> ids,
            Instant now) {
        List<Tuple> rows = new ArrayList<>();
        for (Decision decision : decisions) {
            UUID group = decision.groupId();
            UUID channel = decision.channel();
            Integer number = decision.number();
            rows.add(
                    Tuple.from(
                            new @Nullable Object[] {
                                tenantId,
                                decision.alert(),
                                Columns.at(now),
                                decision.route(),
                                channel,
                                group == null || channel == null || number == null
                                        ? null
                                        : ids.get(new Named(group, channel, number)),
                                decision.verdict().name(),
                                decision.reason()
                            }));
        }
        return batch(
                tx,
                """
                INSERT INTO notification_decision (tenant_id, episode_id, at, route, channel_id, notification_id,
                    verdict, reason)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                rows);
    }

    private static Uni<Void> batch(SqlConnection tx, String sql, List<Tuple> rows) {
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(sql).executeBatch(rows).replaceWithVoid();
    }
}
