package dev.payoff.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The records of a benchmark, from a seed: always the same bytes in the same order. Metric <i>k</i>
 * is drawn in proportion to 1/<i>k</i>; 5 % of the readings are 1 to 120 s late, 1 % of the records
 * are invalid, 0.5 % say again one of the last 50,000 readings.
 *
 * @param records how many
 * @param metrics spread evenly over the projects
 * @param pace how fast the readings' own time passes: records in one second of it
 */
record Workload(int records, int metrics, int projects, long seed, int pace) {

    /** A fixed moment, so that the bytes are always the same. */
    static final Instant START = Instant.parse("2026-11-20T08:00:00Z");

    private static final int USUAL_PACE = 10_000;

    static final int LATEST_MILLIS = 120_000;
    static final String TENANT = "faults";

    private static final int PER_MILLE_LATE = 50;
    private static final int PER_TEN_THOUSAND_INVALID = 100;
    private static final int PER_TEN_THOUSAND_AGAIN = 50;
    private static final int REMEMBERED = 50_000;
    private static final int LEAST_CENTS = 3_500_000;
    private static final int MOST_CENTS = 5_000_000;

    /** What a record is; the oracle goes by it and never reads the bytes. */
    enum Kind {
        FRESH,
        AGAIN,
        INVALID
    }

    /**
     * One record.
     *
     * @param cents the value in hundredths; like {@code observedMillis} only of a valid record
     */
    record Sent(Kind kind, int metric, long observedMillis, int cents, byte[] key, byte[] value) {}

    /** At the usual pace. */
    Workload(int records, int metrics, int projects, long seed) {
        this(records, metrics, projects, seed, USUAL_PACE);
    }

    String metricKey(int metric) {
        return projectKey(metric) + "/m-" + metric;
    }

    String projectKey(int metric) {
        return "p-" + metric % projects;
    }

    /** Makes every record; the answer is the SHA-256 of their values' bytes. */
    String generate(Consumer<Sent> sink) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] shares = shares();
        Sent[] remembered = new Sent[REMEMBERED];
        int fresh = 0;
        MessageDigest digest = sha256();
        for (int i = 0; i < records; i++) {
            int draw = random.nextInt(10_000);
            Sent sent;
            if (draw < PER_TEN_THOUSAND_INVALID) {
                sent = invalid(i, draw(shares, random));
            } else if (draw < PER_TEN_THOUSAND_INVALID + PER_TEN_THOUSAND_AGAIN && fresh > 0) {
                Sent first = remembered[random.nextInt(Math.min(fresh, REMEMBERED))];
                sent =
                        new Sent(
                                Kind.AGAIN,
                                first.metric,
                                first.observedMillis,
                                first.cents,
                                first.key,
                                first.value);
            } else {
                sent = fresh(i, draw(shares, random), random);
                remembered[fresh++ % REMEMBERED] = sent;
            }
            digest.update(sent.value);
            sink.accept(sent);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Draws metrics as the records do. */
    IntSupplier metrics(SplittableRandom random) {
        double[] shares = shares();
        return () -> draw(shares, random);
    }

    private double[] shares() {
        double[] shares = new double[metrics];
        double sum = 0;
        for (int k = 0; k < metrics; k++) {
            sum += 1.0 / (k + 1);
            shares[k] = sum;
        }
        return shares;
    }

    private int draw(double[] shares, SplittableRandom random) {
        int found = Arrays.binarySearch(shares, random.nextDouble() * shares[metrics - 1]);
        return Math.min(metrics - 1, found < 0 ? -found - 1 : found);
    }

    private long sentMillis(int i) {
        return START.toEpochMilli() + i * 1000L / pace;
    }

    private Sent fresh(int i, int metric, SplittableRandom random) {
        long late =
                random.nextInt(1000) < PER_MILLE_LATE ? random.nextInt(1_000, LATEST_MILLIS) : 0;
        long observed = sentMillis(i) - late;
        int cents = random.nextInt(LEAST_CENTS, MOST_CENTS);
        String value =
                "{\"tenant\":\""
                        + TENANT
                        + "\",\"metric\":\""
                        + metricKey(metric)
                        + "\",\"value\":"
                        + cents / 100
                        + "."
                        + (char) ('0' + cents / 10 % 10)
                        + (char) ('0' + cents % 10)
                        + ",\"observedAt\":\""
                        + iso(observed)
                        + "\",\"eventId\":\""
                        + uuid7(sentMillis(i), random)
                        + "\"}";
        return new Sent(Kind.FRESH, metric, observed, cents, key(metric), bytes(value));
    }

    private Sent invalid(int i, int metric) {
        String head = "{\"tenant\":\"" + TENANT + "\",\"metric\":\"";
        String at = ",\"observedAt\":\"" + iso(sentMillis(i)) + "\"}";
        String value =
                switch (i % 5) {
                    case 0 -> head + metricKey(metric) + "\",\"value\":4";
                    case 1 -> head + metricKey(metric) + "\"" + at;
                    case 2 -> head + metricKey(metric) + "\",\"value\":NaN" + at;
                    case 3 -> head + "nobody/knows-" + metric + "\",\"value\":1" + at;
                    default -> head + metricKey(metric) + "\",\"value\":\"1\"" + at;
                };
        return new Sent(Kind.INVALID, metric, sentMillis(i), 0, key(metric), bytes(value));
    }

    private byte[] key(int metric) {
        return bytes(TENANT + "/" + metricKey(metric));
    }

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

    private static String iso(long millis) {
        return ISO.format(
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(millis, 1000L),
                        (int) Math.floorMod(millis, 1000L) * 1_000_000,
                        ZoneOffset.UTC));
    }

    /** A UUID of version 7, which leads with the time, as our own producers send them. */
    private static String uuid7(long millis, SplittableRandom random) {
        return new java.util.UUID(
                        millis << 16 | 0x7000 | random.nextInt(0x1000),
                        random.nextLong() >>> 2 | Long.MIN_VALUE)
                .toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
