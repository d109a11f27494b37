package dev.payoff.live;

import dev.payoff.live.promql.QueryRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Moments at equal distances.
 *
 * @param start the first
 * @param step from one to the next
 * @param points how many there are, at least 1
 */
record Grid(Instant start, Duration step, int points) {

    /** The most moments of one query, Prometheus' own bound. */
    static final int MAX_POINTS = 11_000;

    /** One moment. */
    static Grid at(Instant moment) {
        return new Grid(moment, Duration.ofSeconds(1), 1);
    }

    /**
     * From start to end, both of them included where a step falls on it.
     *
     * @throws QueryRefused where these are no such moments, or too many
     */
    static Grid between(Instant start, Instant end, Duration step) {
        if (end.isBefore(start)) {
            throw QueryRefused.badData("The end of the range lies before its start.");
        }
        if (!step.isPositive()) {
            throw QueryRefused.badData("The step must be longer than nothing.");
        }
        long points = Duration.between(start, end).dividedBy(step) + 1;
        if (points > MAX_POINTS) {
            throw QueryRefused.badData(
                    "The range has "
                            + points
                            + " steps, and at most "
                            + MAX_POINTS
                            + " are answered. Ask for a longer step or a shorter range.");
        }
        return new Grid(start, step, (int) points);
    }

    /** The same, earlier by an offset. */
    Grid earlier(Duration offset) {
        return new Grid(start.minus(offset), step, points);
    }

    /** The moment of this number, from 0. */
    Instant moment(int number) {
        return start.plus(step.multipliedBy(number));
    }

    /** The last moment. */
    Instant last() {
        return moment(points - 1);
    }

    /** All of them, ascending. */
    List<Instant> moments() {
        List<Instant> moments = new ArrayList<>(points);
        for (int i = 0; i < points; i++) {
            moments.add(moment(i));
        }
        return moments;
    }
}
