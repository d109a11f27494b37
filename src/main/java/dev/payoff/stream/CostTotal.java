package dev.payoff.stream;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a project has cost to date.
 *
 * @param amount in the project's currency; null where a rate is missing, and then a reason says
 *     which
 */
record CostTotal(@Nullable BigDecimal amount, List<String> reasons) {

    static final CostTotal NOTHING = new CostTotal(BigDecimal.ZERO, List.of());
}
