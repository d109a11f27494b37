package dev.payoff.connector;

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
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a connection delivered lately. */
@Path("/api/v1/connections/{connection}/deliveries")
@Tag(name = "Connections")
public class DeliveryResource {

    private static final int SHOWN_DELIVERIES = 20;

    /**
     * A delivery of an outside system.
     *
     * @param status TAKEN, IGNORED, REFUSED (not verified, or not readable), UNAVAILABLE
     * @param repeats how often it came again after it was finished
     * @param kept whether it is kept, so that it can be taken again: the last 20 that were verified
     *     and are not above 256 KiB, for 30 days
     * @param replayedAt when somebody had it taken again
     */
    public record DeliveryView(
            UUID id,
            @Nullable String externalId,
            String event,
            String status,
            @Nullable String reason,
            int readings,
            int repeats,
            OffsetDateTime at,
            boolean kept,
            @Nullable OffsetDateTime replayedAt) {}

    private final CurrentCaller current;
    private final TenantDb db;

    DeliveryResource(CurrentCaller current, TenantDb db) {
        this.current = current;
        this.db = db;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "The last 20 deliveries of a connection, newest first")
    public Uni<List<DeliveryView>> deliveries(@PathParam("connection") UUID connection) {
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        ConnectionStore.find(tx, connection)
                                .chain(found ->
                                        tx.preparedQuery(
                                                        "SELECT d.*, EXISTS (SELECT FROM connection_payload p"
                                                                + " WHERE p.delivery_id = d.id) AS kept"
                                                                + " FROM connection_delivery d WHERE connection_id = $1"
                                                                + " ORDER BY at DESC, id DESC LIMIT $2")
                                                .execute(Tuple.of(connection, SHOWN_DELIVERIES)))
                                .map(rows -> {
                                    List<DeliveryView> shown = new ArrayList<>();
                                    for (Row row : rows) {
                                        shown.add(
                                                new DeliveryView(
                                                        row.getUUID("id"),
                                                        row.getString("external_id"),
                                                        row.getString("event"),
                                                        row.getString("status"),
                                                        row.getString("reason"),
                                                        row.getInteger("readings"),
                                                        row.getInteger("repeats"),
                                                        row.getOffsetDateTime("at"),
                                                        row.getBoolean("kept"),
                                                        row.getOffsetDateTime("replayed_at")));
                                    }
                                    return shown;
                                }));
    }
}
