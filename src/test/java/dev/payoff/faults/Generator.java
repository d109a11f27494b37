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
 * Readings without end, all from one seed. Every tenth is of the watched metric, in the order of
 * its times, so that its threshold has episodes; the others are of ordinary metrics, at times in
 * any order. Some correct an earlier one, some say it again, a few contradict it. Used by one
 * thread; the shares may be changed by another.
 */
final class Generator {

    static final String PROJECT = "kept";

    /** The project of the metric that readers look at during faults. */
    static final String LADDER = "ladder";

    static final String STEP = LADDER + "/step";
    static final String WATCHED = PROJECT + "/watched";
    static final String RARE = PROJECT + "/rare";
    static final int ORDINARY = 20;
    static final BigDecimal THRESHOLD = new BigDecimal("100");
    static final BigDecimal BASELINE = new BigDecimal("120");
    static final Duration STALENESS = Duration.ofHours(3);

    private static final Duration LADDER_AGO = Duration.ofHours(200);
    private static final long LADDER_STEP_MILLIS = 50;
    private static final int WATCHED_EVERY = 10;
    private static final int REMEMBERED = 20_000;
    private static final Duration WATCHED_STEP = Duration.ofSeconds(20);
    private static final Duration WATCHED_SPAN = Duration.ofDays(100);
    private static final long SPAN_SECONDS = Duration.ofHours(30).toSeconds();

    /** A reading as it is sent. */
    record Line(String metric, String eventId, String json) {}

    /**
     * How much of what is sent is no new reading, in thousandths.
     *
     * @param repeated said again, word by word
     * @param corrected under a higher revision, with another value and time
     * @param contradicted under the same revision with another value
     * @param old hundreds of days back
     */
    record Shares(int repeated, int corrected, int contradicted, int old) {
        static final Shares USUAL = new Shares(10, 20, 1, 1);
    }

    private record Said(String metric, String eventId, int revision, Line line) {}

    private final SplittableRandom random;
    private final Instant end;
    private final Said[] said = new Said[REMEMBERED];
    private volatile Shares shares = Shares.USUAL;
    private volatile boolean flapping;
    private int remembered;
    private volatile long steps;
    private long count;
    private long rares;
    private Boolean crossing;
    private Instant watchedAt;
    private boolean above;
    private int left = 20;

    Generator(long seed, Instant now) {
        this.random = new SplittableRandom(seed);
        this.end = now.truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(1));
        this.watchedAt = end.minus(WATCHED_SPAN);
    }

    void shares(Shares next) {
        shares = next;
    }

    /** Whether the watched metric crosses its threshold with every reading. */
    void flap(boolean now) {
        flapping = now;
    }

    /** How many steps of the ladder have been made. */
    long steps() {
        return steps;
    }

    /** One step of the ladder and other readings; for one thread at a time. */
    synchronized List<Line> next(int howMany) {
        List<Line> lines = new ArrayList<>(howMany);
        lines.add(step());
        if (crossing != null) {
            lines.add(rare(crossing));
            crossing = null;
        }
        while (lines.size() < howMany) {
            lines.add(next());
        }
        return lines;
    }

    /** What goes to Slack crosses its threshold with the next that is sent, up or down. */
    synchronized void cross(boolean up) {
        crossing = up;
    }

    /** All of them lie in one hour, each after the one before it. */
    private Line step() {
        long step = steps + 1;
        steps = step;
        Instant hour = end.minus(LADDER_AGO).truncatedTo(ChronoUnit.HOURS);
        return line(
                STEP,
                "s-" + step,
                0,
                BigDecimal.valueOf(step),
                hour.plusMillis(step * LADDER_STEP_MILLIS));
    }

    private Line next() {
        long i = count++;
        if (i % WATCHED_EVERY == 0) {
            return watched(i);
        }
        Shares now = shares;
        int dice = random.nextInt(1000);
        if (remembered > 0) {
            int kept = (int) Math.min(remembered, REMEMBERED);
            int slot = random.nextInt(kept);
            Said before = said[slot];
            if (dice < now.repeated()) {
                return before.line();
            }
            dice -= now.repeated();
            if (dice < now.corrected()) {
                Said next =
                        said(before.metric(), before.eventId(), before.revision() + 1, anyTime());
                said[slot] = next;
                return next.line();
            }
            dice -= now.corrected();
            if (dice < now.contradicted()) {
                return said(before.metric(), before.eventId(), before.revision(), anyTime()).line();
            }
            dice -= now.contradicted();
        }
        Instant at =
                dice >= 0 && dice < now.old()
                        ? end.minus(Duration.ofDays(random.nextLong(40, 300)))
                        : anyTime();
        Said fresh = said(PROJECT + "/m-" + random.nextInt(ORDINARY), "e-" + i, 0, at);
        said[remembered++ % REMEMBERED] = fresh;
        return fresh.line();
    }

    private Instant anyTime() {
        return end.minusSeconds(random.nextLong(SPAN_SECONDS));
    }

    private Line watched(long i) {
        watchedAt = watchedAt.plus(WATCHED_STEP);
        if (flapping || left-- <= 0) {
            above = !above;
            left = random.nextInt(3, 60);
        }
        BigDecimal off = BigDecimal.valueOf(random.nextInt(1, 50_000), 3);
        BigDecimal value = above ? THRESHOLD.add(off) : THRESHOLD.subtract(off);
        return line(WATCHED, "w-" + i, 0, value, watchedAt);
    }

    /** A reading of the metric whose crossings go to Slack; above or below its threshold. */
    Line rare(boolean high) {
        rares++;
        BigDecimal value = high ? THRESHOLD.add(BigDecimal.TEN) : BigDecimal.TEN;
        return line(RARE, "r-" + rares, 0, value, end.minusSeconds(100_000 - rares));
    }

    /** A correction, and after it what it corrects. */
    synchronized List<Line> backwards() {
        String eventId = "b-" + count++;
        Said first = said(PROJECT + "/m-0", eventId, 0, anyTime());
        Said second = said(PROJECT + "/m-0", eventId, 1, anyTime());
        return List.of(second.line(), first.line());
    }

    private Said said(String metric, String eventId, int revision, Instant at) {
        BigDecimal value = BigDecimal.valueOf(random.nextLong(-1_000_000, 1_000_000), 4);
        return new Said(metric, eventId, revision, line(metric, eventId, revision, value, at));
    }

    private static Line line(
            String metric, String eventId, int revision, BigDecimal value, Instant at) {
        return new Line(
                metric,
                eventId,
                "{\"metric\":\"%s\",\"value\":%s,\"observedAt\":\"%s\",\"eventId\":\"%s\",\"revision\":%d}"
                        .formatted(metric, value.toPlainString(), at, eventId, revision));
    }

    /** Records that may not count, as a foreign producer would send them. */
    static List<byte[]> poison(String tenant, Instant now) {
        String at = now.minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS).toString();
        String metric = "\"tenant\":\"" + tenant + "\",\"metric\":\"" + PROJECT + "/m-0\"";
        String value = "{" + metric + ",\"value\":";
        String observed = ",\"observedAt\":\"" + at + "\"";
        List<String> texts =
                List.of(
                        "{\"tenant\":\"" + tenant,
                        "[1, 2]",
                        "[".repeat(200) + "]".repeat(200),
                        value + "NaN" + observed + "}",
                        value + "1e999999999" + observed + "}",
                        value + "\"7\"" + observed + "}",
                        value + "1,\"observedAt\":\"0000-01-01T00:00:00Z\"}",
                        value + "1,\"observedAt\":\"" + now.plus(Duration.ofDays(365)) + "\"}",
                        value + "1,\"value\":2" + observed + "}",
                        value + "1" + observed + ",\"confidence\":1.5}",
                        value + "1" + observed + ",\"unit\":\"furlong\"}",
                        value + "1" + observed + ",\"note\":\"" + "n".repeat(70_000) + "\"}",
                        "{\"tenant\":\""
                                + tenant
                                + "\",\"metric\":\"no/such\",\"value\":1"
                                + observed
                                + "}");
        List<byte[]> poison = new ArrayList<>();
        texts.forEach(text -> poison.add(text.getBytes(StandardCharsets.UTF_8)));
        poison.addAll(unreadable());
        return poison;
    }

    /** Records that name nobody: no UTF-8, nothing at all, no value. */
    static List<byte[]> unreadable() {
        List<byte[]> unreadable = new ArrayList<>();
        unreadable.add(new byte[] {'{', '"', (byte) 0xFF, (byte) 0xFE, '"', ':', '1', '}'});
        unreadable.add(new byte[0]);
        unreadable.add(null);
        return unreadable;
    }
}
