package dev.payoff.value;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a metric was to have earned by some time, had it kept its promise.
 *
 * @param value money in the project's currency, rounded to 34 digits; null where unknown
 * @param gaps why it is unknown; empty where it is known
 */
public record Planned(@Nullable BigDecimal value, List<Gap> gaps) {

    /** Keeps an own copy of the reasons. */
    public Planned {
        gaps = List.copyOf(gaps);
    }
}
