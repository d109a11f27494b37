package dev.payoff.alert;

import dev.payoff.app.OutgoingRules;
import dev.payoff.app.Page;
import dev.payoff.app.SecretBox;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
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
    record Tested(boolean sent, String detail) {}

    private final CurrentCaller caller;
    private final TenantDb db;
    private final Audit audit;
    private final TimeAndChance time;
    private final SecretBox box;
    private final OutgoingRules rules;
    private final SlackSender slack;

    ChannelsResource(
            CurrentCaller caller,
            TenantDb db,
            Audit audit,
            TimeAndChance time,
            SecretBox box,
            OutgoingRules rules,
            SlackSender slack) {
        this.caller = caller;
        this.db = db;
        this.audit = audit;
        this.time = time;
        this.box = box;
        this.rules = rules;
        this.slack = slack;
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
        Channel.Input input = Bodies.read(body, Channel.Input.class);
        String name = Bodies.text("name", input.name(), RuleInput.MAX_NAME);
        if (!"SLACK".equals(input.kind())) {
            throw Bodies.invalid("kind", "must be SLACK");
        }
        Channel.Address address = Channel.address(rules, input.url());
        Severity least = input.minSeverity() == null ? Severity.INFO : input.minSeverity();
        UUID id = time.newId();
        return db.inTransaction(
                        who.tenantId(),
                        tx ->
                                Targets.room(tx, "channel", MAX_CHANNELS)
                                        .chain(() ->
                                                tx.preparedQuery(
                                                                """
                                                                INSERT INTO channel (id, tenant_id, name, kind, address,
                                                                    address_host, address_end, min_severity, enabled, created_at)
                                                                VALUES ($1, $2, $3, 'SLACK', $4, $5, $6, $7, $8, $9)
                                                                """)
                                                        .execute(
                                                                Tuple.from(
                                                                        new Object[] {
                                                                            id,
                                                                            who.tenantId(),
                                                                            name,
                                                                            sealed(id, address),
                                                                            address.host(),
                                                                            address.end(),
                                                                            least.name(),
                                                                            input.enabled() == null
                                                                                    || input
                                                                                            .enabled(),
                                                                            Columns.at(time.now())
                                                                        })))
                                        .chain(() -> find(tx, id.toString()))
                                        .call(made -> note(tx, who, "channel.created", made)))
                .map(made ->
                        ResponseBuilder.<Channel.View>created(URI.create("/api/v1/channels/" + id))
                                .entity(made)
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
                                row(tx, id, " FOR UPDATE OF c")
                                        .chain(before -> update(tx, before, ifMatch, body))
                                        .chain(() -> find(tx, id))
                                        .call(now -> note(tx, who, "channel.changed", now)))
                .map(ChannelsResource::tagged);
    }

    private Uni<Void> update(SqlConnection tx, Row before, @Nullable String ifMatch, String body) {
        Channel.View present = Channel.View.of(before);
        Versions.check(ifMatch, present.version());
        Channel.Input input = Bodies.merged(present.input(), body, Channel.Input.class);
        String name = Bodies.text("name", input.name(), RuleInput.MAX_NAME);
        if (!"SLACK".equals(input.kind())) {
            throw Bodies.invalid("kind", "must be SLACK");
        }
        boolean moved = input.url() != null;
        Channel.Address address = moved ? Channel.address(rules, input.url()) : null;
        Severity least = input.minSeverity() == null ? Severity.INFO : input.minSeverity();
        return tx.preparedQuery(
                        """
                        UPDATE channel SET name = $2, min_severity = $3, enabled = $4, address = $5,
                            address_host = $6, address_end = $7, version = version + 1
                         WHERE id = $1
                        """)
                .execute(
                        Tuple.from(
                                new Object[] {
                                    present.id(),
                                    name,
                                    least.name(),
                                    input.enabled() == null || input.enabled(),
                                    address == null
                                            ? Buffer.buffer(before.getBuffer("address").getBytes())
                                            : sealed(present.id(), address),
                                    address == null
                                            ? before.getString("address_host")
                                            : address.host(),
                                    address == null
                                            ? before.getString("address_end")
                                            : address.end()
                                }))
                .replaceWithVoid();
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
                                row(tx, id, "")
                                        .call(row ->
                                                note(
                                                        tx,
                                                        who,
                                                        "channel.tested",
                                                        Channel.View.of(row))))
                .chain(row ->
                        slack.send(
                                row.getUUID("id"),
                                row.getBuffer("address").getBytes(),
                                SlackMessage.test(row.getString("name"), who.name())))
                .map(answer ->
                        switch (Delivery.judge(answer, 1, time.now(), 0)) {
                            case Delivery.Sent sent -> new Tested(true, "sent");
                            case Delivery.Retry retry -> new Tested(false, retry.reason());
                            case Delivery.GaveUp gaveUp -> new Tested(false, gaveUp.reason());
                        });
    }

    private Buffer sealed(UUID id, Channel.Address address) {
        return Buffer.buffer(box.seal(address.url(), Channel.place(id)));
    }

    private static Uni<Channel.View> find(SqlConnection tx, String id) {
        return row(tx, id, "").map(Channel.View::of);
    }

    private static Uni<Row> row(SqlConnection tx, String id, String lock) {
        return tx.preparedQuery(Channel.View.SELECT + " AND c.id = $1" + lock)
                .execute(Tuple.of(Bodies.id("channel", id)))
                .map(rows -> Targets.first(rows, "channel", id));
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
