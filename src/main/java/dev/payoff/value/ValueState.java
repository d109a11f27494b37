package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of a metric so that a change of a few measured hours re-values only these: always
 * equal to what {@link #of} gives for all measured hours, to the last digit.
 *
 * @param settled value of the segments of all measured hours but those of the tail, with nothing
 *     cut off at as-of
 * @param settledWeighted their weighted value
 * @param tail the last two measured hours, ascending; fewer where there are fewer
 */
public record ValueState(BigDecimal settled, BigDecimal settledWeighted, List<HourWindow> tail) {

    /** Of a metric that has never spoken. */
    public static final ValueState EMPTY =
            new ValueState(BigDecimal.ZERO, BigDecimal.ZERO, List.of());

    private static final int TAIL = 2;

    /** Holds each number in its one representation and keeps an own copy of the tail. */
    public ValueState {
        settled = Decimals.plain(settled);
        settledWeighted = Decimals.plain(settledWeighted);
        tail = List.copyOf(tail);
        if (tail.size() > TAIL) {
            throw new IllegalArgumentException("A tail has at most two hours: " + tail.size());
        }
        RealisedValue.requireAscending(tail);
    }

    /** The state of all measured hours. */
    public static ValueState of(MetricTerms terms, List<HourWindow> ascending) {
        int settledHours = Math.max(0, ascending.size() - TAIL);
        return of(firstOf(terms, ascending, settledHours), ascending);
    }

    /**
     * What the metric has earned before as-of: what is settled, and the segments of the tail. As-of
     * must not lie before the tail's first hour where anything is settled; for earlier times value
     * the hours themselves, with {@link RealisedValue#earned}.
     */
    public Earned at(MetricTerms terms, Instant asOf) {
        return settledEarned().plus(RealisedValue.earned(terms, tail, asOf));
    }

    /**
     * The state after some measured hours changed, came or went.
     *
     * <p>{@code before} holds all measured hours of a neighbourhood as they were, {@code after} as
     * they are now, both ascending. Both begin with the same, unchanged measured hour, one that
     * precedes every change, unless none precedes. With {@code toEnd} false both end with the same,
     * unchanged measured hour, one that follows every change; with {@code toEnd} true both reach
     * the end of the series, and {@code before} holds the whole tail of this state.
     *
     * <p>Where the last hours vanish so that {@code after} holds only one while earlier ones exist,
     * the tail is one hour short until the next hour comes; every figure is right all the same.
     */
    public ValueState replace(
            MetricTerms terms, List<HourWindow> before, List<HourWindow> after, boolean toEnd) {
        if (toEnd) {
            return replaceEnd(terms, before, after);
        }
        HourWindow follower = commonLast(before, after);
        if (tail.isEmpty()) {
            throw new IllegalArgumentException("A series without hours has none that follows");
        }
        if (!follower.start().isBefore(tail.getFirst().start())) {
            List<HourWindow> later =
                    tail.stream().filter(hour -> hour.start().isAfter(follower.start())).toList();
            return replaceEnd(terms, joined(before, later), joined(after, later));
        }
        Earned now =
                settledEarned()
                        .minus(firstOf(terms, before, before.size() - 1))
                        .plus(firstOf(terms, after, after.size() - 1));
        return new ValueState(now.value(), now.weighted(), tail);
    }

    private ValueState replaceEnd(
            MetricTerms terms, List<HourWindow> before, List<HourWindow> after) {
        int settledBefore = before.size() - tail.size();
        if (settledBefore < 0
                || (tail.isEmpty() && !before.isEmpty())
                || !before.subList(settledBefore, before.size()).equals(tail)) {
            throw new IllegalArgumentException(
                    "The hours before a change at the end must end with the tail");
        }
        int settledAfter = Math.max(0, after.size() - TAIL);
        Earned now =
                settledEarned()
                        .minus(firstOf(terms, before, settledBefore))
                        .plus(firstOf(terms, after, settledAfter));
        return of(now, after);
    }

    private static ValueState of(Earned settled, List<HourWindow> hours) {
        int settledHours = Math.max(0, hours.size() - TAIL);
        return new ValueState(
                settled.value(), settled.weighted(), hours.subList(settledHours, hours.size()));
    }

    /** What the first hours earn, the last of them carried no further than the hour after it. */
    private static Earned firstOf(MetricTerms terms, List<HourWindow> hours, int howMany) {
        return howMany <= 0
                ? Earned.NOTHING
                : RealisedValue.earned(
                        terms, hours.subList(0, howMany + 1), hours.get(howMany).start());
    }

    private Earned settledEarned() {
        return new Earned(settled, settledWeighted);
    }

    private static HourWindow commonLast(List<HourWindow> before, List<HourWindow> after) {
        if (before.isEmpty() || after.isEmpty() || !before.getLast().equals(after.getLast())) {
            throw new IllegalArgumentException(
                    "Both neighbourhoods must end with the same hour, or reach the end");
        }
        return before.getLast();
    }

    private static List<HourWindow> joined(List<HourWindow> first, List<HourWindow> second) {
        List<HourWindow> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
