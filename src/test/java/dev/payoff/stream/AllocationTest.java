package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What a record may leave for the garbage collector on its way from bytes to windows. Bytes that a
 * thread allocated are counted, not seconds, and counted as the interpreter allocates them: what a
 * compiler saves comes on top.
 */
class AllocationTest {

    private static final int RECORDS = 5_000;
    private static final int METRICS = 200;

    /** Decoding: the parser's own objects, the value, the time, the event id, the record. */
    private static final long DECODE_BYTES = 2_000;

    /** Judging: limits, identity, verdict. */
    private static final long JUDGE_BYTES = 400;

    private static final Instant NOW = Given.START.plusSeconds(86_400);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static List<byte[]> log() {
        List<byte[]> log = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            String record =
                    "{\"tenant\":\"acme\",\"metric\":\"cloud/m-%d\",\"value\":%d.25,\"observedAt\":\"%s\",\"eventId\":\"%s\"}"
                            .formatted(
                                    i % METRICS,
                                    40_000 + i,
                                    Given.START.plusMillis(i * 7L),
                                    new UUID(i, -i));
            log.add(record.getBytes(StandardCharsets.UTF_8));
        }
        return log;
    }

    private static List<WireRecord.Reading> decode(List<byte[]> log) {
        List<WireRecord.Reading> readings = new ArrayList<>(log.size());
        for (byte[] record : log) {
            if (WireCodec.decode(record, "kafka")
                    instanceof Decoded.Usable(WireRecord.Reading reading)) {
                readings.add(reading);
            }
        }
        return readings;
    }

    private static List<Classifier.Verdict> judge(List<WireRecord.Reading> readings) {
        MetricDef metric = Given.metric(new UUID(9, 9));
        List<Candidate> candidates = new ArrayList<>(readings.size());
        for (WireRecord.Reading reading : readings) {
            Optional<Decoded.Refused> refused = Gate.check(reading, metric.limits(), NOW);
            if (refused.isEmpty()) {
                candidates.add(
                        new Candidate(metric, reading, EventKey.of(reading), 0, candidates.size()));
            }
        }
        return Classifier.classify(candidates, Map.of(), Set.of(), Gate.EARLIEST);
    }

    private static <T> long bytesPerRecord(Supplier<List<T>> work) {
        work.get();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThat(work.get()).hasSize(RECORDS);
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / RECORDS;
    }

    @Test
    void decodingARecordAllocatesLittle() {
        List<byte[]> log = log();
        assertThat(bytesPerRecord(() -> decode(log))).isPositive().isLessThan(DECODE_BYTES);
    }

    @Test
    void judgingARecordAllocatesLittle() {
        List<WireRecord.Reading> readings = decode(log());
        assertThat(bytesPerRecord(() -> judge(readings))).isPositive().isLessThan(JUDGE_BYTES);
    }
}
