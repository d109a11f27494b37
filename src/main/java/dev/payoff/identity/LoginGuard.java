package dev.payoff.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Slows guessing down. An attempt counts before its password is looked at, so that guesses side by
 * side gain nothing; a success clears the count. Counted by person and address together, so that
 * nobody locks another out from elsewhere, and by address alone, against one guess at each of many
 * people. Forwarded-for headers do not count unless the server was told to trust its proxy.
 *
 * <p>Holds at most {@link #MAX_ENTRIES} counts; the longest unused goes first. Each instance counts
 * for itself. Safe for use from several threads.
 */
final class LoginGuard {

    static final int MAX_ENTRIES = 20_000;
    static final int FREE_PER_PERSON = 5;
    static final int FREE_PER_ADDRESS = 100;
    static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    /** Counts are forgotten after this much quiet. */
    static final Duration MEMORY = Duration.ofHours(1);

    /** Whether an attempt may be made. */
    sealed interface Verdict {}

    /** Go on. */
    record Allowed() implements Verdict {}

    /** Not before this has passed. */
    record Wait(Duration remaining) implements Verdict {}

    private record Count(int attempts, Instant last) {}

    private final Map<String, Count> counts =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                    return size() > MAX_ENTRIES;
                }
            };

    /** Asks to try; an attempt that is allowed is counted as failed until it {@link #succeeded}. */
    synchronized Verdict attempt(String tenant, String email, String address, Instant now) {
        String person = person(tenant, email, address);
        Duration wait = remaining(person, FREE_PER_PERSON, now);
        Duration addressWait = remaining(address, FREE_PER_ADDRESS, now);
        Duration longer = wait.compareTo(addressWait) > 0 ? wait : addressWait;
        if (longer.isPositive()) {
            return new Wait(longer);
        }
        count(person, now);
        count(address, now);
        return new Allowed();
    }

    /** The person proved who they are. The address keeps its count, less this attempt. */
    synchronized void succeeded(String tenant, String email, String address) {
        counts.remove(person(tenant, email, address));
        counts.computeIfPresent(
                address,
                (key, count) -> new Count(Math.max(0, count.attempts() - 1), count.last()));
    }

    private Duration remaining(String key, int free, Instant now) {
        Count count = counts.get(key);
        if (count == null || count.last().plus(MEMORY).isBefore(now) || count.attempts() < free) {
            return Duration.ZERO;
        }
        int doublings = Math.min(count.attempts() - free, 10);
        Duration wait = Duration.ofSeconds(1L << doublings);
        Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        return Duration.between(now, count.last().plus(bounded));
    }

    private void count(String key, Instant now) {
        Count before = counts.get(key);
        int earlier =
                before == null || before.last().plus(MEMORY).isBefore(now) ? 0 : before.attempts();
        counts.put(key, new Count(earlier + 1, now));
    }

    /** The line break cannot be in an address, so no person's key equals an address's. */
    private static String person(String tenant, String email, String address) {
        return address + "\n" + tenant + "\n" + email.toLowerCase(Locale.ROOT);
    }
}
