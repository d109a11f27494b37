package dev.payoff.alert;

import dev.payoff.app.ProblemException;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What people do with episodes, whether through the API or by a button elsewhere. */
@ApplicationScoped
class EpisodeChanges {

    private final Audit audit;

    EpisodeChanges(Audit audit) {
        this.audit = audit;
    }

    /** Somebody knows of it. */
    Uni<EpisodeJson> acknowledge(SqlConnection tx, Caller who, String id, Instant now) {
        return change(
                tx,
                who,
                id,
                now,
                "alert.acknowledged",
                new JsonObject(),
                episode -> episode.acknowledgedAt() == null,
                "acknowledged_at = $2, acknowledged_by = $3",
                Columns.at(now),
                who.name());
    }

    /**
     * Nobody wants to hear of it before that.
     *
     * @throws ProblemException 409 where it is over
     */
    Uni<EpisodeJson> snooze(SqlConnection tx, Caller who, String id, Instant until, Instant now) {
        return change(
                tx,
                who,
                id,
                now,
                "alert.snoozed",
                new JsonObject().put("until", until.toString()),
                episode -> {
                    if (episode.resolvedAt() != null) {
                        throw ProblemException.of(
                                409,
                                "ALREADY_RESOLVED",
                                "Already over",
                                "This alert is resolved, so there is nothing to snooze.",
                                "To hear no more of its rule, make a silence.");
                    }
                    return true;
                },
                "snoozed_until = $2",
                Columns.at(until));
    }

    /** Changes an episode where that is needed, with its audit and outbox rows. */
    Uni<EpisodeJson> change(
            SqlConnection tx,
            Caller who,
            String id,
            Instant now,
            String action,
            JsonObject detail,
            Predicate<EpisodeJson> needed,
            String assignments,
            @Nullable Object... values) {
        Tuple parameters = Tuple.tuple().addUUID(Bodies.id("alert", id));
        for (Object value : values) {
            parameters.addValue(value);
        }
        parameters.addValue(Columns.at(now));
        String update =
                "UPDATE episode SET "
                        + assignments
                        + ", updated_at = $"
                        + parameters.size()
                        + " WHERE id = $1";
        return Episodes.find(tx, id, " FOR UPDATE OF e")
                .chain(before ->
                        !needed.test(before)
                                ? Uni.createFrom().item(before)
                                : tx.preparedQuery(update)
                                        .execute(parameters)
                                        .chain(() -> Episodes.lookAgain(tx, id, now))
                                        .chain(() -> Episodes.find(tx, id, ""))
                                        .call(after -> Episodes.tell(tx, after, now))
                                        .call(after ->
                                                audit.record(
                                                        tx, who, action, "alert", id, detail)));
    }
}
