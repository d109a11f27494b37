package dev.payoff.live;

import dev.payoff.app.Shown;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.Segment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Realised value against cost over time, as we know it now. Between the ends of an interval that
 * earns, value is taken as growing evenly.
 */
public record ValueSeries(String currency, List<Point> points) {

    /** The most points of one answer. */
    static final int MAX_POINTS = 1_000;

    private static final Duration DEFAULT_SPAN = Duration.ofDays(30);

    /**
     * What had been earned and spent by an instant, in the project's currency.
     *
     * @param planned what was to be earned by then as planned; null where no metric tells
     */
    public record Point(
            Instant at,
            @Nullable BigDecimal realised,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal planned) {}

    static ValueSeries of(Ledger ledger, @Nullable Instant from, Instant to, int points) {
        List<Segment> segments = new ArrayList<>();
        for (Ledger.Entry entry : ledger.entries()) {
            if (entry.terms().counted()) {
                segments.addAll(RealisedValue.segments(entry.terms(), entry.hours(), to));
            }
        }
        segments.sort(Comparator.comparing(Segment::from));
        List<DatedAmount> costs = ledger.costByDay();
        Instant start = from == null ? beginning(segments, costs, to) : from;
        List<Point> series = new ArrayList<>(points);
        for (int i = 0; i < points; i++) {
            Instant at =
                    i == points - 1
                            ? to
                            : start.plus(
                                    Duration.between(start, to)
                                            .multipliedBy(i)
                                            .dividedBy(points - 1));
            series.add(
                    new Point(
                            at,
                            Shown.figure(earnedBy(segments, at)),
                            Shown.figure(spentBy(costs, at)),
                            Shown.figure(plannedBy(ledger, at))));
        }
        return new ValueSeries(ledger.project().currency(), series);
    }

    private static Instant beginning(List<Segment> segments, List<DatedAmount> costs, Instant to) {
        Instant first = segments.isEmpty() ? to.minus(DEFAULT_SPAN) : segments.getFirst().from();
        for (DatedAmount cost : costs) {
            Instant day = cost.on().atStartOfDay(ZoneOffset.UTC).toInstant();
            if (day.isBefore(first)) {
                first = day;
            }
        }
        return first.isBefore(to) ? first : to.minus(DEFAULT_SPAN);
    }

    /** What the metrics that count were to have earned by an instant; null where none tells. */
    static @Nullable BigDecimal plannedBy(Ledger ledger, Instant at) {
        BigDecimal sum = null;
        for (Ledger.Entry entry : ledger.entries()) {
            BigDecimal planned = RealisedValue.plannedToDate(entry.terms(), at).value();
            if (planned != null && entry.terms().counted()) {
                sum = sum == null ? planned : sum.add(planned);
            }
        }
        return sum;
    }

    private static BigDecimal earnedBy(List<Segment> segments, Instant at) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Segment segment : segments) {
            if (!segment.from().isBefore(at)) {
                break;
            }
            sum = sum.add(segment.to().isAfter(at) ? part(segment, at) : segment.value());
        }
        return sum;
    }

    private static BigDecimal part(Segment segment, Instant at) {
        return segment.value()
                .multiply(BigDecimal.valueOf(Duration.between(segment.from(), at).toMillis()))
                .divide(
                        BigDecimal.valueOf(
                                Math.max(
                                        1,
                                        Duration.between(segment.from(), segment.to()).toMillis())),
                        MathContext.DECIMAL64);
    }

    private static BigDecimal spentBy(List<DatedAmount> costs, Instant at) {
        LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
        BigDecimal sum = BigDecimal.ZERO;
        for (DatedAmount cost : costs) {
            if (!cost.on().isAfter(day)) {
                sum = sum.add(cost.amount());
            }
        }
        return sum;
    }
}
