package dev.payoff.connector.otlp;

import dev.payoff.connector.Samples;
import dev.payoff.connector.Samples.Described;
import dev.payoff.connector.Samples.Kind;
import dev.payoff.connector.Samples.Sample;
import dev.payoff.connector.Samples.Series;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a request holds, whichever way it was encoded. */
sealed interface OtlpRequest {

    /**
     * Data points as samples.
     *
     * @param samples oldest first
     * @param skipped points that hold no number
     * @param rejected points that cannot be used
     * @param why what is wrong with the first of those, or null
     */
    record Read(List<Sample> samples, int skipped, int rejected, @Nullable String why)
            implements OtlpRequest {}

    /** It cannot be read. */
    record Unreadable(int status, String reason) implements OtlpRequest {}

    /** Attributes of one data point, those of its resource among them. */
    int MAX_ATTRIBUTES = 100;

    /** The flag of a point that stands for no value (DataPointFlags). */
    long NO_RECORDED_VALUE = 1;

    /** AggregationTemporality. */
    int DELTA = 1;

    /** AggregationTemporality. */
    int CUMULATIVE = 2;

    /** It breaks the specification, or a bound. */
    final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * One data point as it was told.
     *
     * @param count of a histogram or summary, or null
     * @param number of a gauge or sum, or the sum of a histogram; null where there is none
     */
    record Point(
            SortedMap<String, String> attributes,
            long startNanos,
            long timeNanos,
            long flags,
            @Nullable Long count,
            @Nullable BigDecimal number) {}

    /** Collects what is read; one thread owns it. */
    final class Reading {

        private final List<Sample> samples = new ArrayList<>();
        private int skipped;
        private int rejected;
        private @Nullable String why;

        /**
         * Adds a point.
         *
         * @param unit by UCUM; empty where it is not told
         * @param histogram whether the point is of a histogram or summary: it gives two series
         */
        void add(
                String metric,
                String unit,
                Kind kind,
                SortedMap<String, String> resource,
                Point point,
                boolean histogram) {
            if (samples.size() + skipped + rejected >= Samples.MAX_SAMPLES) {
                throw new Unusable("there are more than " + Samples.MAX_SAMPLES + " data points");
            }
            SortedMap<String, String> labels = new TreeMap<>(resource);
            labels.putAll(point.attributes());
            if (metric.isEmpty() || point.timeNanos() == 0 || labels.size() > MAX_ATTRIBUTES) {
                rejected++;
                why =
                        why == null
                                ? "a data point has no name or time, or too many attributes"
                                : why;
            } else if ((point.flags() & NO_RECORDED_VALUE) != 0) {
                skipped++;
            } else if (histogram) {
                Long count = point.count();
                BigDecimal number = count == null ? null : unsigned(count);
                add(metric + ".count", "", kind, labels, point, number);
                if (point.number() != null) {
                    add(metric + ".sum", unit, kind, labels, point, point.number());
                }
            } else {
                add(metric, unit, kind, labels, point, point.number());
            }
        }

        private void add(
                String name,
                String unit,
                Kind kind,
                SortedMap<String, String> labels,
                Point point,
                @Nullable BigDecimal value) {
            if (value == null) {
                skipped++;
                return;
            }
            samples.add(
                    new Sample(
                            new Series(name, labels),
                            kind,
                            point.startNanos() == 0 ? null : instant(point.startNanos()),
                            instant(point.timeNanos()),
                            value,
                            new Described(unit.isEmpty() ? null : unit, null)));
        }

        Read end() {
            samples.sort(Comparator.comparing(Sample::at));
            return new Read(List.copyOf(samples), skipped, rejected, why);
        }
    }

    /** How the points of a sum or histogram are meant; a sum that can fall stands as it is. */
    static Kind kind(int temporality, boolean monotonic) {
        return switch (temporality) {
            case DELTA -> Kind.DELTA;
            case CUMULATIVE -> monotonic ? Kind.CUMULATIVE : Kind.GAUGE;
            default -> throw new Unusable("a metric has no aggregation temporality");
        };
    }

    /** A double as an exact number; null where it is none. */
    static @Nullable BigDecimal number(double value) {
        return Double.isFinite(value) ? new BigDecimal(Double.toString(value)) : null;
    }

    /** Nanoseconds since 1970, unsigned. */
    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(
                Long.divideUnsigned(nanos, 1_000_000_000L),
                Long.remainderUnsigned(nanos, 1_000_000_000L));
    }

    private static BigDecimal unsigned(long count) {
        return new BigDecimal(Long.toUnsignedString(count));
    }
}
