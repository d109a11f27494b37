package dev.payoff.alert.routing;

import java.util.List;
import java.util.Map;

/**
 * Which alerts: each label of {@code in} has one of its values, and none of {@code except} has one
 * of its. A label that an alert has not is the empty text.
 */
public record Match(Map<String, List<String>> in, Map<String, List<String>> except) {

    /** Every alert. */
    public static final Match ALL = new Match(Map.of(), Map.of());

    /** Nobody changes it. */
    public Match {
        in = Map.copyOf(in);
        except = Map.copyOf(except);
    }

    /** Whether an alert with these labels is meant. */
    public boolean fits(Map<String, String> labels) {
        return in.entrySet().stream().allMatch(it -> has(labels, it))
                && except.entrySet().stream().noneMatch(it -> has(labels, it));
    }

    private static boolean has(Map<String, String> labels, Map.Entry<String, List<String>> wanted) {
        return wanted.getValue().contains(labels.getOrDefault(wanted.getKey(), ""));
    }
}
