package dev.payoff.connector;

import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A system that we ask. {@link PullSchedule} says when, keeps the cursor and backs off. */
public interface Pull extends Connector {

    /** How often a connection is asked when all is well: by its setting {@code intervalMinutes}. */
    default Duration interval(Connection connection) {
        return Duration.ofMinutes(connection.config().getInteger("intervalMinutes"));
    }

    /** Where a feed without a cursor starts: the setting {@code backfillDays} before now. */
    default Instant start(Connection connection, Feed feed, Instant now) {
        return now.minus(Duration.ofDays(connection.config().getInteger("backfillDays")));
    }

    /**
     * Fetches the readings after the cursor, as many as fit into one slice. Called again with the
     * same cursor after a failure, it gives the same readings.
     */
    Uni<Slice> fetch(Connection connection, Feed feed, Instant cursor, Instant now);

    /**
     * One value of the outside system, before the feed's factor.
     *
     * @param id what the system calls the record that it comes from, so that many may have one time
     *     and each can be corrected; null where feed and time are identity enough
     */
    record Point(Instant at, BigDecimal value, @Nullable String id) {

        /** One that is known by feed and time. */
        public Point(Instant at, BigDecimal value) {
            this(at, value, null);
        }
    }

    /** What one request brought. */
    sealed interface Slice {

        /**
         * Readings, oldest first.
         *
         * @param skipped values that are no readings, such as NaN
         * @param cursor everything up to here is in this slice or before it
         * @param more whether the present is not reached yet
         * @param pause how long the system asks to be left alone, or null
         */
        record Points(
                List<Point> points,
                int skipped,
                Instant cursor,
                boolean more,
                @Nullable Duration pause)
                implements Slice {

            /** From a system that may be asked again at once. */
            public Points(List<Point> points, int skipped, Instant cursor, boolean more) {
                this(points, skipped, cursor, more, null);
            }
        }

        /**
         * Nothing came, and why; worded for whoever configured it.
         *
         * @param pause how long the system asks to be left alone, or null
         */
        record Failed(String reason, @Nullable Duration pause) implements Slice {

            /** Without a word on when to come again. */
            public Failed(String reason) {
                this(reason, null);
            }
        }
    }
}
