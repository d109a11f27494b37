package dev.payoff.live.promql;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an expression came to. */
public sealed interface Outcome {

    /** A number for each moment; null where it has none. */
    record Scalar(List<@Nullable BigDecimal> values) implements Outcome {}

    /** Series; those without any sample are left out. */
    record Vector(List<Series> series) implements Outcome {}
}
