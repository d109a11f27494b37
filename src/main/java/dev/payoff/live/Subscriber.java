package dev.payoff.live;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One open stream. What it is owed waits here until it is due, and is then written in one piece:
 * figures conflated, the latest of each; events each one, in order. Whoever was written nothing for
 * {@value #PAUSE_MILLIS} ms is due at once. Who does not read is cut when an event more than {@link
 * #MAX_EVENTS} would wait, or after the hub's patience; it comes back with its last id and misses
 * nothing. Guarded by itself.
 */
final class Subscriber {

    /** The most events that wait for a subscriber. */
    static final int MAX_EVENTS = 1_000;

    /** The most figures that wait for a subscriber: as many as a large portfolio has metrics. */
    static final int MAX_FIGURES = 50_000;

    /** Between one piece and the next, so that a subscriber costs at most five writes a second. */
    static final long PAUSE_MILLIS = 200;

    final RoutingContext route;
    final UUID tenantId;
    final StreamTopics topics;

    private final Map<String, Frame> figures = new LinkedHashMap<>();
    private final Deque<Frame> events = new ArrayDeque<>();
    private final Deque<Frame> held = new ArrayDeque<>();
    private long lastSeq;
    private long figuresUntil;
    private boolean live;
    private boolean overflown;
    private long unwritableSince;
    private long writtenAt;

    Subscriber(RoutingContext route, UUID tenantId, StreamTopics topics) {
        this.route = route;
        this.tenantId = tenantId;
        this.topics = topics;
    }

    /**
     * Takes a piece from the hub. Events wait while the replay is under way, so that they come
     * after what it brings.
     */
    synchronized void offer(Frame frame) {
        if (!live && !frame.isFigure()) {
            held.add(frame);
            overflown |= held.size() > MAX_EVENTS;
        } else {
            take(frame);
        }
    }

    /** Takes an event of the replay. */
    synchronized void replay(Frame frame) {
        take(frame);
    }

    private void take(Frame frame) {
        if (frame.isFigure()) {
            if (topics.wants(frame.event(), frame.topic())) {
                figures.put(frame.field(), frame);
                overflown |= figures.size() > MAX_FIGURES;
            }
        } else if (frame.seq() > lastSeq) {
            lastSeq = frame.seq();
            if (topics.wants(frame.event(), frame.topic())) {
                events.add(frame);
                overflown |= events.size() > MAX_EVENTS;
            }
        }
    }

    /**
     * From here on events after this number are new to the subscriber, and figures that moved since
     * that time.
     */
    synchronized void startAt(StreamPosition position) {
        lastSeq = position.seq();
        figuresUntil = position.millis();
    }

    /**
     * The events of the replay that wait, as one piece; null if none does. The replay writes page
     * by page, so that whoever is far behind gets on with each, and does not count as overflown.
     */
    synchronized @Nullable Buffer replayed() {
        if (events.isEmpty()) {
            return null;
        }
        Buffer all = Buffer.buffer();
        writeEvents(all);
        return all;
    }

    private void writeEvents(Buffer all) {
        for (Frame event : events) {
            event.writeTo(all, new StreamPosition(event.seq(), figuresUntil).id(tenantId));
        }
        events.clear();
    }

    synchronized void goLive() {
        live = true;
        held.forEach(this::take);
        held.clear();
    }

    /** Whether so much waits that an event would have to be dropped. */
    synchronized boolean isOverflown() {
        return overflown;
    }

    /** Whether the last piece is long enough ago; a clock that was set back counts as that. */
    synchronized boolean isDue(long nowMillis) {
        return nowMillis - writtenAt >= PAUSE_MILLIS || nowMillis < writtenAt;
    }

    /**
     * What waits, as one piece; null if nothing does, or the replay is still under way. A stream
     * may be cut behind any piece, so none has an id that is ahead of it or behind its
     * predecessor's: events have their own numbers, a figure the number of the event before it, and
     * the time moves on with the last figure only.
     */
    synchronized @Nullable Buffer drain(long nowMillis) {
        if (!live || figures.isEmpty() && events.isEmpty()) {
            return null;
        }
        Buffer all = Buffer.buffer();
        writeEvents(all);
        int left = figures.size();
        for (Frame figure : figures.values()) {
            long until = --left == 0 ? nowMillis : figuresUntil;
            figure.writeTo(all, new StreamPosition(lastSeq, until).id(tenantId));
        }
        figuresUntil = figures.isEmpty() ? figuresUntil : nowMillis;
        writtenAt = nowMillis;
        figures.clear();
        return all;
    }

    /** For how long nothing could be written. */
    synchronized long unwritableFor(boolean full, long nowMillis) {
        if (!full) {
            unwritableSince = 0;
            return 0;
        }
        if (unwritableSince == 0) {
            unwritableSince = nowMillis;
        }
        return nowMillis - unwritableSince;
    }
}
