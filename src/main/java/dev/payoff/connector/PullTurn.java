package dev.payoff.connector;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a turn of a connection that pulls ended.
 *
 * @param failure null where well, else why not
 * @param more whether there is more to fetch
 * @param pause for at least so long the system asks to be left alone, or null
 */
record PullTurn(@Nullable String failure, boolean more, @Nullable Duration pause) {

    /** All is well, and there is nothing more. */
    static final PullTurn DONE = new PullTurn(null, false, null);

    /** Something went wrong. */
    static PullTurn failed(String reason) {
        return new PullTurn(reason, false, null);
    }

    /** This one and another of the same connection. */
    PullTurn and(PullTurn other) {
        Duration longer =
                pause == null || other.pause != null && other.pause.compareTo(pause) > 0
                        ? other.pause
                        : pause;
        return new PullTurn(failure == null ? other.failure : failure, more || other.more, longer);
    }
}
