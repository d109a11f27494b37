package dev.payoff.live.promql;

import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A series at the moments asked for.
 *
 * @param labels its name among them, where it has one, as {@link Parser#NAME}
 * @param values one for each moment; null where there is no sample
 */
public record Series(SortedMap<String, String> labels, List<@Nullable BigDecimal> values) {}
