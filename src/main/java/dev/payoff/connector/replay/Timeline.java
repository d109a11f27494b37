package dev.payoff.connector.replay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the file's times become times of the replay.
 *
 * @param first the file's first time; the origin of pacing
 * @param shift what is added to each time where the replay is not paced
 * @param speed file time per real time, or null for no pacing
 * @param stampAsPlayed whether readings carry the moment at which they are played
 * @param seedHigh half of 128 bits made of the file's name and the shift; the ids grow from them
 * @param seedLow the other half
 */
record Timeline(
        Instant first,
        Instant started,
        Duration shift,
        @Nullable Double speed,
        boolean stampAsPlayed,
        long seedHigh,
        long seedLow) {

    static Timeline of(ReplayCommand.Options options, Instant started) {
        Instant first = null;
        Instant last = null;
        if (options.shiftToNow() || options.speed() != null) {
            try (SeriesFile.Rows rows = new SeriesFile(options.file()).iterator()) {
                while (rows.hasNext()) {
                    if (rows.next() instanceof SeriesFile.Row.Reading reading) {
                        first = first == null ? reading.at() : first;
                        last = last == null || reading.at().isAfter(last) ? reading.at() : last;
                    }
                }
            }
        }
        Instant origin = first != null ? first : started;
        boolean asTimeline = options.shiftToNow() && options.speed() != null;
        Duration shift =
                options.shiftToNow() && last != null
                        ? Duration.between(last, started)
                        : Duration.ZERO;
        String name =
                options.file().getFileName()
                        + (options.shiftToNow() ? "@" + started.toString() : "");
        ByteBuffer seed = ByteBuffer.wrap(sha256(name));
        return new Timeline(
                origin,
                started,
                shift,
                options.speed(),
                asTimeline,
                seed.getLong(),
                seed.getLong());
    }

    /** How long to wait until a reading is due. */
    Duration due(Instant at, Instant now) {
        return speed == null ? Duration.ZERO : Duration.between(now, moment(at, speed));
    }

    Instant stamp(Instant at) {
        return stampAsPlayed && speed != null ? moment(at, speed) : at.plus(shift);
    }

    private Instant moment(Instant at, double speed) {
        double millis = Duration.between(first, at).toMillis() / speed;
        return started.plusMillis(Math.round(Math.max(0, millis)));
    }

    /**
     * An id in the layout of UUID version 7, of the reading's time and 74 bits made from the seed
     * and the row: the same row of the same file has the same id, and index pages fill from one
     * side.
     */
    UUID id(Instant at, long row) {
        long a = mix(seedHigh ^ row * 0x9E3779B97F4A7C15L);
        long b = mix(seedLow + row * 0xC2B2AE3D27D4EB4FL);
        return new UUID(
                at.toEpochMilli() << 16 | 0x7000L | (a & 0xFFFL),
                (b & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection that spreads bits. */
    private static long mix(long z) {
        long y = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        y = (y ^ y >>> 27) * 0x94D049BB133111EBL;
        return y ^ y >>> 31;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
    }
}
