package dev.payoff.live;

import dev.payoff.value.DatedAmount;
import dev.payoff.value.HourWindow;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.Segment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What had been earned at moments of the past, told backwards from what is earned now: of the hours
 * before the first moment none has to be read. Between the ends of an interval that earns, value is
 * taken as growing evenly, as in {@link ValueSeries}. Pure.
 */
final class PastValue {

    /** How far behind the present a reader's clock may be ahead. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private PastValue() {}

    /**
     * Value at each moment; null after the present.
     *
     * @param now what is earned by the present
     * @param segments those that end after the first moment, ascending, cut at the present
     * @param of a segment's value, weighted or not
     */
    static List<@Nullable BigDecimal> realised(
            BigDecimal now,
            List<Segment> segments,
            Function<Segment, BigDecimal> of,
            Grid grid,
            Instant present) {
        @Nullable BigDecimal[] told = new @Nullable BigDecimal[grid.points()];
        BigDecimal later = BigDecimal.ZERO;
        int next = segments.size() - 1;
        for (int i = grid.points() - 1; i >= 0; i--) {
            Instant at = grid.moment(i);
            if (at.isAfter(present.plus(TOLERANCE))) {
                continue;
            }
            while (next >= 0 && !segments.get(next).from().isBefore(at)) {
                later = later.add(of.apply(segments.get(next--)));
            }
            BigDecimal cut =
                    next >= 0 && segments.get(next).to().isAfter(at)
                            ? rest(segments.get(next), of, at)
                            : BigDecimal.ZERO;
            told[i] = now.subtract(later).subtract(cut);
        }
        return Arrays.asList(told);
    }

    /** What of a segment lies after the moment. */
    private static BigDecimal rest(Segment segment, Function<Segment, BigDecimal> of, Instant at) {
        return of.apply(segment)
                .multiply(millis(at, segment.to()))
                .divide(
                        millis(segment.from(), segment.to()).max(BigDecimal.ONE),
                        MathContext.DECIMAL128);
    }

    private static BigDecimal millis(Instant from, Instant to) {
        return BigDecimal.valueOf(Duration.between(from, to).toMillis());
    }

    /**
     * What the last measured hour that began before each moment earns per hour, while it is fresh.
     * Hours that are over by the present are known whole.
     */
    static List<@Nullable BigDecimal> earning(
            MetricTerms terms, List<HourWindow> ascending, Grid grid, Instant present) {
        @Nullable BigDecimal[] told = new @Nullable BigDecimal[grid.points()];
        int next = 0;
        for (int i = 0; i < told.length; i++) {
            Instant at = grid.moment(i);
            while (next < ascending.size() && ascending.get(next).start().isBefore(at)) {
                next++;
            }
            HourWindow hour = RealisedValue.typicalHour(terms, ascending.subList(0, next), present);
            told[i] =
                    at.isAfter(present.plus(TOLERANCE))
                            ? null
                            : RealisedValue.earningPerHour(terms, hour, at);
        }
        return Arrays.asList(told);
    }

    /** What had been spent by the day (UTC) of each moment; null after the present. */
    static List<@Nullable BigDecimal> spent(
            List<DatedAmount> ascending, Grid grid, Instant present) {
        @Nullable BigDecimal[] told = new @Nullable BigDecimal[grid.points()];
        BigDecimal sum = BigDecimal.ZERO;
        int next = 0;
        for (int i = 0; i < told.length; i++) {
            Instant at = grid.moment(i);
            while (next < ascending.size()
                    && !ascending
                            .get(next)
                            .on()
                            .isAfter(at.atOffset(ZoneOffset.UTC).toLocalDate())) {
                sum = sum.add(ascending.get(next++).amount());
            }
            told[i] = at.isAfter(present.plus(TOLERANCE)) ? null : sum;
        }
        return Arrays.asList(told);
    }
}
