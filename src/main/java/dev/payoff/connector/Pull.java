package dev.payoff.connector;

import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A system that we ask. {@link PullSchedule} says when, keeps the cursor and backs off. */
public interface Pull extends Connector {

    /** How often a connection is asked when all is well. */
    Duration interval(Connection connection);

    /** Where a feed without a cursor starts. */
    Instant start(Connection connection, Feed feed, Instant now);

    /**
     * Fetches the readings after the cursor, as many as fit into one slice. Called again with the
     * same cursor after a failure, it gives the same readings.
     */
    Uni<Slice> fetch(Connection connection, Feed feed, Instant cursor, Instant now);

    /** One value of the outside system, before the feed's factor. */
    record Point(Instant at, BigDecimal value) {}

    /** What one request brought. */
    sealed interface Slice {

        /**
         * Readings, oldest first.
         *
         * @param skipped values that are no readings, such as NaN
         * @param cursor everything up to here is in this slice or before it
         * @param more whether the present is not reached yet
         */
        record Points(List<Point> points, int skipped, Instant cursor, boolean more)
                implements Slice {}

        /** Nothing came, and why; worded for whoever configured it. */
        record Failed(String reason) implements Slice {}
    }
}
