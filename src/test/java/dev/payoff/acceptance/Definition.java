package dev.payoff.acceptance;

import java.math.BigDecimal;
import java.time.ZoneId;

/**
 * What the registry says of a metric, as far as a recount needs it.
 *
 * @param minimum readings below it are refused; null: none are
 * @param maximum readings above it are refused; null: none are
 */
record Definition(
        String id,
        String key,
        String unit,
        BigDecimal minimum,
        BigDecimal maximum,
        boolean archived,
        ZoneId zone) {}
