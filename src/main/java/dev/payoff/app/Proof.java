package dev.payoff.app;

import dev.payoff.value.Decimals;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A number and what it was made of. Whoever does to the {@code parts} what {@code operation} says
 * gets {@code exact}, digit by digit.
 *
 * @param operation SUM, PRODUCT exactly; DIFFERENCE: the first less the others; QUOTIENT: to 34
 *     digits, half even; LEVEL and FLOW: what an interval earned, of {@code facts}, to 34 digits;
 *     PROMISE: what a metric promises from the start of its benefit until {@code facts.until},
 *     along {@code facts.profile} where it has one, and against {@code facts.baselines} from their
 *     instants on; DISCOUNT: 1 / Π (1 + rate)^(days / 365) by the schedule, or that of {@code
 *     facts.schedule}, to 34 digits; IRR, MIRR, PAYBACK: of all dated amounts below; LINE: the
 *     first part, what a line is worth as told, times its factor at {@code facts.at}, which is
 *     {@code facts.low}, {@code likely} or {@code high}. Of a benefit the second part is its
 *     confidence c: the likely factor, and low and high are as far from it as min(c, 1 − c), at
 *     least 0. Of a cost the second and third are what its low and high come to: the likely factor
 *     is 1, and low and high are the outermost of the three. With {@code facts.swing}, low and high
 *     are likely ∓ |likely| · swing. SIMULATION: drawn from the lines below by {@code facts.seed};
 *     FORECAST: what the days below, the latest last, go on to add up to in {@code facts.days}
 *     days, by {@code facts.method}, with the season of {@code facts.season} days that was taken
 *     out; INTERVAL: half the width of the interval of {@code facts.coverage} around the forecast
 *     of the same days; TOLD: a fact
 * @param exact as it is computed with; null for an operation that has no one number
 * @param on the day that it lies on
 * @param readings where the readings behind it are found
 * @param facts what the operation needs besides, numbers as text
 */
@Schema(name = "MoneyProof")
public record Proof(
        String label,
        Operation operation,
        @Nullable String exact,
        @Nullable String unit,
        @Nullable LocalDate on,
        @Nullable String readings,
        Map<String, String> facts,
        List<Proof> parts) {

    /** How a number is made of its parts. */
    public enum Operation {
        SUM,
        DIFFERENCE,
        PRODUCT,
        QUOTIENT,
        LEVEL,
        FLOW,
        PROMISE,
        DISCOUNT,
        IRR,
        MIRR,
        PAYBACK,
        LINE,
        SIMULATION,
        FORECAST,
        INTERVAL,
        TOLD
    }

    /** A number that was made of parts. */
    public static Proof of(
            String label,
            Operation operation,
            @Nullable BigDecimal exact,
            @Nullable String unit,
            List<Proof> parts) {
        return new Proof(
                label,
                operation,
                exact == null ? null : Decimals.plain(exact).toPlainString(),
                unit,
                null,
                null,
                Map.of(),
                parts);
    }

    /** A fact. */
    public static Proof told(String label, BigDecimal number, @Nullable String unit) {
        return of(label, Operation.TOLD, number, unit, List.of());
    }

    /** The sum of numbers that are known. */
    public static Proof sum(String label, @Nullable String unit, List<Proof> parts) {
        BigDecimal sum = parts.stream().map(Proof::number).reduce(BigDecimal.ZERO, BigDecimal::add);
        return of(label, Operation.SUM, sum, unit, parts);
    }

    /** The first less the other; both are known. */
    public static Proof difference(String label, @Nullable String unit, Proof one, Proof other) {
        return of(
                label,
                Operation.DIFFERENCE,
                one.number().subtract(other.number()),
                unit,
                List.of(one, other));
    }

    /** A product; it is not known where one of its parts is not. */
    public static Proof product(String label, @Nullable String unit, List<Proof> parts) {
        boolean known = parts.stream().noneMatch(it -> it.exact() == null);
        return of(
                label,
                Operation.PRODUCT,
                known
                        ? parts.stream()
                                .map(Proof::number)
                                .reduce(BigDecimal.ONE, BigDecimal::multiply)
                        : null,
                unit,
                parts);
    }

    /** A quotient; it is not known where the divisor is 0 or a part is not known. */
    public static Proof quotient(
            String label, @Nullable String unit, Proof dividend, Proof divisor) {
        boolean known =
                dividend.exact() != null
                        && divisor.exact() != null
                        && divisor.number().signum() != 0;
        return of(
                label,
                Operation.QUOTIENT,
                known ? Decimals.quotient(dividend.number(), divisor.number()) : null,
                unit,
                List.of(dividend, divisor));
    }

    /** The same, of a day. */
    public Proof on(LocalDate day) {
        return new Proof(label, operation, exact, unit, day, readings, facts, parts);
    }

    /** The same with what its operation needs besides, and where it is explained further. */
    public Proof with(Map<String, String> more, @Nullable String link) {
        return new Proof(label, operation, exact, unit, on, link, more, parts);
    }

    /** As it is computed with; only where it is known. */
    public BigDecimal number() {
        return new BigDecimal(java.util.Objects.requireNonNull(exact));
    }
}
