package dev.payoff.analytics;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An amount in the currency that was asked for, and how it came there.
 *
 * @param amount of what could be converted; it is the whole only where nothing is missing
 * @param by the rates that made it, none where all was in that currency already
 * @param missing rates that were needed and are not known, each as {@code from USD to EUR on
 *     2027-03-01}
 */
record Converted(BigDecimal amount, SortedSet<Conversion> by, SortedSet<String> missing) {

    static final Converted ZERO = of(BigDecimal.ZERO);

    /** Keeps own copies, in order. */
    Converted {
        by = Collections.unmodifiableSortedSet(new TreeSet<>(by));
        missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
    }

    /** An amount that needs no rate. */
    static Converted of(BigDecimal amount) {
        return new Converted(amount, new TreeSet<>(), new TreeSet<>());
    }

    /**
     * An amount of one currency in another.
     *
     * @param by the rate of the day; null where the table has none
     */
    static Converted of(
            BigDecimal amount, String from, String to, LocalDate on, @Nullable Conversion by) {
        if (from.equals(to)) {
            return of(amount);
        }
        return by == null
                ? new Converted(
                        BigDecimal.ZERO,
                        new TreeSet<>(),
                        new TreeSet<>(Set.of("from %s to %s on %s".formatted(from, to, on))))
                : new Converted(
                        amount.multiply(by.rate()), new TreeSet<>(Set.of(by)), new TreeSet<>());
    }

    boolean known() {
        return missing.isEmpty();
    }

    Converted plus(Converted other) {
        return with(amount.add(other.amount), other);
    }

    Converted minus(Converted other) {
        return with(amount.subtract(other.amount), other);
    }

    /** A cost is never below nothing, whatever credits there are. */
    Converted atLeastZero() {
        return new Converted(amount.max(BigDecimal.ZERO), by, missing);
    }

    private Converted with(BigDecimal sum, Converted other) {
        SortedSet<Conversion> rates = new TreeSet<>(by);
        rates.addAll(other.by);
        SortedSet<String> gaps = new TreeSet<>(missing);
        gaps.addAll(other.missing);
        return new Converted(sum, rates, gaps);
    }
}
