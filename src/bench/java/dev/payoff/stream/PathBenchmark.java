package dev.payoff.stream;

import dev.payoff.bench.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a record costs between its bytes and its windows, without any server: nanoseconds a record.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx1g", "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders"})
public class PathBenchmark {

    private static final int RECORDS = 20_000;

    private List<byte[]> bytes;
    private List<Candidate> candidates;
    private List<Classifier.Verdict> verdicts;

    /** The workload of {@code ./payoff bench}, its valid readings. */
    @Setup
    public void workload() {
        bytes = Samples.readings(RECORDS);
        candidates = new ArrayList<>(RECORDS);
        Map<String, MetricDef> metrics = new java.util.HashMap<>();
        for (byte[] one : bytes) {
            if (WireCodec.decode(one, "bench")
                    instanceof Decoded.Usable(WireRecord.Reading reading)) {
                MetricDef metric =
                        metrics.computeIfAbsent(
                                reading.metric(),
                                key ->
                                        Given.metric(
                                                UUID.nameUUIDFromBytes(
                                                        key.getBytes(
                                                                java.nio.charset.StandardCharsets
                                                                        .UTF_8))));
                candidates.add(
                        new Candidate(metric, reading, EventKey.of(reading), 0, candidates.size()));
            }
        }
        if (candidates.size() != RECORDS) {
            throw new IllegalStateException(candidates.size() + " of the readings are valid");
        }
        verdicts = Classifier.classify(candidates, Map.of(), Set.of(), Gate.EARLIEST);
    }

    /** From bytes to fields. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int decode() {
        int usable = 0;
        for (byte[] one : bytes) {
            if (WireCodec.decode(one, "bench") instanceof Decoded.Usable) {
                usable++;
            }
        }
        return usable;
    }

    /** From fields to what is fresh. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public List<?> classify() {
        return Classifier.classify(candidates, Map.of(), Set.of(), Gate.EARLIEST);
    }

    /** From what is fresh to minute, hour and day windows, in the order of locks. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public Object fold() {
        return WindowFold.of(verdicts).deltas();
    }
}
