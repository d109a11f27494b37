package dev.payoff.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payoff.alert.routing.Probe;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tries routes out. */
@Path("/api/v1/routes/test")
@Tag(name = "Alerts")
@Produces(MediaType.APPLICATION_JSON)
public class RouteTestResource {

    /** How many channels one test sends to. */
    private static final int MAX_SENDS = 10;

    /**
     * An alert to try: one that there is, or labels as one would have them.
     *
     * @param alert the id of one that there is
     * @param labels else: such as severity, project, category, owner, and a rule's own
     * @param send whether a message, marked as a test, is sent to each channel that would be told
     */
    @Schema(
            name = "RouteTest",
            example =
                    "{\"labels\": {\"severity\": \"CRITICAL\", \"project\": \"cloud\"}, \"send\": false}")
    record Input(
            @Nullable UUID alert, @Nullable Map<String, String> labels, @Nullable Boolean send) {}

    /** What would happen. */
    @Schema(name = "RouteTestResult")
    record View(Map<String, String> labels, List<Reached> routes, List<Sent> sent) {}

    /**
     * A route that takes the alert.
     *
     * @param held what would keep it from being told now, and why; null: nothing
     * @param escalatesTo further channels, were nobody to acknowledge
     */
    @Schema(name = "RouteReached")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reached(
            String route,
            Map<String, String> group,
            List<Told> channels,
            @Nullable String held,
            @Nullable String reason,
            List<Later> escalatesTo) {}

    /** A channel; the reason says why it would not be told. */
    @Schema(name = "RouteChannel")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Told(UUID id, @Nullable String name, boolean told, @Nullable String reason) {}

    /** A step of the escalation. */
    @Schema(name = "RouteEscalation")
    record Later(String after, List<UUID> channels) {}

    /** What came of a test message. */
    @Schema(name = "RouteTestSent")
    record Sent(UUID channel, String name, boolean sent, String detail) {}

    private final CurrentCaller caller;
    private final TenantDb db;
    private final Audit audit;
    private final TimeAndChance time;
    private final Messengers messengers;

    RouteTestResource(
            CurrentCaller caller,
            TenantDb db,
            Audit audit,
            TimeAndChance time,
            Messengers messengers) {
        this.caller = caller;
        this.db = db;
        this.audit = audit;
        this.time = time;
        this.messengers = messengers;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary =
                    "Which routes and channels an alert would reach; sends test messages on demand")
    public Uni<View> test(
            @RequestBody(content = @Content(schema = @Schema(implementation = Input.class)))
                    String body) {
        Caller who = caller.get().require(Scopes.WRITE);
        Input input = Bodies.read(body, Input.class);
        if ((input.alert() == null) == (input.labels() == null)) {
            throw Bodies.invalid("alert", "or 'labels' must be told, and not both");
        }
        Instant now = time.now();
        boolean send = input.send() != null && input.send();
        return db.inTransaction(
                        who.tenantId(),
                        tx ->
                                RouteTrial.find(tx, who, input, now)
                                        .call(found ->
                                                send
                                                        ? note(tx, who, found)
                                                        : Uni.createFrom().voidItem()))
                .chain(found -> {
                    List<Probe.Reach> reach =
                            Probe.of(found.routing(), found.world(), found.alert(), now);
                    Uni<List<Sent>> sent =
                            send ? send(who, found, reach) : Uni.createFrom().item(List.of());
                    return sent.map(all -> view(found, reach, all));
                });
    }

    private static View view(RouteTrial found, List<Probe.Reach> reach, List<Sent> sent) {
        return new View(
                found.alert().labels(),
                reach.stream()
                        .map(it ->
                                new Reached(
                                        it.route().name(),
                                        it.group(),
                                        it.channels().stream()
                                                .map(each -> told(found, it, each))
                                                .toList(),
                                        it.held() == null ? null : it.held().name(),
                                        it.reason(),
                                        it.route().escalation().stream()
                                                .map(step ->
                                                        new Later(
                                                                step.after().toString(),
                                                                step.channels()))
                                                .toList()))
                        .toList(),
                sent);
    }

    private static Told told(RouteTrial found, Probe.Reach reach, Probe.Reached channel) {
        Row row = found.channels().get(channel.channel());
        return new Told(
                channel.channel(),
                row == null ? null : row.getString("name"),
                reach.held() == null && channel.reason() == null,
                channel.reason());
    }

    /** One after the other, to each channel that would be told were nothing held back. */
    private Uni<List<Sent>> send(Caller who, RouteTrial found, List<Probe.Reach> reach) {
        Set<UUID> channels =
                reach.stream()
                        .flatMap(it -> it.channels().stream())
                        .filter(it -> it.reason() == null)
                        .map(Probe.Reached::channel)
                        .limit(MAX_SENDS)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        return Multi.createFrom()
                .iterable(channels)
                .onItem()
                .transformToUniAndConcatenate(it -> send(who, it, found.channels().get(it)))
                .collect()
                .asList();
    }

    private Uni<Sent> send(Caller who, UUID id, @Nullable Row row) {
        if (row == null) {
            return Uni.createFrom().item(new Sent(id, "", false, "the channel is gone"));
        }
        String name = row.getString("name");
        return messengers
                .of(Channel.Kind.valueOf(row.getString("kind")))
                .send(
                        ChannelRows.target(row),
                        new Announcement.Test(time.newId(), name, who.name()),
                        1)
                .map(delivery -> {
                    ChannelsResource.Tested tested = ChannelsResource.Tested.of(delivery);
                    return new Sent(id, name, tested.sent(), tested.detail());
                });
    }

    private Uni<Void> note(SqlConnection tx, Caller who, RouteTrial found) {
        JsonArray routes = new JsonArray();
        found.routing()
                .takers(found.alert(), List.copyOf(found.channels().keySet()))
                .forEach(route -> routes.add(route.name()));
        return audit.record(
                tx,
                who,
                "routes.tested",
                "routes",
                who.tenantId().toString(),
                new JsonObject().put("routes", routes));
    }
}
