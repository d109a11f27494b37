package dev.payoff.app;

import java.time.Duration;

/**
 * What an outgoing call may take.
 *
 * @param connect for a connection, TLS included
 * @param total for the whole call, from the look-up of the name to the last byte of the answer
 * @param maxBodyBytes of the answer's body, as it comes over the wire
 */
public record OutgoingLimits(Duration connect, Duration total, int maxBodyBytes) {

    /** For small calls: 3 s to connect, 10 s in all, 64 KiB. */
    public static final OutgoingLimits SMALL =
            new OutgoingLimits(Duration.ofSeconds(3), Duration.ofSeconds(10), 64 * 1024);
}
