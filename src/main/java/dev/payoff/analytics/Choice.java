package dev.payoff.analytics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of a choice. */
public sealed interface Choice {

    /**
     * The best set, or the best that was found in the time.
     *
     * @param in keys of the projects to do, in the order of the candidates
     * @param value of all of them, exactly
     * @param bound what no set can be worth more than; the value itself where that is proved
     * @param proved whether no set is worth more
     */
    record Best(Set<String> in, BigDecimal value, BigDecimal bound, boolean proved)
            implements Choice {

        /** Keeps an own copy, in order. */
        public Best {
            in = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(in));
        }

        /**
         * By how much of its value the best set could be worth more at most: 0 where it is proved;
         * null where the value is 0 and nothing is proved.
         */
        public @Nullable BigDecimal gap() {
            if (proved) {
                return BigDecimal.ZERO;
            }
            return value.signum() == 0
                    ? null
                    : bound.subtract(value).divide(value.abs(), MathContext.DECIMAL32);
        }
    }

    /** There is no set that may be done, and why. */
    record Impossible(List<String> reasons) implements Choice {}
}
