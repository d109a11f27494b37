package dev.payoff.connector.remotewrite;

import dev.payoff.connector.ProtoReader;
import dev.payoff.connector.Samples;
import dev.payoff.connector.Samples.Described;
import dev.payoff.connector.Samples.Kind;
import dev.payoff.connector.Samples.Sample;
import dev.payoff.connector.Samples.Series;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** What a request of either version holds; pure. */
sealed interface RemoteWriteRequest {

    /**
     * What was sent.
     *
     * @param samples that are numbers, oldest first
     * @param skipped samples that are none: NaN, of which the mark of a stale series is one, and
     *     the infinities
     * @param histograms the series that have native histograms, and how many
     * @param exemplars which nothing here is made of
     * @param told what version 1.0 says of series apart from their samples, by their names
     */
    record Written(
            List<Sample> samples,
            int skipped,
            List<Histograms> histograms,
            int exemplars,
            Map<String, Described> told)
            implements RemoteWriteRequest {}

    /** It cannot be read. */
    record Unreadable(int status, String reason) implements RemoteWriteRequest {}

    /** Native histograms of one series. */
    record Histograms(Series series, int count) {}

    /** A request may be this large unpacked; Prometheus' own are far below 1 MiB. */
    int MAX_UNPACKED_BYTES = 16 * 1024 * 1024;

    /** Labels of one series. */
    int MAX_LABELS = 100;

    /** The label that is a series' name. */
    String NAME = "__name__";

    /**
     * Reads a request.
     *
     * @param second whether it is of version 2.0
     */
    static RemoteWriteRequest parse(byte[] packed, boolean second) {
        byte[] message;
        try {
            if (Snappy.uncompressedLength(packed) > MAX_UNPACKED_BYTES) {
                return new Unreadable(
                        413,
                        "The request has more than " + MAX_UNPACKED_BYTES + " bytes unpacked.");
            }
            message = Snappy.uncompress(packed);
        } catch (IOException e) {
            return new Unreadable(400, "The body is no Snappy block.");
        }
        try {
            Reading reading = new Reading();
            if (second) {
                RemoteWriteSecond.read(message, reading);
            } else {
                first(message, reading);
            }
            reading.samples.sort(Comparator.comparing(Sample::at));
            return new Written(
                    List.copyOf(reading.samples),
                    reading.skipped,
                    List.copyOf(reading.histograms),
                    reading.exemplars,
                    Map.copyOf(reading.told));
        } catch (ProtoReader.Malformed | Unusable e) {
            return new Unreadable(400, "The request cannot be read: " + e.getMessage() + ".");
        }
    }

    /** It breaks the specification. */
    final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message, null, false, false);
        }
    }

    /** What was read so far. */
    final class Reading {
        private final List<Sample> samples = new ArrayList<>();
        private final List<Histograms> histograms = new ArrayList<>();
        private final Map<String, Described> told = new HashMap<>();
        private int skipped;
        private int families;
        int exemplars;

        private void sample(
                Series series, Described told, @Nullable Instant start, double value, long millis) {
            if (samples.size() + skipped >= Samples.MAX_SAMPLES) {
                throw new Unusable("there are more than " + Samples.MAX_SAMPLES + " samples");
            }
            if (Double.isFinite(value)) {
                samples.add(
                        new Sample(
                                series,
                                Kind.CUMULATIVE,
                                start,
                                Instant.ofEpochMilli(millis),
                                new BigDecimal(Double.toString(value)),
                                told));
            } else {
                skipped++;
            }
        }

        /** It helps to name things: what is more than can be read of it is left out. */
        private void family(ProtoReader message) {
            if (families++ < RemoteWriteMetadata.MAX_FAMILIES) {
                RemoteWriteMetadata.read(message, told);
            }
        }

        void end(Series series, int count) {
            if (count > 0) {
                histograms.add(new Histograms(series, count));
            }
        }
    }

    /** prometheus.WriteRequest: timeseries = 1, metadata = 3. */
    private static void first(byte[] message, Reading into) {
        ProtoReader request = new ProtoReader(message);
        for (int field = request.next(); field != 0; field = request.next()) {
            switch (field) {
                case 1 -> firstSeries(request.message(), into);
                case 3 -> into.family(request.message());
                default -> request.skip();
            }
        }
    }

    /** prometheus.TimeSeries: labels = 1, samples = 2, exemplars = 3, histograms = 4. */
    private static void firstSeries(ProtoReader message, Reading into) {
        SortedMap<String, String> labels = new TreeMap<>();
        List<ProtoReader> samples = new ArrayList<>();
        int histograms = 0;
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> firstLabel(message.message(), labels);
                case 2 -> samples.add(message.message());
                case 3 -> {
                    message.skip();
                    into.exemplars++;
                }
                case 4 -> {
                    message.skip();
                    histograms++;
                }
                default -> message.skip();
            }
        }
        Series series = series(labels);
        samples.forEach(sample -> sample(sample, series, Described.NOT, null, into));
        into.end(series, histograms);
    }

    private static void firstLabel(ProtoReader message, SortedMap<String, String> labels) {
        String name = "";
        String value = "";
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> name = message.text();
                case 2 -> value = message.text();
                default -> message.skip();
            }
        }
        label(labels, name, value);
    }

    /** Sample, of either version: value = 1, timestamp = 2; 2.0 may tell start_timestamp = 3. */
    static void sample(
            ProtoReader message,
            Series series,
            Described told,
            @Nullable Instant began,
            Reading into) {
        double value = 0;
        long millis = 0;
        Instant start = began;
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> value = message.real();
                case 2 -> millis = message.integer();
                case 3 -> {
                    long startMillis = message.integer();
                    start = startMillis == 0 ? began : Instant.ofEpochMilli(startMillis);
                }
                default -> message.skip();
            }
        }
        into.sample(series, told, start, value, millis);
    }

    static void label(SortedMap<String, String> labels, String name, String value) {
        if (name.isEmpty()) {
            throw new Unusable("a label has no name");
        }
        if (labels.put(name, value) != null) {
            throw new Unusable("a series has the label " + name + " twice");
        }
        if (labels.size() > MAX_LABELS) {
            throw new Unusable("a series has more than " + MAX_LABELS + " labels");
        }
    }

    static Series series(SortedMap<String, String> labels) {
        String name = labels.remove(NAME);
        if (name == null || name.isEmpty()) {
            throw new Unusable("a series has no name");
        }
        return new Series(name, labels);
    }
}
