package dev.payoff.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records that wait for the commit before theirs, by partition, in the order of the log. What
 * follows on without a hole is one part, however many polls brought it; what does not waits for
 * another commit, so that the hole is looked at. Not for several threads.
 */
final class WaitingParts {

    private final Map<LogPosition, Deque<Part>> parts = new TreeMap<>();
    private int records;

    /** A stretch of one partition, decoded; at least one record. */
    record Part(LogPosition at, List<Batch.Item> items) {

        long first() {
            return items.getFirst().offset();
        }

        long last() {
            return items.getLast().offset();
        }
    }

    void add(Part part) {
        Deque<Part> own = parts.computeIfAbsent(part.at(), at -> new ArrayDeque<>());
        Part before = own.peekLast();
        if (before != null && before.last() + 1 == part.first()) {
            before.items().addAll(part.items());
        } else {
            own.add(new Part(part.at(), new ArrayList<>(part.items())));
        }
        records += part.items().size();
    }

    /** How many records wait. */
    int records() {
        return records;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** The next part of each partition; it waits no longer. */
    List<Part> take() {
        List<Part> taken = new ArrayList<>(parts.size());
        Iterator<Deque<Part>> queues = parts.values().iterator();
        while (queues.hasNext()) {
            Deque<Part> queue = queues.next();
            Part part = queue.remove();
            records -= part.items().size();
            taken.add(part);
            if (queue.isEmpty()) {
                queues.remove();
            }
        }
        return taken;
    }
}
