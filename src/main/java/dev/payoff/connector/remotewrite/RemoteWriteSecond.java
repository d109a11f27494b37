package dev.payoff.connector.remotewrite;

import dev.payoff.connector.ProtoReader;
import dev.payoff.connector.Samples.Described;
import dev.payoff.connector.Samples.Series;
import dev.payoff.connector.remotewrite.RemoteWriteRequest.Reading;
import dev.payoff.connector.remotewrite.RemoteWriteRequest.Unusable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads requests of version 2.0, where texts are told once and then by their place; pure. */
final class RemoteWriteSecond {

    private RemoteWriteSecond() {}

    /** io.prometheus.write.v2.Request: symbols = 4, timeseries = 5. */
    static void read(byte[] message, Reading into) {
        List<String> symbols = new ArrayList<>();
        List<ProtoReader> series = new ArrayList<>();
        ProtoReader request = new ProtoReader(message);
        for (int field = request.next(); field != 0; field = request.next()) {
            switch (field) {
                case 4 -> symbols.add(request.text());
                case 5 -> series.add(request.message());
                default -> request.skip();
            }
        }
        if (!series.isEmpty() && (symbols.isEmpty() || !symbols.getFirst().isEmpty())) {
            throw new Unusable("the first symbol is not the empty text");
        }
        series.forEach(each -> series(each, symbols, into));
    }

    /**
     * io.prometheus.write.v2.TimeSeries: labels_refs = 1, samples = 2, histograms = 3, exemplars =
     * 4, metadata = 5, created_timestamp = 6.
     */
    private static void series(ProtoReader message, List<String> symbols, Reading into) {
        List<String> texts = new ArrayList<>();
        List<ProtoReader> samples = new ArrayList<>();
        int histograms = 0;
        Instant start = null;
        Described told = Described.NOT;
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 5 -> told = metadata(message.message(), symbols);
                case 1 -> message.integers(index -> texts.add(symbol(symbols, index)));
                case 2 -> samples.add(message.message());
                case 3 -> {
                    message.skip();
                    histograms++;
                }
                case 4 -> {
                    message.skip();
                    into.exemplars++;
                }
                case 6 -> {
                    long millis = message.integer();
                    start = millis == 0 ? null : Instant.ofEpochMilli(millis);
                }
                default -> message.skip();
            }
        }
        if (texts.size() % 2 != 0) {
            throw new Unusable("a series has a label without a value");
        }
        SortedMap<String, String> labels = new TreeMap<>();
        for (int i = 0; i < texts.size(); i += 2) {
            RemoteWriteRequest.label(labels, texts.get(i), texts.get(i + 1));
        }
        Series series = RemoteWriteRequest.series(labels);
        Instant began = start;
        Described described = told;
        samples.forEach(
                sample -> RemoteWriteRequest.sample(sample, series, described, began, into));
        into.end(series, histograms);
    }

    /**
     * io.prometheus.write.v2.Metadata: type = 1, help_ref = 3, unit_ref = 4. Of the types 1 is a
     * counter, 2 a gauge, and the others are not told by what a series is one of.
     */
    private static Described metadata(ProtoReader message, List<String> symbols) {
        long type = 0;
        String unit = "";
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> type = message.integer();
                case 4 -> unit = symbol(symbols, message.integer());
                default -> message.skip();
            }
        }
        return new Described(
                unit.isEmpty() ? null : unit, type == 1 ? Boolean.TRUE : type == 2 ? false : null);
    }

    private static String symbol(List<String> symbols, long index) {
        if (index < 0 || index >= symbols.size()) {
            throw new Unusable("a label points to a symbol that is not there");
        }
        return symbols.get((int) index);
    }
}
