package dev.payoff.stream;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The short way to write a series, in the notation of Prometheus' rule tests: {@code 5} is one
 * value, {@code 5x3} it and three more, {@code 1+2x3} is 1 3 5 7, {@code 9-2x2} is 9 7 5, and
 * {@code _} a moment without one; {@code _x3} are three such. Pure.
 *
 * <p>Source of the notation: Prometheus, unit testing for rules, series.
 */
final class ContractSeries {

    private static final String NUMBER = "-?\\d+(?:\\.\\d+)?";
    private static final Pattern ITEM =
            Pattern.compile(
                    "(?<start>"
                            + NUMBER
                            + ")(?:(?<step>[+-]\\d+(?:\\.\\d+)?)?x(?<times>\\d{1,6}))?");
    private static final Pattern GAP = Pattern.compile("_(?:x(?<times>\\d{1,6}))?");

    private ContractSeries() {}

    /** The values one after the other; null where there is none. */
    static List<@Nullable BigDecimal> values(String where, String text) {
        List<@Nullable BigDecimal> values = new ArrayList<>();
        for (String item : text.strip().split("\\s+")) {
            Matcher gap = GAP.matcher(item);
            Matcher series = ITEM.matcher(item);
            if (gap.matches()) {
                String times = gap.group("times");
                add(
                        where,
                        values,
                        null,
                        BigDecimal.ZERO,
                        times == null ? 1 : Integer.parseInt(times));
            } else if (series.matches()) {
                String step = series.group("step");
                String times = series.group("times");
                add(
                        where,
                        values,
                        new BigDecimal(series.group("start")),
                        step == null ? BigDecimal.ZERO : new BigDecimal(step),
                        times == null ? 1 : Integer.parseInt(times) + 1);
            } else {
                throw new ContractFault(
                        where, "'" + item + "' is none of 5, 5x3, 1+2x3, 9-2x2, _ and _x3.");
            }
        }
        return values;
    }

    private static void add(
            String where,
            List<@Nullable BigDecimal> values,
            @Nullable BigDecimal start,
            BigDecimal step,
            int howMany) {
        if (values.size() + howMany > Contract.MAX_STEPS) {
            throw new ContractFault(where, "has more than " + Contract.MAX_STEPS + " values.");
        }
        BigDecimal value = start;
        for (int i = 0; i < howMany; i++) {
            values.add(value);
            value = value == null ? null : value.add(step);
        }
    }
}
