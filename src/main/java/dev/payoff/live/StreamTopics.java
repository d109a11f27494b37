package dev.payoff.live;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber asks for: {@code portfolio}, {@code alerts}, {@code rejected}, {@code
 * project:KEY}.
 */
record StreamTopics(Set<String> names) {

    /** The most topics of one subscription. */
    static final int MAX_TOPICS = 200;

    private static final String PORTFOLIO = "portfolio";

    static StreamTopics parse(@Nullable String topics) {
        return new StreamTopics(
                Arrays.stream(
                                (topics == null || topics.isBlank() ? "portfolio,alerts" : topics)
                                        .split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .limit(MAX_TOPICS)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Whether a figure or event is asked for; the portfolio is told every project's figure, but no
     * metric's.
     */
    boolean wants(String event, String topic) {
        for (String name : namesOf(event, topic)) {
            if (names.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** The names under which a figure or event can be asked for. */
    static List<String> namesOf(String event, String topic) {
        return "value".equals(event) ? List.of(topic, PORTFOLIO) : List.of(topic);
    }
}
