package dev.payoff.bench;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Readings whose way is timed: each has a value of its own, which the figure that it moves shows.
 */
final class Probes {

    private static final String FIELD = "\"current\":";

    private final ConcurrentHashMap<String, Long> sent = new ConcurrentHashMap<>();
    private volatile long from = Long.MAX_VALUE;

    /** From now on they count. */
    void count() {
        from = System.nanoTime();
    }

    long from() {
        return from;
    }

    /** A probe that is meant to be sent at that time. */
    void send(long value, long intendedNanos) {
        sent.put(Long.toString(value), intendedNanos);
    }

    /** When the probe that this event shows was meant to be sent; 0 if it shows none. */
    long sentAt(String event) {
        int at = event.indexOf(FIELD);
        if (at < 0) {
            return 0;
        }
        int begin = at + FIELD.length();
        while (begin < event.length() && event.charAt(begin) == '"') {
            begin++;
        }
        int end = begin;
        while (end < event.length() && Character.isDigit(event.charAt(end))) {
            end++;
        }
        return sent.getOrDefault(event.substring(begin, end), 0L);
    }
}
