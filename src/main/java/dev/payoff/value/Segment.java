package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A stretch of time and what it earned: the leaf of the explanation of a figure.
 *
 * @param from its start
 * @param to its end, exclusive, after its start
 * @param hour the measured hour that it rests on
 * @param carried false: inside the measured hour; true: after it, carried
 * @param baseline what held without the project, throughout it
 * @param rate LEVEL: the hour's mean, rounded to 34 digits; FLOW: the units that count here
 * @param value money earned, in the project's currency, rounded to 34 digits
 * @param weighted the same times the hour's mean confidence, rounded once, to 34 digits
 */
public record Segment(
        Instant from,
        Instant to,
        HourWindow hour,
        boolean carried,
        BigDecimal baseline,
        BigDecimal rate,
        BigDecimal value,
        BigDecimal weighted) {}
