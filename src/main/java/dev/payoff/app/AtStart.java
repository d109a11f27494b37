package dev.payoff.app;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Duration;

/**
 * The one place that waits: for what must be there before the first request, in an observer of the
 * start, which the main thread calls.
 */
public final class AtStart {

    /** Longer than any of it takes; a start that hangs should end. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private AtStart() {}

    /**
     * Waits, and fails the start where the work fails.
     *
     * @throws IllegalStateException on an event loop, which must not wait
     */
    public static <T> T await(Uni<T> work) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("An event loop must not wait.");
        }
        return work.await().atMost(LIMIT);
    }
}
