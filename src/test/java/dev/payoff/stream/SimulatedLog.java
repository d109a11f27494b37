package dev.payoff.stream;

import dev.payoff.app.Topics;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * A log of two partitions as hostile senders fill it: late and repeated readings, corrections in
 * any order, contradictions, readings that may not count, and holes where the log itself has none.
 */
final class SimulatedLog {

    static final LogPosition P0 = new LogPosition(Topics.MEASUREMENTS.getFirst(), 0);
    static final LogPosition P1 = new LogPosition(Topics.MEASUREMENTS.getFirst(), 1);

    /** Corrected metrics, one a partition, and a third that is never corrected. */
    static final List<MetricDef> METRICS =
            List.of(
                    Given.metric(new UUID(9, 1)),
                    Given.metric(new UUID(9, 2)),
                    Given.metric(new UUID(9, 3)));

    static final MetricDef UNCORRECTED = METRICS.getLast();

    private static final Duration STEP = Duration.ofMinutes(13);
    private static final byte[] KEY = "acme/any".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BYTES = "{}".getBytes(StandardCharsets.UTF_8);

    /** One record, with the metric that it names. */
    record Entry(LogPosition at, long offset, MetricDef metric, WireRecord.Reading reading) {

        Batch.Item item() {
            return new Batch.Item(at, offset, KEY, BYTES, new Decoded.Usable(reading));
        }
    }

    final SequencedMap<LogPosition, List<Entry>> partitions = new LinkedHashMap<>();

    SimulatedLog(Random random) {
        for (LogPosition at : List.of(P0, P1)) {
            List<Entry> entries = new ArrayList<>();
            long offset = random.nextInt(3);
            int records = 8 + random.nextInt(14);
            for (int i = 0; i < records; i++) {
                entries.add(entry(at, offset, entries, random, i));
                offset += random.nextInt(20) == 0 ? 1 + random.nextInt(4) : 1;
            }
            partitions.put(at, entries);
        }
    }

    private static Entry entry(
            LogPosition at, long offset, List<Entry> before, Random random, int i) {
        Entry earlier = before.isEmpty() ? null : before.get(random.nextInt(before.size()));
        int kind = random.nextInt(100);
        if (earlier != null && kind < 10) {
            return new Entry(at, offset, earlier.metric(), earlier.reading());
        }
        if (earlier != null && kind < 22 && earlier.metric() != UNCORRECTED) {
            return new Entry(
                    at,
                    offset,
                    earlier.metric(),
                    reading(
                            earlier.metric(),
                            earlier.reading().eventId(),
                            random.nextInt(4),
                            random.nextBoolean() ? earlier.reading().observedAt() : when(random, i),
                            random,
                            "EUR"));
        }
        MetricDef metric =
                at == P1 ? METRICS.get(1) : random.nextBoolean() ? METRICS.getFirst() : UNCORRECTED;
        return new Entry(
                at,
                offset,
                metric,
                reading(metric, "e" + i, 0, when(random, i), random, kind > 95 ? "USD" : "EUR"));
    }

    private static Instant when(Random random, int i) {
        Instant now = Given.START.plus(STEP.multipliedBy(i)).plusSeconds(random.nextInt(600));
        return random.nextInt(6) == 0 ? now.minus(Duration.ofMinutes(random.nextInt(600))) : now;
    }

    private static WireRecord.Reading reading(
            MetricDef metric, String event, int revision, Instant at, Random random, String unit) {
        return new WireRecord.Reading(
                "acme",
                metric.id().toString(),
                BigDecimal.valueOf(random.nextInt(4_000_000, 5_000_000), 2),
                at,
                event,
                revision,
                random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(101), 2),
                null,
                "test",
                unit);
    }

    long beginning(LogPosition at) {
        return partitions.get(at).getFirst().offset();
    }

    /** The offset after the last record. */
    long end(LogPosition at) {
        return partitions.get(at).getLast().offset() + 1;
    }

    /** Some records from an offset on. */
    List<Entry> read(LogPosition at, long from, int atMost) {
        return partitions.get(at).stream()
                .filter(entry -> entry.offset() >= from)
                .limit(atMost)
                .toList();
    }
}
