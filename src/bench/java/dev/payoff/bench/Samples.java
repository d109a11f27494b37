package dev.payoff.bench;

import java.util.ArrayList;
import java.util.List;

/** Readings of the workload, for benchmarks of parts. */
public final class Samples {

    private static final int METRICS = 10_000;
    private static final int PROJECTS = 200;
    private static final long SEED = 20261121;

    private Samples() {}

    /** The first so many valid records. */
    public static List<byte[]> readings(int records) {
        List<byte[]> readings = new ArrayList<>(records);
        new Workload(records + records / 10, METRICS, PROJECTS, SEED)
                .generate(sent -> {
                    if (sent.kind() == Workload.Kind.FRESH && readings.size() < records) {
                        readings.add(sent.value());
                    }
                });
        return readings;
    }
}
