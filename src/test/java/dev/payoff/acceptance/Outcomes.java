package dev.payoff.acceptance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What follows from the log beyond its windows, counted once more: the episodes of a threshold, and
 * the money of a LEVEL. Nothing of the product's code is in here either.
 */
public final class Outcomes {

    /** Money is rounded once for each stretch, to so many digits. */
    private static final MathContext DIGITS = MathContext.DECIMAL128;

    private static final Duration HOUR = Duration.ofHours(1);

    /** As the schema's function {@code iso} writes an instant. */
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Outcomes() {}

    /**
     * The episodes of a rule {@code VALUE > threshold} without times to wait, as {@code ACTIVE_AT
     * RESOLVED_AT STATE}: each first record of an identity is a sample at its time, in the order of
     * the log; one that is older than the latest says nothing new.
     */
    public static List<String> episodes(
            List<KafkaLog.Entry> log, String tenant, String metric, BigDecimal threshold) {
        List<String> episodes = new ArrayList<>();
        Set<String> known = new HashSet<>();
        Instant latest = Instant.MIN;
        Instant since = null;
        for (KafkaLog.Entry entry : log) {
            if (!(entry.parsed() instanceof LogEntry.Reading reading)
                    || !reading.metric().equals(metric)
                    || !tenant.equals(reading.tenant())
                    || !known.add(reading.identity())
                    || reading.observed().isBefore(latest)) {
                continue;
            }
            latest = reading.observed();
            boolean above = reading.value().compareTo(threshold) > 0;
            if (above && since == null) {
                since = latest;
            } else if (!above && since != null) {
                episodes.add(ISO.format(since) + " " + ISO.format(latest) + " RESOLVED");
                since = null;
            }
        }
        if (since != null) {
            episodes.add(ISO.format(since) + " open FIRING");
        }
        return episodes;
    }

    /**
     * Where the settled money of the tenant's metrics differs from what the recounted hours come
     * to, in sentences. All of them are a LEVEL that is to fall, earn one unit of money a unit and
     * hour, and hold a reading for so long.
     */
    public static List<String> money(
            Books books, Recount recount, String tenant, BigDecimal baseline, Duration staleness)
            throws SQLException {
        Map<String, TreeMap<Instant, Window>> hours = new HashMap<>();
        recount.windows.forEach((key, window) -> {
            if (key.size() == 2) {
                hours.computeIfAbsent(key.metric(), id -> new TreeMap<>()).put(key.start(), window);
            }
        });
        List<String> differences = new ArrayList<>();
        for (String row :
                books.column(
                        "SELECT s.metric_id || ' ' || s.settled FROM metric_state s"
                                + " JOIN tenant t ON t.id = s.tenant_id WHERE t.key = ?",
                        tenant)) {
            String[] parts = row.split(" ");
            TreeMap<Instant, Window> mine = hours.getOrDefault(parts[0], new TreeMap<>());
            BigDecimal expected = settled(mine, baseline, staleness);
            if (expected.compareTo(new BigDecimal(parts[1])) != 0) {
                differences.add(
                        "money of metric "
                                + parts[0]
                                + ": PostgreSQL has "
                                + parts[1]
                                + ", recounted "
                                + expected.toPlainString());
            }
        }
        return differences;
    }

    /** All measured hours but the last two, each with the stretch that it is carried over. */
    private static BigDecimal settled(
            TreeMap<Instant, Window> hours, BigDecimal baseline, Duration staleness) {
        BigDecimal sum = BigDecimal.ZERO;
        List<Instant> starts = List.copyOf(hours.keySet());
        for (int i = 0; i + 2 < starts.size(); i++) {
            Window window = hours.get(starts.get(i));
            BigDecimal count = BigDecimal.valueOf(window.count());
            BigDecimal better = baseline.multiply(count).subtract(window.sum());
            sum = sum.add(better.divide(count, DIGITS));
            Duration gap = Duration.between(starts.get(i).plus(HOUR), starts.get(i + 1));
            long carried = Math.min(gap.toHours(), staleness.toHours());
            if (carried > 0) {
                sum = sum.add(better.multiply(BigDecimal.valueOf(carried)).divide(count, DIGITS));
            }
        }
        return sum;
    }
}
