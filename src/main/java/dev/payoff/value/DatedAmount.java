package dev.payoff.value;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * An amount of money on a day.
 *
 * @param on the day
 * @param amount in one currency throughout a list; the sign is told by its use
 */
public record DatedAmount(LocalDate on, BigDecimal amount) {}
