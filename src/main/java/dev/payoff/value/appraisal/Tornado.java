package dev.payoff.value.appraisal;

import dev.payoff.value.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What net present value does when one line at a time goes to its low and its high point, the
 * others staying at their most likely; the widest bar first.
 *
 * @param base net present value with every line at its most likely
 */
public record Tornado(BigDecimal base, List<Bar> bars) {

    /**
     * One line's bar.
     *
     * @param atLow net present value at the line's low factor
     * @param atHigh at its high factor
     * @param swing the distance of the two
     * @param switching the factor of this line at which net present value is 0 (the Green Book's
     *     switching value); null where the line has no present value to turn it
     */
    public record Bar(
            String key,
            BigDecimal atLow,
            BigDecimal atHigh,
            BigDecimal swing,
            @Nullable BigDecimal switching) {

        /** A bar of its two ends. */
        public static Bar of(
                String key, BigDecimal atLow, BigDecimal atHigh, @Nullable BigDecimal switching) {
            return new Bar(
                    key, atLow, atHigh, Decimals.plain(atHigh.subtract(atLow).abs()), switching);
        }
    }

    private static final Comparator<Bar> WIDEST_FIRST =
            Comparator.comparing(Bar::swing).reversed().thenComparing(Bar::key);

    /** Keeps an own copy, the widest bar first. */
    public Tornado {
        bars = bars.stream().sorted(WIDEST_FIRST).toList();
    }

    /** The bars of these lines. */
    public static Tornado of(List<UncertainLine> lines) {
        BigDecimal sum = BigDecimal.ZERO;
        for (UncertainLine line : lines) {
            sum = sum.add(line.likely());
        }
        BigDecimal base = Decimals.plain(sum);
        return new Tornado(base, lines.stream().map(line -> bar(line, base)).toList());
    }

    /** The same without the bars of these keys; what they are worth stays in the base. */
    public Tornado without(Set<String> keys) {
        return new Tornado(base, bars.stream().filter(bar -> !keys.contains(bar.key())).toList());
    }

    /** The same with a bar besides. */
    public Tornado with(Bar bar) {
        List<Bar> all = new ArrayList<>(bars);
        all.add(bar);
        return new Tornado(base, all);
    }

    private static Bar bar(UncertainLine line, BigDecimal base) {
        BigDecimal others = base.subtract(line.likely());
        return Bar.of(
                line.key(),
                Decimals.plain(others.add(line.at(line.factor().low()))),
                Decimals.plain(others.add(line.at(line.factor().high()))),
                line.present().signum() == 0
                        ? null
                        : Decimals.quotient(others.negate(), line.present()));
    }
}
