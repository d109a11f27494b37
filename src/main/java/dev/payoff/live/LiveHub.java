package dev.payoff.live;

import dev.payoff.app.LiveKeys;
import dev.payoff.app.TimeAndChance;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands what moves to everybody who watches. One subscription to Redis a node; each piece is
 * serialised once and written to all who asked for it: at once to whom nothing was written lately,
 * to others with what comes until they are due. Events are taken by their numbers, so a message
 * that Redis lost is noticed and read from the log.
 */
@ApplicationScoped
class LiveHub {

    private static final Logger LOG = Logger.getLogger(LiveHub.class);

    /** How often it is looked who has become due. */
    private static final Duration TICK = Duration.ofMillis(50);

    /** How often the log is asked for numbers that no message announced. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** How long a subscriber may not read before it is cut. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration SUBSCRIBE_AGAIN = Duration.ofSeconds(1);

    private final ReactiveRedisDataSource redis;
    private final EventLog log;
    private final TimeAndChance time;
    private final MeterRegistry meters;
    private final Map<UUID, Feed> feeds = new ConcurrentHashMap<>();
    private final Map<String, Cancellable> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    @Inject
    LiveHub(ReactiveRedisDataSource redis, EventLog log, TimeAndChance time, MeterRegistry meters) {
        this.redis = redis;
        this.log = log;
        this.time = time;
        this.meters = meters;
        meters.gauge("payoff.live.subscribers", this, LiveHub::subscribers);
    }

    void start(@Observes StartupEvent started) {
        subscribe();
        running.put("tick", every(TICK, this::write));
        running.put("look", every(LOOK, () -> feeds.forEach((tenant, feed) -> look(tenant, feed))));
    }

    private static Cancellable every(Duration pause, Runnable work) {
        return Multi.createFrom()
                .ticks()
                .every(pause)
                .onOverflow()
                .drop()
                .subscribe()
                .with(
                        tick -> work.run(),
                        failure -> LOG.error("A timer of the live stream has stopped", failure));
    }

    /** Ends every stream with a word, so that nobody waits for a process that is gone. */
    void stop(@Observes ShutdownEvent shutdown) {
        stopping = true;
        running.values().forEach(Cancellable::cancel);
        feeds.values()
                .forEach(feed ->
                        feed.subscribers().forEach(subscriber -> end(subscriber, "stopping")));
    }

    double subscribers() {
        return feeds.values().stream().mapToInt(feed -> feed.subscribers().size()).sum();
    }

    /** How many streams a tenant has open on this node. */
    int subscribers(UUID tenantId) {
        Feed feed = feeds.get(tenantId);
        return feed == null ? 0 : feed.subscribers().size();
    }

    /**
     * From here on the subscriber is offered everything after the number that comes back; it is
     * written once it goes live. A feed that loses its last subscriber is dropped, so joining one
     * is one step with finding it.
     */
    long add(Subscriber subscriber, long lastSeq) {
        long[] handedOut = new long[1];
        feeds.compute(
                subscriber.tenantId,
                (tenant, found) -> {
                    Feed feed = found == null ? new Feed() : found;
                    synchronized (feed) {
                        if (feed.lastSeq < 0) {
                            feed.lastSeq = lastSeq;
                        }
                        feed.join(subscriber);
                        handedOut[0] = feed.lastSeq;
                    }
                    return feed;
                });
        return handedOut[0];
    }

    void remove(Subscriber subscriber) {
        feeds.computeIfPresent(
                subscriber.tenantId,
                (tenant, feed) -> {
                    feed.leave(subscriber);
                    return feed.subscribers().isEmpty() ? null : feed;
                });
    }

    private void subscribe() {
        if (stopping) {
            return;
        }
        redis.pubsub(String.class)
                .subscribeToPattern(
                        LiveKeys.channels(),
                        (channel, message) -> received(channel, message),
                        this::subscribeAgain,
                        this::subscriptionBroke)
                .subscribe()
                .with(
                        subscription -> LOG.debug("Subscribed to figures and events"),
                        this::subscriptionBroke);
    }

    private void subscriptionBroke(Throwable failure) {
        LOG.warnf("Redis holds no subscription, trying again: %s", failure.toString());
        subscribeAgain();
    }

    private void subscribeAgain() {
        if (!stopping && running.putIfAbsent("again", () -> {}) == null) {
            Cancellable wait =
                    Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(SUBSCRIBE_AGAIN)
                            .subscribe()
                            .with(done -> {
                                running.remove("again");
                                subscribe();
                            });
            LOG.debugf("Subscribing again after %s (%s)", SUBSCRIBE_AGAIN, wait);
        }
    }

    private void received(String channel, String message) {
        UUID tenantId = LiveKeys.tenantOf(channel);
        Feed feed = feeds.get(tenantId);
        if (feed == null) {
            return;
        }
        if (channel.equals(LiveKeys.eventsChannel(tenantId))) {
            synchronized (feed) {
                feed.announced = Math.max(feed.announced, Long.parseLong(message));
            }
            read(tenantId, feed);
        } else {
            writeDue(feed.figures(message.lines()));
        }
    }

    static @Nullable Frame figure(String line) {
        String[] parts = line.split("\t", 3);
        return parts.length == 3 ? Frame.figure(parts[0], parts[1], parts[2]) : null;
    }

    private void look(UUID tenantId, Feed feed) {
        log.extent(tenantId)
                .subscribe()
                .with(
                        extent -> {
                            synchronized (feed) {
                                feed.announced = Math.max(feed.announced, extent.last());
                            }
                            read(tenantId, feed);
                        },
                        failure ->
                                LOG.debugf(
                                        "The log of events did not answer: %s",
                                        failure.toString()));
    }

    /**
     * Reads what was announced and not yet handed out; one reader a tenant, so that the order
     * stays.
     */
    private void read(UUID tenantId, Feed feed) {
        long after;
        synchronized (feed) {
            if (feed.reading || feed.lastSeq < 0 || feed.announced <= feed.lastSeq) {
                return;
            }
            feed.reading = true;
            after = feed.lastSeq;
        }
        log.after(tenantId, after)
                .subscribe()
                .with(
                        events -> {
                            handOut(feed, events);
                            if (!events.isEmpty()) {
                                read(tenantId, feed);
                            }
                        },
                        failure -> {
                            LOG.debugf("The log of events did not answer: %s", failure.toString());
                            synchronized (feed) {
                                feed.reading = false;
                            }
                        });
    }

    private void handOut(Feed feed, List<EventLog.Event> events) {
        for (EventLog.Event event : events) {
            Frame frame = frame(event);
            synchronized (feed) {
                feed.lastSeq = event.seq();
                feed.event(frame);
            }
        }
        synchronized (feed) {
            feed.reading = false;
        }
        writeDue(feed.subscribers());
    }

    static Frame frame(EventLog.Event event) {
        return Frame.event(event.kind(), event.topic(), event.seq(), event.payload());
    }

    private void write() {
        long now = time.now().toEpochMilli();
        Map<Subscriber, String> cut = new HashMap<>();
        for (Feed feed : feeds.values()) {
            for (Subscriber subscriber : feed.subscribers()) {
                boolean full = subscriber.route.response().writeQueueFull();
                if (subscriber.isOverflown()) {
                    cut.put(subscriber, "overflow");
                } else if (subscriber.unwritableFor(full, now) > PATIENCE.toMillis()) {
                    cut.put(subscriber, "slow");
                } else {
                    writeIfDue(subscriber, now);
                }
            }
        }
        cut.forEach(this::end);
    }

    private void writeDue(Collection<Subscriber> offered) {
        offered.forEach(subscriber -> writeIfDue(subscriber, time.now().toEpochMilli()));
    }

    /** By several threads, so what is taken first has to be written first. */
    private static void writeIfDue(Subscriber subscriber, long now) {
        synchronized (subscriber) {
            if (subscriber.isDue(now) && !subscriber.route.response().writeQueueFull()) {
                Buffer waiting = subscriber.drain(now);
                if (waiting != null) {
                    subscriber.route.response().write(waiting);
                }
            }
        }
    }

    /** Ends a stream; the subscriber may come back with its last id. */
    void end(Subscriber subscriber, String reason) {
        meters.counter("payoff.live.ended", "reason", reason).increment();
        remove(subscriber);
        if (!subscriber.route.response().ended()) {
            subscriber.route.response().end();
        }
    }
}
