package dev.payoff.alert.routing;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An episode as routes see it.
 *
 * @param labels among them {@code severity}, {@code project}, {@code category}, {@code owner}
 * @param resolvedAt null while it fires
 * @param goLive its project's, for freezes; null where that is not known
 * @param silence the comment of a silence in force that covers it; null: none does
 */
public record Alert(
        UUID id,
        Map<String, String> labels,
        Instant firedAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant goLive,
        @Nullable String acknowledgedBy,
        @Nullable Instant snoozedUntil,
        @Nullable String silence) {

    /** Nobody changes it. */
    public Alert {
        labels = Map.copyOf(labels);
    }

    /** Whether it is not over. */
    public boolean fires() {
        return resolvedAt == null;
    }

    /** A label's value; empty where it has none. */
    public String label(String name) {
        return labels.getOrDefault(name, "");
    }
}
