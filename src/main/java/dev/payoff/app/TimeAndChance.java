package dev.payoff.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The one place that reads the clock and draws random numbers; everything else is told. Instants
 * are cut to microseconds, PostgreSQL's grain, so that what is stored equals what was decided on.
 */
@ApplicationScoped
public class TimeAndChance {

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** The system's clock. */
    @Inject
    public TimeAndChance() {
        this(Clock.systemUTC());
    }

    /** A given clock, for tests on a time line. */
    public TimeAndChance(Clock clock) {
        this.clock = clock;
    }

    /** The present, to the microsecond. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * A fresh UUID of version 7 (RFC 9562): time-ordered, so that index pages fill from one side.
     */
    public UUID newId() {
        long millis = clock.millis();
        byte[] chance = bytes(10);
        long high = millis << 16 | 0x7000L | (chance[0] & 0x0FL) << 8 | chance[1] & 0xFFL;
        long low = 0;
        for (int i = 2; i < 10; i++) {
            low = low << 8 | chance[i] & 0xFFL;
        }
        return new UUID(high, low & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L);
    }

    /** Random bytes that nobody can guess. */
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A random number in [0, 1), for jitter. */
    public double fraction() {
        return random.nextDouble();
    }
}
