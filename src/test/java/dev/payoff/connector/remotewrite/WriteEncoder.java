package dev.payoff.connector.remotewrite;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xerial.snappy.Snappy;

/** Writes remote-write requests with Google's encoder, so that the reader meets another's bytes. */
final class WriteEncoder {

    /** A sample; a NaN is given by its bits. */
    record Point(long millis, long bits) {

        static Point of(long millis, double value) {
            return new Point(millis, Double.doubleToRawLongBits(value));
        }
    }

    /** A series with native histograms of no content. */
    record Line(Map<String, String> labels, List<Point> points, int histograms, Long created) {

        static Line of(String name, Point... points) {
            return new Line(Map.of("__name__", name), List.of(points), 0, null);
        }
    }

    /** What a message holds. */
    interface Body {
        void write(CodedOutputStream out) throws IOException;
    }

    private WriteEncoder() {}

    static byte[] first(Line... lines) throws IOException {
        return Snappy.compress(
                message(out -> {
                    for (Line line : lines) {
                        out.writeByteArray(1, message(series -> first(series, line)));
                    }
                    out.writeByteArray(3, message(metadata -> metadata.writeString(2, "family")));
                }));
    }

    private static void first(CodedOutputStream series, Line line) throws IOException {
        for (Map.Entry<String, String> label : line.labels().entrySet()) {
            series.writeByteArray(
                    1,
                    message(out -> {
                        out.writeString(1, label.getKey());
                        out.writeString(2, label.getValue());
                    }));
        }
        for (Point point : line.points()) {
            series.writeByteArray(2, point(point));
        }
        series.writeByteArray(3, message(exemplar -> exemplar.writeDouble(2, 1)));
        for (int i = 0; i < line.histograms(); i++) {
            series.writeByteArray(4, message(histogram -> histogram.writeUInt64(1, 7)));
        }
    }

    static byte[] second(Line... lines) throws IOException {
        Map<String, Integer> symbols = new LinkedHashMap<>();
        symbols.put("", 0);
        List<byte[]> series = new ArrayList<>();
        for (Line line : lines) {
            series.add(message(out -> second(out, line, symbols)));
        }
        return Snappy.compress(
                message(out -> {
                    for (String symbol : symbols.keySet()) {
                        out.writeString(4, symbol);
                    }
                    for (byte[] each : series) {
                        out.writeByteArray(5, each);
                    }
                }));
    }

    private static void second(CodedOutputStream out, Line line, Map<String, Integer> symbols)
            throws IOException {
        byte[] packed =
                message(refs -> {
                    for (Map.Entry<String, String> label : line.labels().entrySet()) {
                        refs.writeUInt32NoTag(index(symbols, label.getKey()));
                        refs.writeUInt32NoTag(index(symbols, label.getValue()));
                    }
                });
        out.writeByteArray(1, packed);
        for (Point point : line.points()) {
            out.writeByteArray(2, point(point));
        }
        for (int i = 0; i < line.histograms(); i++) {
            out.writeByteArray(3, message(histogram -> histogram.writeUInt64(1, 7)));
        }
        out.writeByteArray(5, message(metadata -> metadata.writeUInt32(1, 2)));
        if (line.created() != null) {
            out.writeInt64(6, line.created());
        }
    }

    private static int index(Map<String, Integer> symbols, String text) {
        return symbols.computeIfAbsent(text, _ -> symbols.size());
    }

    private static byte[] point(Point point) throws IOException {
        return message(out -> {
            out.writeFixed64(1, point.bits());
            out.writeInt64(2, point.millis());
        });
    }

    static byte[] message(Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        body.write(out);
        out.flush();
        return bytes.toByteArray();
    }

    static byte[] snappy(Body body) throws IOException {
        return Snappy.compress(message(body));
    }
}
