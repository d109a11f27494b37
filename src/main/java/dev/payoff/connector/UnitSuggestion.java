package dev.payoff.connector;

import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a series is probably measured in. Nothing is made of it unless somebody binds a feed so.
 *
 * @param unit in which the series comes, in words
 * @param counter whether it only grows, so that a feed takes what it grew by
 * @param conversions units of a metric and the factor that a feed then has; the usual one first
 * @param reason what it is concluded from
 */
@Schema(name = "UnitSuggestion")
public record UnitSuggestion(
        String unit, boolean counter, List<Conversion> conversions, String reason) {

    /**
     * What a feed makes of the series.
     *
     * @param unit of the metric
     * @param factor a reading is the outside value times this
     * @param exact whether the factor is; else it is rounded to {@value UnitHints#FACTOR_DIGITS}
     *     digits after the point, which is what a feed takes
     */
    @Schema(name = "UnitConversion")
    public record Conversion(String unit, BigDecimal factor, boolean exact) {}
}
