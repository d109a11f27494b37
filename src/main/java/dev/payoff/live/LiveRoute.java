package dev.payoff.live;

import dev.payoff.app.Problem;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Access;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/stream}: Server-Sent Events. The first is always {@code hello}, which says
 * whether the stream went on without a hole from the last id that the client names; where it could
 * not, a {@code reset} follows, and the client reads its snapshots again.
 */
@ApplicationScoped
class LiveRoute {

    private static final Logger LOG = Logger.getLogger(LiveRoute.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int MAX_STREAMS_PER_TENANT = 10_000;

    /**
     * Clocks of nodes differ, and a figure may be on its way: figures this much older are sent
     * again, which harms nobody.
     */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    /** The most events that are replayed; further back, reading the snapshots again is cheaper. */
    private static final long MAX_REPLAY = 10_000;

    private final LiveHub hub;
    private final EventLog log;
    private final Access access;
    private final TimeAndChance time;

    @Inject
    LiveRoute(LiveHub hub, EventLog log, Access access, TimeAndChance time) {
        this.hub = hub;
        this.log = log;
        this.access = access;
        this.time = time;
    }

    void route(@Observes Router router) {
        router.get("/api/v1/stream").handler(this::open);
    }

    private void open(RoutingContext route) {
        Optional<Caller> caller = CurrentCaller.of(route);
        if (caller.isEmpty() || !caller.get().hasScope(Scopes.READ)) {
            refuse(
                    route,
                    Problem.of(
                            caller.isEmpty() ? 401 : 403,
                            caller.isEmpty() ? "UNAUTHENTICATED" : "SCOPE_MISSING",
                            "No stream",
                            "This needs a login, a token, an API key or a ticket that may read.",
                            "Get a ticket from POST /api/v1/stream-tickets."));
            return;
        }
        UUID tenantId = caller.get().tenantId();
        if (hub.subscribers(tenantId) >= MAX_STREAMS_PER_TENANT) {
            refuse(
                    route,
                    Problem.of(
                            503,
                            "TOO_MANY_STREAMS",
                            "No stream",
                            "This node has as many streams of your organisation as it takes.",
                            "Try again in a few seconds."));
            return;
        }
        Subscriber subscriber =
                new Subscriber(
                        route, tenantId, StreamTopics.parse(route.request().getParam("topics")));
        headers(route);
        String last = lastId(route);
        log.extent(tenantId)
                .chain(extent -> start(subscriber, last, extent))
                .subscribe()
                .with(
                        done -> heartbeat(subscriber),
                        failure -> {
                            LOG.warnf("A stream could not start: %s", failure.toString());
                            hub.end(subscriber, "failed");
                        });
    }

    private static void refuse(RoutingContext route, Problem problem) {
        route.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Cache-Control", "no-store")
                .end(Json.encodeToBuffer(problem));
    }

    private static void headers(RoutingContext route) {
        route.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-cache, no-transform")
                .putHeader("X-Accel-Buffering", "no");
    }

    /** A browser that made a new EventSource cannot set the header. */
    private static @Nullable String lastId(RoutingContext route) {
        String header = route.request().getHeader("Last-Event-ID");
        return header != null ? header : route.request().getParam("lastEventId");
    }

    private Uni<Void> start(
            Subscriber subscriber, @Nullable String lastId, EventLog.Extent extent) {
        UUID tenantId = subscriber.tenantId;
        Optional<StreamPosition> last = StreamPosition.parse(lastId, tenantId);
        String refused = lastId == null || lastId.isEmpty() ? null : whyNot(last, extent);
        boolean recovered = last.isPresent() && refused == null;
        StreamPosition from =
                recovered
                        ? last.get()
                        : new StreamPosition(extent.last(), time.now().toEpochMilli());
        subscriber.startAt(from);
        // What was handed out since the log was asked is offered no more.
        long until = Math.max(extent.last(), hub.add(subscriber, extent.last()));
        subscriber.route.request().connection().closeHandler(closed -> hub.remove(subscriber));
        subscriber.route.response().exceptionHandler(failure -> hub.remove(subscriber));
        String id = from.id(tenantId);
        Buffer opening =
                Buffer.buffer(
                        "retry: "
                                + (RETRY.toMillis() + (long) (time.fraction() * RETRY.toMillis()))
                                + "\n\n");
        // Where a reset follows, it alone moves the subscriber: one whose stream is cut between the
        // two would come back behind a hole that it was never told of.
        opening.appendBuffer(
                Frame.write(
                        "hello",
                        refused == null ? id : null,
                        new JsonObject()
                                .put("recovered", recovered)
                                .put("at", time.now().toString())
                                .encode()));
        if (refused != null) {
            opening.appendBuffer(
                    Frame.write("reset", id, new JsonObject().put("reason", refused).encode()));
        }
        subscriber.route.response().write(opening);
        return replay(subscriber, from.seq(), until)
                .chain(() ->
                        recovered ? figuresSince(subscriber, from) : Uni.createFrom().voidItem())
                .invoke(subscriber::goLive);
    }

    private static @Nullable String whyNot(Optional<StreamPosition> last, EventLog.Extent extent) {
        if (last.isEmpty()) {
            return "The last id is none of this stream.";
        }
        long seq = last.get().seq();
        if (seq > extent.last()) {
            return "The last id lies ahead of the stream.";
        }
        if (seq < extent.last() && seq + 1 < extent.first() || extent.last() - seq > MAX_REPLAY) {
            return "Too much has happened since the last id.";
        }
        return null;
    }

    /**
     * Writes what happened since, a page once the one before it is on its way; what the hub hands
     * out meanwhile is known by its number and not offered twice.
     */
    private Uni<Void> replay(Subscriber subscriber, long after, long until) {
        if (after >= until || subscriber.route.response().closed()) {
            return Uni.createFrom().voidItem();
        }
        return log.after(subscriber.tenantId, after)
                .chain(events -> {
                    if (events.isEmpty()) {
                        return Uni.createFrom().voidItem();
                    }
                    events.forEach(event -> subscriber.replay(LiveHub.frame(event)));
                    Buffer page = subscriber.replayed();
                    Uni<Void> written =
                            page == null
                                    ? Uni.createFrom().voidItem()
                                    : write(subscriber.route.response(), page);
                    return written.chain(() -> replay(subscriber, events.getLast().seq(), until));
                });
    }

    /** Done when it is on its way; or the subscriber has left, which is no failure of ours. */
    private static Uni<Void> write(HttpServerResponse response, Buffer page) {
        return Uni.createFrom()
                .completionStage(() -> response.write(page).toCompletionStage())
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> figuresSince(Subscriber subscriber, StreamPosition last) {
        String since = Instant.ofEpochMilli(last.millis()).minus(OVERLAP).toString();
        return log.figures(subscriber.tenantId)
                .invoke(lines -> {
                    for (String line : lines) {
                        Frame frame = LiveHub.figure(line);
                        if (frame != null && isAfter(line, since)) {
                            subscriber.offer(frame);
                        }
                    }
                })
                .replaceWithVoid();
    }

    /** Figures end with their as-of; ISO instants of one form compare as texts. */
    private static boolean isAfter(String line, String since) {
        int at = line.lastIndexOf("\"asOf\":\"");
        return at < 0 || line.substring(at + 8).compareTo(since) > 0;
    }

    private void heartbeat(Subscriber subscriber) {
        long timer =
                subscriber
                        .route
                        .vertx()
                        .setPeriodic(
                                HEARTBEAT.toMillis(),
                                tick ->
                                        access.stillHolds(subscriber.route)
                                                .subscribe()
                                                .with(
                                                        holds -> beat(subscriber, holds),
                                                        failure -> beat(subscriber, true)));
        subscriber
                .route
                .response()
                .closeHandler(closed -> subscriber.route.vertx().cancelTimer(timer));
        subscriber.route.addEndHandler(ended -> {
            subscriber.route.vertx().cancelTimer(timer);
            hub.remove(subscriber);
        });
    }

    private void beat(Subscriber subscriber, boolean holds) {
        if (subscriber.route.response().ended() || subscriber.route.response().closed()) {
            hub.remove(subscriber);
        } else if (holds) {
            if (!subscriber.route.response().writeQueueFull()) {
                subscriber.route.response().write(":\n\n");
            }
        } else {
            subscriber.route.response().write("event: reauth\ndata: {}\n\n");
            hub.end(subscriber, "access");
        }
    }
}
