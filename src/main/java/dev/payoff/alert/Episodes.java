package dev.payoff.alert;

import dev.payoff.identity.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Changes that people make to episodes; each tells the outbox in its transaction. */
final class Episodes {

    private Episodes() {}

    static Uni<EpisodeJson> find(SqlConnection tx, String id, String lock) {
        return tx.preparedQuery(EpisodeJson.SELECT + " WHERE e.id = $1" + lock)
                .execute(Tuple.of(Bodies.id("alert", id)))
                .map(rows -> EpisodeJson.of(Targets.first(rows, "alert", id)));
    }

    /** Writes the outbox row that tells of the episode as it is now. */
    static Uni<Void> tell(SqlConnection tx, EpisodeJson episode, Instant now) {
        return tx.preparedQuery(
                        "INSERT INTO outbox (tenant_id, kind, topic, payload, created_at) VALUES ($1, $2, $3, $4, $5)")
                .execute(
                        Tuple.of(
                                episode.tenantId(),
                                EpisodeJson.OUTBOX_KIND,
                                EpisodeJson.OUTBOX_TOPIC,
                                episode.json(),
                                Columns.at(now)))
                .replaceWithVoid();
    }

    /**
     * Has the groups that hold an episode looked at now: somebody has acknowledged, or thinks
     * otherwise.
     */
    static Uni<Void> lookAgain(SqlConnection tx, String id, Instant now) {
        return tx.preparedQuery(
                        "UPDATE alert_group SET due_at = least(due_at, $2) WHERE members @> ARRAY[$1::uuid]")
                .execute(Tuple.of(Bodies.id("alert", id), Columns.at(now)))
                .replaceWithVoid();
    }

    /** Ends what fires under a rule that is no longer, and forgets where the rule stood. */
    static Uni<Void> closeAll(SqlConnection tx, Caller who, UUID ruleId, Instant now) {
        return tx.preparedQuery(
                        """
                        UPDATE episode
                           SET state = 'RESOLVED', resolved_at = greatest($2, fired_at), updated_at = $2
                         WHERE rule_id = $1 AND state = 'FIRING' RETURNING id
                        """)
                .execute(Tuple.of(ruleId, Columns.at(now)))
                .chain(closed -> {
                    List<UUID> ids = new ArrayList<>();
                    closed.forEach(row -> ids.add(row.getUUID("id")));
                    Uni<Void> told = Uni.createFrom().voidItem();
                    for (UUID id : ids) {
                        told =
                                told.chain(() -> find(tx, id.toString(), ""))
                                        .chain(episode -> tell(tx, episode, now));
                    }
                    return told;
                })
                .chain(() ->
                        tx.preparedQuery("DELETE FROM rule_state WHERE rule_id = $1")
                                .execute(Tuple.of(ruleId)))
                .replaceWithVoid();
    }
}
