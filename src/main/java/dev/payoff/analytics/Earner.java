package dev.payoff.analytics;

import dev.payoff.portfolio.Standings.Benefit;
import dev.payoff.value.Decimals;
import dev.payoff.value.Gap;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.RealisedValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A benefit that counts, as it will earn if things go on: at the present rate while it speaks, else
 * as promised, weighted by its confidence. Either until its end. Pure.
 *
 * @param metric its id
 * @param key its own key, with its project's
 * @param terms by which its value is known
 * @param livePerHour what it earns now; null where it is silent
 */
record Earner(UUID metric, String key, MetricTerms terms, @Nullable BigDecimal livePerHour) {

    static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3_600);

    /**
     * Empty where the benefit does not count in its project's figures, or its value is not known.
     * One whose start nobody has told, as of a project that waits to be chosen, starts now.
     */
    static Optional<Earner> of(Benefit of, Instant now) {
        MetricTerms terms = of.terms();
        List<Gap> gaps = RealisedValue.gaps(terms);
        if (!terms.counted()) {
            return Optional.empty();
        }
        if (gaps.equals(List.of(Gap.NO_BENEFIT_START))) {
            return Optional.of(new Earner(of.metric(), of.key(), terms.starting(now), null));
        }
        return gaps.isEmpty()
                ? Optional.of(new Earner(of.metric(), of.key(), terms, of.livePerHour()))
                : Optional.empty();
    }

    boolean isLive() {
        return livePerHour != null;
    }

    /** Money from one instant to a later one, in the project's currency. */
    BigDecimal earns(Instant from, Instant to) {
        if (livePerHour == null) {
            return promisedBefore(to).subtract(promisedBefore(from)).multiply(terms.confidence());
        }
        return livePerHour.multiply(Decimals.quotient(seconds(from, to), SECONDS_AN_HOUR));
    }

    /** How long it goes on at its present rate between two instants. */
    BigDecimal seconds(Instant from, Instant to) {
        Instant end = terms.benefitEnd();
        Instant until = end != null && end.isBefore(to) ? end : to;
        return from.isBefore(until)
                ? BigDecimal.valueOf(Duration.between(from, until).toSeconds())
                : BigDecimal.ZERO;
    }

    /** What it promises from its start until an instant. */
    BigDecimal promisedBefore(Instant at) {
        return Objects.requireNonNull(RealisedValue.plannedToDate(terms, at).value());
    }

    /** What it earns a year once it is at its target; 0 once it has ended. */
    BigDecimal promisedPerYear(Instant now) {
        return terms.isOver(now)
                ? BigDecimal.ZERO
                : Objects.requireNonNull(RealisedValue.promisedPerHour(terms))
                        .multiply(Period.YEAR.hours())
                        .multiply(terms.confidence());
    }
}
