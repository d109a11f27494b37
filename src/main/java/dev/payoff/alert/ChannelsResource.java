package dev.payoff.alert;

import dev.payoff.app.Page;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Channels: where people are told of alerts. */
@Path("/api/v1/channels")
@Tag(name = "Alerts")
@Produces(MediaType.APPLICATION_JSON)
public class ChannelsResource {

    private static final int MAX_CHANNELS = 50;

    /** What came of a test message. */
    record Tested(boolean sent, String detail) {

        static Tested of(Delivery delivery) {
            return switch (delivery) {
                case Delivery.Sent sent -> new Tested(true, "sent");
                case Delivery.Retry retry -> new Tested(false, retry.reason());
                case Delivery.GaveUp gaveUp -> new Tested(false, gaveUp.reason());
            };
        }
    }

    private final CurrentCaller caller;
    private final TenantDb db;
    private final Audit audit;
    private final TimeAndChance time;
    private final ChannelWriter writer;
    private final Messengers messengers;

    ChannelsResource(
            CurrentCaller caller,
            TenantDb db,
            Audit audit,
            TimeAndChance time,
            ChannelWriter writer,
            Messengers messengers) {
        this.caller = caller;
        this.db = db;
        this.audit = audit;
        this.time = time;
        this.writer = writer;
        this.messengers = messengers;
    }

    /** All channels; a tenant has at most {@value #MAX_CHANNELS}, so that one page holds them. */
    @GET
    @RolesAllowed("viewer")
    public Uni<Page<Channel.View>> list() {
        Caller who = caller.get().require(Scopes.READ);
        return db.inTransaction(
                who.tenantId(),
                tx ->
                        tx.query(Channel.View.SELECT + " ORDER BY c.id")
                                .execute()
                                .map(rows -> {
                                    List<Channel.View> all = new ArrayList<>();
                                    rows.forEach(row -> all.add(Channel.View.of(row)));
                                    return new Page<>(all, null);
                                }));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("viewer")
    public Uni<RestResponse<Channel.View>> get(@PathParam("id") String id) {
        Caller who = caller.get().require(Scopes.READ);
        return db.inTransaction(who.tenantId(), tx -> find(tx, id)).map(ChannelsResource::tagged);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("manager")
    public Uni<RestResponse<Channel.View>> create(
            @RequestBody(content = @Content(schema = @Schema(implementation = Channel.Input.class)))
                    String body) {
        Caller who = caller.get().require(Scopes.WRITE);
        ChannelWriter.Checked input = writer.made(Bodies.read(body, Channel.Input.class));
        UUID id = time.newId();
        return db.inTransaction(
                        who.tenantId(),
                        tx ->
                                Targets.room(tx, "channel", MAX_CHANNELS)
                                        .chain(() -> writer.insert(tx, who.tenantId(), id, input))
                                        .chain(() -> find(tx, id.toString()))
                                        .call(made -> note(tx, who, "channel.created", made)))
                .map(made ->
                        ResponseBuilder.<Channel.View>created(URI.create("/api/v1/channels/" + id))
                                .entity(made.with(input.told()))
                                .header("ETag", Versions.etag(made.version()))
                                .build());
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed("manager")
    public Uni<RestResponse<Channel.View>> change(
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = Channel.Input.class)))
                    String body) {
        Caller who = caller.get().require(Scopes.WRITE);
        return db.inTransaction(
                        who.tenantId(),
                        tx ->
                                ChannelRows.one(tx, id, " FOR UPDATE OF c")
                                        .map(Channel.View::of)
                                        .chain(before ->
                                                writer.update(
                                                        tx,
                                                        who.tenantId(),
                                                        before.id(),
                                                        writer.changed(before, ifMatch, body)))
                                        .chain(() -> find(tx, id))
                                        .call(now -> note(tx, who, "channel.changed", now)))
                .map(ChannelsResource::tagged);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed("manager")
    public Uni<Void> remove(
            @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        Caller who = caller.get().require(Scopes.WRITE);
        return db.inTransaction(
                who.tenantId(),
                tx ->
                        find(tx, id)
                                .invoke(channel -> Versions.check(ifMatch, channel.version()))
                                .call(channel ->
                                        tx.preparedQuery(
                                                        "UPDATE channel SET removed_at = $2, version = version + 1 WHERE id = $1")
                                                .execute(
                                                        Tuple.of(
                                                                channel.id(),
                                                                Columns.at(time.now()))))
                                .chain(channel -> note(tx, who, "channel.removed", channel)));
    }

    /** Sends a test message now, and answers what came of it. */
    @POST
    @Path("/{id}/test")
    @RolesAllowed("manager")
    public Uni<Tested> test(@PathParam("id") String id) {
        Caller who = caller.get().require(Scopes.WRITE);
        return db.inTransaction(
                        who.tenantId(),
                        tx ->
                                ChannelRows.one(tx, id, "")
                                        .call(row ->
                                                note(
                                                        tx,
                                                        who,
                                                        "channel.tested",
                                                        Channel.View.of(row))))
                .chain(row ->
                        messengers
                                .of(Channel.Kind.valueOf(row.getString("kind")))
                                .send(
                                        ChannelRows.target(row),
                                        new Announcement.Test(
                                                time.newId(), row.getString("name"), who.name()),
                                        1))
                .map(Tested::of);
    }

    private static Uni<Channel.View> find(SqlConnection tx, String id) {
        return ChannelRows.one(tx, id, "").map(Channel.View::of);
    }

    private Uni<Void> note(SqlConnection tx, Caller who, String action, Channel.View channel) {
        return audit.record(
                tx,
                who,
                action,
                "channel",
                channel.id().toString(),
                new JsonObject()
                        .put("name", channel.name())
                        .put("address", channel.address())
                        .put("version", channel.version()));
    }

    private static RestResponse<Channel.View> tagged(Channel.View channel) {
        return ResponseBuilder.ok(channel).header("ETag", Versions.etag(channel.version())).build();
    }
}
