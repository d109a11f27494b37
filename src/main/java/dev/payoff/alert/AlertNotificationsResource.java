package dev.payoff.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payoff.app.Page;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Why people were told of an alert, or not. */
@Path("/api/v1/alerts/{id}/notifications")
@Tag(name = "Alerts")
@Produces(MediaType.APPLICATION_JSON)
public class AlertNotificationsResource {

    /** The latest so many are answered. */
    static final int MAX_SHOWN = 500;

    private static final String SELECT =
            """
            SELECT * FROM (
              SELECT d.id AS place, d.at, d.route, d.channel_id, d.verdict, d.reason,
                     n.status, n.reason AS remark, n.attempts, n.next_attempt, n.sent_at
                FROM notification_decision d LEFT JOIN notification n ON n.id = d.notification_id
               WHERE d.episode_id = $1
              UNION ALL
              SELECT 0, n.created_at, NULL, n.channel_id,
                     CASE WHEN n.status = 'SUPPRESSED' THEN 'SUPPRESSED' WHEN n.state = 'FIRING' THEN 'TOLD' ELSE 'ENDED' END,
                     CASE WHEN n.status = 'SUPPRESSED' THEN n.reason ELSE 'there are no routes: every channel is told' END,
                     n.status, n.reason, n.attempts, n.next_attempt, n.sent_at
                FROM notification n WHERE n.episode_id = $1
              ORDER BY 2 DESC, 1 DESC LIMIT $2) x
              LEFT JOIN (SELECT id AS its_id, name, kind FROM channel) c ON c.its_id = x.channel_id
             ORDER BY x.at, x.place, c.name
            """;

    /**
     * A decision.
     *
     * @param route null: there were no routes
     * @param channel null: it holds for all channels of the route
     * @param decision such as TOLD, ENDED, REPEATED, ESCALATED, WAITS, MUTED, INHIBITED, SILENCED,
     *     ACKNOWLEDGED
     * @param delivery what came of the message; null where there is none
     */
    @Schema(name = "AlertNotification")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            Instant at,
            @Nullable String route,
            @Nullable ChannelName channel,
            String decision,
            String reason,
            @Nullable Sending delivery) {}

    /** A channel. */
    @Schema(name = "AlertNotificationChannel")
    record ChannelName(UUID id, String name, Channel.Kind kind) {}

    /**
     * A message on its way.
     *
     * @param status WAITING, SENT, FAILED or SUPPRESSED
     * @param remark what the last try met with, or which digest it waits for; null: nothing
     */
    @Schema(name = "AlertNotificationDelivery")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sending(
            String status,
            int attempts,
            @Nullable Instant nextAttempt,
            @Nullable Instant sentAt,
            @Nullable String remark) {}

    private final CurrentCaller caller;
    private final TenantDb db;

    AlertNotificationsResource(CurrentCaller caller, TenantDb db) {
        this.caller = caller;
        this.db = db;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary =
                    "Why people were told of an alert, or not: the latest 500 decisions, in order")
    public Uni<Page<View>> list(@PathParam("id") String id) {
        Caller who = caller.get().require(Scopes.READ);
        return db.inTransaction(
                who.tenantId(),
                tx ->
                        Episodes.find(tx, id, "")
                                .chain(episode ->
                                        tx.preparedQuery(SELECT)
                                                .execute(Tuple.of(episode.id(), MAX_SHOWN)))
                                .map(rows -> {
                                    List<View> all = new ArrayList<>();
                                    rows.forEach(row -> all.add(view(row)));
                                    return new Page<>(all, null);
                                }));
    }

    private static View view(Row row) {
        String name = row.getString("name");
        String status = row.getString("status");
        return new View(
                Columns.instant(row, "at"),
                row.getString("route"),
                name == null
                        ? null
                        : new ChannelName(
                                row.getUUID("channel_id"),
                                name,
                                Channel.Kind.valueOf(row.getString("kind"))),
                row.getString("verdict"),
                row.getString("reason"),
                status == null
                        ? null
                        : new Sending(
                                status,
                                row.getInteger("attempts"),
                                Columns.instantOrNull(row, "next_attempt"),
                                Columns.instantOrNull(row, "sent_at"),
                                "SUPPRESSED".equals(status) ? null : row.getString("remark")));
    }
}
