package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A target that moves over time: straight between its points, the first point's before it, the last
 * point's after it.
 *
 * @param points from 1 to {@link #MOST}, at rising times; each target in the metric's unit, for a
 *     FLOW units per flow period
 */
public record TargetProfile(List<Point> points) {

    /** The most points of a profile: forty years of months. */
    public static final int MOST = 480;

    /** What is promised for an instant. */
    public record Point(Instant at, BigDecimal target) {}

    /** Keeps an own copy, and refuses times that do not rise. */
    public TargetProfile {
        points = List.copyOf(points);
        if (points.isEmpty() || points.size() > MOST) {
            throw new IllegalArgumentException(
                    "A profile has 1 to " + MOST + " points: " + points.size());
        }
        for (int i = 1; i < points.size(); i++) {
            if (!points.get(i - 1).at().isBefore(points.get(i).at())) {
                throw new IllegalArgumentException(
                        "The points of a profile rise in time: " + points.get(i).at());
            }
        }
    }

    /** The target at an instant, rounded to 34 digits where it lies between two points. */
    public BigDecimal at(Instant at) {
        Point before = points.getFirst();
        for (Point point : points) {
            if (!point.at().isBefore(at)) {
                return point.at().equals(at) || point == before
                        ? point.target()
                        : between(before, point, at);
            }
            before = point;
        }
        return before.target();
    }

    private static BigDecimal between(Point from, Point to, Instant at) {
        BigDecimal part = Tariff.nanos(from.at(), at);
        BigDecimal whole = Tariff.nanos(from.at(), to.at());
        return Decimals.quotient(
                from.target()
                        .multiply(whole)
                        .add(to.target().subtract(from.target()).multiply(part)),
                whole);
    }

    /**
     * The integral over time of the target, in the metric's unit times nanoseconds: twice the area,
     * so that no piece is divided. Exact but for the targets at both ends, which are rounded to 34
     * digits where they lie between points.
     */
    BigDecimal doubledArea(Instant from, Instant to) {
        BigDecimal area = BigDecimal.ZERO;
        Instant start = from;
        BigDecimal left = at(from);
        for (Point point : points) {
            if (point.at().isAfter(start) && point.at().isBefore(to)) {
                BigDecimal right = point.target();
                area = area.add(left.add(right).multiply(Tariff.nanos(start, point.at())));
                start = point.at();
                left = right;
            }
        }
        return area.add(left.add(at(to)).multiply(Tariff.nanos(start, to)));
    }

    /** The same profile, its points moved by a length of time. */
    TargetProfile later(Duration by) {
        return new TargetProfile(
                points.stream().map(it -> new Point(it.at().plus(by), it.target())).toList());
    }
}
