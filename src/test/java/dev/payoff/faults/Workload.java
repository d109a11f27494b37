package dev.payoff.faults;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The readings of a run, all from one seed. Every tenth is of the watched metric, in the order of
 * its times, so that the episodes of its threshold follow from the readings alone; the others are
 * of ordinary metrics at times in any order, with corrections among them.
 */
final class Workload {

    static final String PROJECT = "kept";
    static final String WATCHED = PROJECT + "/watched";
    static final int ORDINARY = 20;
    static final BigDecimal THRESHOLD = new BigDecimal("100");

    private static final int WATCHED_EVERY = 10;
    private static final int CORRECTED_EVERY = 50;
    private static final Duration WATCHED_STEP = Duration.ofSeconds(30);
    private static final long SPAN_SECONDS = Duration.ofHours(30).toSeconds();

    /** A reading as it is sent. */
    record Line(String metric, String eventId, String json) {}

    /** A stretch above the threshold; {@code resolved} is null where the series ends above it. */
    record Crossing(Instant active, Instant resolved) {}

    final List<Line> lines = new ArrayList<>();
    final List<Crossing> crossings = new ArrayList<>();

    Workload(long seed, int records, Instant now) {
        SplittableRandom random = new SplittableRandom(seed);
        Instant end = now.truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(1));
        Instant watchedAt = end.minus(WATCHED_STEP.multipliedBy(records / WATCHED_EVERY + 1));
        boolean above = false;
        Instant since = null;
        int left = 20;
        for (int i = 0; i < records; i++) {
            if (i % WATCHED_EVERY == 0) {
                watchedAt = watchedAt.plus(WATCHED_STEP);
                if (left-- == 0) {
                    above = !above;
                    left = random.nextInt(3, 60);
                    if (above) {
                        since = watchedAt;
                    } else {
                        crossings.add(new Crossing(since, watchedAt));
                        since = null;
                    }
                }
                BigDecimal off = BigDecimal.valueOf(random.nextInt(1, 50_000), 3);
                add(
                        WATCHED,
                        "w-" + i,
                        0,
                        above ? THRESHOLD.add(off) : THRESHOLD.subtract(off),
                        watchedAt);
            } else if (i % CORRECTED_EVERY == CORRECTED_EVERY - 1) {
                correct(random, end);
            } else {
                add(
                        PROJECT + "/m-" + random.nextInt(ORDINARY),
                        "e-" + i,
                        0,
                        BigDecimal.valueOf(random.nextLong(-1_000_000, 1_000_000), 4),
                        end.minusSeconds(random.nextLong(SPAN_SECONDS)));
            }
        }
        if (since != null) {
            crossings.add(new Crossing(since, null));
        }
    }

    /** The last ordinary reading again, with another value and perhaps another time. */
    private void correct(SplittableRandom random, Instant end) {
        Line before = lines.get(lines.size() - 1);
        add(
                before.metric(),
                before.eventId(),
                1,
                BigDecimal.valueOf(random.nextLong(-1_000_000, 1_000_000), 4),
                end.minusSeconds(random.nextLong(SPAN_SECONDS)));
    }

    private void add(String metric, String eventId, int revision, BigDecimal value, Instant at) {
        lines.add(
                new Line(
                        metric,
                        eventId,
                        "{\"metric\":\"%s\",\"value\":%s,\"observedAt\":\"%s\",\"eventId\":\"%s\",\"revision\":%d}"
                                .formatted(metric, value.toPlainString(), at, eventId, revision)));
    }

    /** Records that may not count, as a foreign producer would send them. */
    static List<byte[]> poison(String tenant, Instant now) {
        String at = now.minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS).toString();
        String metric = "\"tenant\":\"" + tenant + "\",\"metric\":\"" + PROJECT + "/m-0\"";
        List<String> texts =
                List.of(
                        "{\"tenant\":\"" + tenant,
                        "[1, 2]",
                        "{" + metric + ",\"value\":NaN,\"observedAt\":\"" + at + "\"}",
                        "{" + metric + ",\"value\":1e999999999,\"observedAt\":\"" + at + "\"}",
                        "{" + metric + ",\"value\":\"7\",\"observedAt\":\"" + at + "\"}",
                        "{" + metric + ",\"value\":1,\"observedAt\":\"0000-01-01T00:00:00Z\"}",
                        "{"
                                + metric
                                + ",\"value\":1,\"observedAt\":\""
                                + now.plus(Duration.ofDays(365))
                                + "\"}",
                        "{" + metric + ",\"value\":1,\"value\":2,\"observedAt\":\"" + at + "\"}",
                        "{"
                                + metric
                                + ",\"value\":1,\"observedAt\":\""
                                + at
                                + "\",\"confidence\":1.5}",
                        "{"
                                + metric
                                + ",\"value\":1,\"observedAt\":\""
                                + at
                                + "\",\"unit\":\"furlong\"}",
                        "{\"tenant\":\""
                                + tenant
                                + "\",\"metric\":\"no/such\",\"value\":1,\"observedAt\":\""
                                + at
                                + "\"}");
        List<byte[]> poison = new ArrayList<>();
        texts.forEach(text -> poison.add(text.getBytes(StandardCharsets.UTF_8)));
        poison.add(new byte[] {'{', '"', (byte) 0xFF, (byte) 0xFE, '"', ':', '1', '}'});
        poison.add(new byte[0]);
        return poison;
    }
}
