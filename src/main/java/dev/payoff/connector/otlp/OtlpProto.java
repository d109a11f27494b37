package dev.payoff.connector.otlp;

import dev.payoff.connector.ProtoReader;
import dev.payoff.connector.Samples.Kind;
import dev.payoff.connector.otlp.OtlpRequest.Point;
import dev.payoff.connector.otlp.OtlpRequest.Reading;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code ExportMetricsServiceRequest} in protocol buffers; pure. The numbers are those of the
 * fields in opentelemetry-proto 1.x, metrics.proto.
 */
final class OtlpProto {

    private static final int GAUGE = 5;
    private static final int SUM = 7;
    private static final int HISTOGRAM = 9;
    private static final int EXPONENTIAL_HISTOGRAM = 10;
    private static final int SUMMARY = 11;

    private OtlpProto() {}

    static OtlpRequest.Read read(byte[] message) {
        Reading into = new Reading();
        ProtoReader request = new ProtoReader(message);
        for (int field = request.next(); field != 0; field = request.next()) {
            if (field == 1) {
                resourceMetrics(request.message(), into);
            } else {
                request.skip();
            }
        }
        return into.end();
    }

    private static void resourceMetrics(ProtoReader message, Reading into) {
        SortedMap<String, String> resource = new TreeMap<>();
        List<ProtoReader> scopes = new ArrayList<>();
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> attributes(message.message(), 1, resource);
                case 2 -> scopes.add(message.message());
                default -> message.skip();
            }
        }
        for (ProtoReader scope : scopes) {
            for (int field = scope.next(); field != 0; field = scope.next()) {
                if (field == 2) {
                    metric(scope.message(), resource, into);
                } else {
                    scope.skip();
                }
            }
        }
    }

    private static void attributes(
            ProtoReader message, int number, SortedMap<String, String> into) {
        for (int field = message.next(); field != 0; field = message.next()) {
            if (field == number) {
                attribute(message.message(), into);
            } else {
                message.skip();
            }
        }
    }

    private static void attribute(ProtoReader message, SortedMap<String, String> into) {
        String key = "";
        String value = null;
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> key = message.text();
                case 2 -> value = value(message.message());
                default -> message.skip();
            }
        }
        if (value != null) {
            into.put(key, value);
        }
    }

    /** An AnyValue as a text; lists and bytes are no labels. */
    private static @Nullable String value(ProtoReader message) {
        String value = null;
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> value = message.text();
                case 2 -> value = Boolean.toString(message.integer() != 0);
                case 3 -> value = Long.toString(message.integer());
                case 4 -> value = Double.toString(message.real());
                default -> message.skip();
            }
        }
        return value;
    }

    private static void metric(
            ProtoReader message, SortedMap<String, String> resource, Reading into) {
        String name = "";
        String unit = "";
        int type = 0;
        ProtoReader data = null;
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> name = message.text();
                case 3 -> unit = message.text();
                case GAUGE, SUM, HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY -> {
                    type = field;
                    data = message.message();
                }
                default -> message.skip();
            }
        }
        if (data != null) {
            data(name, unit, type, data, resource, into);
        }
    }

    private static void data(
            String name,
            String unit,
            int type,
            ProtoReader message,
            SortedMap<String, String> resource,
            Reading into) {
        List<ProtoReader> points = new ArrayList<>();
        int temporality = 0;
        boolean monotonic = type != SUM;
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> points.add(message.message());
                case 2 -> temporality = (int) message.integer();
                case 3 -> monotonic = message.integer() != 0;
                default -> message.skip();
            }
        }
        Kind kind =
                switch (type) {
                    case GAUGE -> Kind.GAUGE;
                    case SUMMARY -> Kind.CUMULATIVE;
                    default -> OtlpRequest.kind(temporality, monotonic);
                };
        boolean number = type == GAUGE || type == SUM;
        int attributes =
                switch (type) {
                    case HISTOGRAM -> 9;
                    case EXPONENTIAL_HISTOGRAM -> 1;
                    default -> 7;
                };
        int flags = type == HISTOGRAM || type == EXPONENTIAL_HISTOGRAM ? 10 : 8;
        for (ProtoReader point : points) {
            into.add(
                    name,
                    unit,
                    kind,
                    resource,
                    number ? numberPoint(point) : countedPoint(point, attributes, flags),
                    !number);
        }
    }

    private static Point numberPoint(ProtoReader message) {
        SortedMap<String, String> attributes = new TreeMap<>();
        long start = 0;
        long time = 0;
        long flags = 0;
        BigDecimal number = null;
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 2 -> start = message.fixed64();
                case 3 -> time = message.fixed64();
                case 4 -> number = OtlpRequest.number(message.real());
                case 6 -> number = BigDecimal.valueOf(message.fixed64());
                case 7 -> attribute(message.message(), attributes);
                case 8 -> flags = message.integer();
                default -> message.skip();
            }
        }
        return new Point(attributes, start, time, flags, null, number);
    }

    /** A point of a histogram or summary, which have count = 4 and sum = 5. */
    private static Point countedPoint(ProtoReader message, int attributesField, int flagsField) {
        SortedMap<String, String> attributes = new TreeMap<>();
        long start = 0;
        long time = 0;
        long flags = 0;
        long count = 0;
        BigDecimal sum = null;
        for (int field = message.next(); field != 0; field = message.next()) {
            if (field == attributesField) {
                attribute(message.message(), attributes);
            } else if (field == flagsField) {
                flags = message.integer();
            } else {
                switch (field) {
                    case 2 -> start = message.fixed64();
                    case 3 -> time = message.fixed64();
                    case 4 -> count = message.fixed64();
                    case 5 -> sum = OtlpRequest.number(message.real());
                    default -> message.skip();
                }
            }
        }
        return new Point(attributes, start, time, flags, count, sum);
    }
}
