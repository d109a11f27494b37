package dev.payoff.analytics;

import dev.payoff.app.Proof;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;

/**
 * A rate of the tenant's that made an amount of another one.
 *
 * @param rate units of {@code to} for one of {@code from}; where the table has the pair the other
 *     way round, 1 / rate
 * @param validFrom the day from which the table has it: the latest before the amount's day
 */
public record Conversion(String from, String to, BigDecimal rate, LocalDate validFrom)
        implements Comparable<Conversion> {

    private static final Comparator<Conversion> ORDER =
            Comparator.comparing(Conversion::from)
                    .thenComparing(Conversion::to)
                    .thenComparing(Conversion::validFrom)
                    .thenComparing(Conversion::rate);

    /** The rate as a part of a proof. */
    Proof proof() {
        return Proof.told("Rate from %s to %s since %s".formatted(from, to, validFrom), rate, null);
    }

    @Override
    public int compareTo(Conversion other) {
        return ORDER.compare(this, other);
    }
}
