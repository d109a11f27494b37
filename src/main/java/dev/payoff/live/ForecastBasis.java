package dev.payoff.live;

import dev.payoff.analytics.forecast.Cumulative;
import dev.payoff.app.Shown;
import dev.payoff.value.Freshness;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.Segment;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What of a project's value goes on, and what it earned day by day; pure.
 *
 * @param realised what the project has earned by as-of, what goes on and what does not
 * @param perDay money that each whole day before as-of earned by what goes on, since that first
 *     earned anything; the latest last, {@link Cumulative#MOST} at most
 * @param until up to when it may be carried on
 * @param reasons what does not go on, and what ends earlier than was wished, a sentence each
 * @param going what goes on, and what each of it earned on those days
 */
record ForecastBasis(
        BigDecimal realised,
        List<Double> perDay,
        Instant until,
        List<String> reasons,
        List<Going> going) {

    /**
     * What goes on.
     *
     * @param perDay money of each day, rounded as figures are shown, so that a day is the sum of
     *     its metrics to the last digit
     */
    record Going(Earning earning, List<BigDecimal> perDay) {}

    private static final Duration DAY = Duration.ofDays(1);

    /** The basis of a forecast that is wished up to a time. */
    static ForecastBasis of(List<Earning> earnings, Instant asOf, Instant wished) {
        List<Earning> going = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        BigDecimal realised = BigDecimal.ZERO;
        Instant until = wished;
        for (Earning earning : earnings) {
            MetricTerms terms = earning.terms();
            realised = realised.add(earning.realised());
            Instant start = Objects.requireNonNull(terms.benefitStart());
            Instant end = terms.benefitEnd();
            boolean over = end != null && !end.isAfter(asOf);
            if (over) {
                continue;
            }
            if (start.isAfter(asOf)) {
                reasons.add(earning.name() + " begins on " + day(start) + " and is not forecast.");
            } else if (RealisedValue.freshness(terms, earning.lastObserved(), asOf)
                    != Freshness.LIVE) {
                reasons.add(earning.name() + " is silent and is not forecast.");
            } else {
                going.add(earning);
                if (end != null && end.isBefore(until)) {
                    until = end;
                    reasons.add(
                            "The benefit of "
                                    + earning.name()
                                    + " ends on "
                                    + day(end)
                                    + "; the forecast goes no further.");
                }
            }
        }
        List<Going> days = perDay(going, asOf);
        return new ForecastBasis(
                realised, together(days), until, List.copyOf(reasons), List.copyOf(days));
    }

    private static String day(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** The days begin where the first of all of them began to earn. */
    private static List<Going> perDay(List<Earning> earnings, Instant asOf) {
        int days = days(earnings.stream().flatMap(it -> it.segments().stream()).toList(), asOf);
        return earnings.stream()
                .map(it -> new Going(it, perDay(it.segments(), asOf, days)))
                .toList();
    }

    private static List<Double> together(List<Going> going) {
        List<Double> days = new ArrayList<>();
        for (int day = 0; !going.isEmpty() && day < going.getFirst().perDay().size(); day++) {
            BigDecimal sum = BigDecimal.ZERO;
            for (Going one : going) {
                sum = sum.add(one.perDay().get(day));
            }
            days.add(sum.doubleValue());
        }
        return List.copyOf(days);
    }

    /** Whole days since the first of them, {@link Cumulative#MOST} at most. */
    static int days(List<Segment> segments, Instant asOf) {
        Instant first = asOf;
        for (Segment segment : segments) {
            first = segment.from().isBefore(first) ? segment.from() : first;
        }
        return (int) Math.min(Cumulative.MOST, Duration.between(first, asOf).dividedBy(DAY));
    }

    /** Between its ends a segment is taken as earning evenly. */
    static List<BigDecimal> perDay(List<Segment> segments, Instant asOf, int days) {
        Instant start = asOf.minus(DAY.multipliedBy(days));
        double[] perDay = new double[days];
        double dayMs = DAY.toMillis();
        for (Segment segment : segments) {
            double from = Duration.between(start, segment.from()).toMillis() / dayMs;
            double to = Duration.between(start, segment.to()).toMillis() / dayMs;
            double rate = segment.value().doubleValue() / Math.max(1 / dayMs, to - from);
            for (int day = Math.max(0, (int) Math.floor(from)); day < Math.min(to, days); day++) {
                perDay[day] += rate * (Math.min(to, day + 1) - Math.max(from, day));
            }
        }
        return Arrays.stream(perDay)
                .mapToObj(it -> Objects.requireNonNull(Shown.figure(BigDecimal.valueOf(it))))
                .toList();
    }
}
