package dev.payoff.live;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A tenant with at least one subscriber on this node. Subscribers are found by what they asked for:
 * thousands of figures a second move, and each is of interest to few. Joining and leaving is done
 * by one at a time; where the log stands is guarded by the feed itself.
 */
final class Feed {

    private final Set<Subscriber> all = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<Subscriber>> byTopic = new ConcurrentHashMap<>();

    /**
     * The last event that was handed out; -1 before the first subscriber told where the log stands.
     */
    long lastSeq = -1;

    /** The last event that is known to be in the log. */
    long announced;

    /** Whether the log is being read now. */
    boolean reading;

    void join(Subscriber subscriber) {
        all.add(subscriber);
        for (String topic : subscriber.topics.names()) {
            byTopic.computeIfAbsent(topic, name -> ConcurrentHashMap.newKeySet()).add(subscriber);
        }
    }

    void leave(Subscriber subscriber) {
        all.remove(subscriber);
        for (String topic : subscriber.topics.names()) {
            byTopic.computeIfPresent(
                    topic,
                    (name, asking) -> {
                        asking.remove(subscriber);
                        return asking.isEmpty() ? null : asking;
                    });
        }
    }

    Set<Subscriber> subscribers() {
        return Collections.unmodifiableSet(all);
    }

    /** Every event, as its number moves whoever watches on. */
    void event(Frame event) {
        all.forEach(subscriber -> subscriber.offer(event));
    }

    /**
     * Figures, each to those who asked for it; serialised only if there is one.
     *
     * @param lines event, topic and JSON, with tabs between; another is passed over
     * @return who was offered any
     */
    Set<Subscriber> figures(Stream<String> lines) {
        Set<Subscriber> offered = new HashSet<>();
        lines.forEach(line -> figure(line, offered));
        return offered;
    }

    private void figure(String line, Set<Subscriber> offered) {
        int afterEvent = line.indexOf('\t');
        int afterTopic = line.indexOf('\t', afterEvent + 1);
        if (afterEvent < 0 || afterTopic < 0) {
            return;
        }
        String event = line.substring(0, afterEvent);
        String topic = line.substring(afterEvent + 1, afterTopic);
        Frame frame = null;
        for (String name : StreamTopics.namesOf(event, topic)) {
            Set<Subscriber> asking = byTopic.getOrDefault(name, Set.of());
            if (!asking.isEmpty()) {
                frame =
                        frame == null
                                ? Frame.figure(event, topic, line.substring(afterTopic + 1))
                                : frame;
                for (Subscriber subscriber : asking) {
                    subscriber.offer(frame);
                    offered.add(subscriber);
                }
            }
        }
    }
}
