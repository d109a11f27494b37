package dev.payoff.connector.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Samples.Kind;
import dev.payoff.connector.otlp.OtlpRequest.Point;
import dev.payoff.connector.otlp.OtlpRequest.Reading;
import dev.payoff.connector.otlp.OtlpRequest.Unusable;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code ExportMetricsServiceRequest} in JSON, where 64-bit numbers may be texts and enums
 * are numbers; pure.
 */
final class OtlpJson {

    private OtlpJson() {}

    static OtlpRequest.Read read(byte[] body) {
        Reading into = new Reading();
        for (Payload resourceMetrics : Payload.object(body).each("resourceMetrics")) {
            SortedMap<String, String> resource = attributes(resourceMetrics.at("resource"));
            for (Payload scope : resourceMetrics.each("scopeMetrics")) {
                for (Payload metric : scope.each("metrics")) {
                    metric(metric, resource, into);
                }
            }
        }
        return into.end();
    }

    private static void metric(Payload metric, SortedMap<String, String> resource, Reading into) {
        String name = metric.textOr("name", "");
        String unit = metric.textOr("unit", "");
        for (String type :
                List.of("gauge", "sum", "histogram", "exponentialHistogram", "summary")) {
            if (metric.has(type)) {
                Payload data = metric.at(type);
                boolean number = type.equals("gauge") || type.equals("sum");
                Kind kind =
                        switch (type) {
                            case "gauge" -> Kind.GAUGE;
                            case "summary" -> Kind.CUMULATIVE;
                            default ->
                                    OtlpRequest.kind(
                                            temporality(data.node().path("aggregationTemporality")),
                                            !type.equals("sum") || data.isTrue("isMonotonic"));
                        };
                for (Payload point : data.each("dataPoints")) {
                    into.add(name, unit, kind, resource, point(point, number), !number);
                }
            }
        }
    }

    private static int temporality(JsonNode told) {
        return switch (told.asText()) {
            case "AGGREGATION_TEMPORALITY_DELTA" -> OtlpRequest.DELTA;
            case "AGGREGATION_TEMPORALITY_CUMULATIVE" -> OtlpRequest.CUMULATIVE;
            default -> told.asInt(0);
        };
    }

    private static Point point(Payload point, boolean number) {
        return new Point(
                attributes(point),
                unsigned(point.node().path("startTimeUnixNano")),
                unsigned(point.node().path("timeUnixNano")),
                unsigned(point.node().path("flags")),
                number ? null : unsigned(point.node().path("count")),
                number ? number(point) : real(point.node().path("sum")));
    }

    private static @Nullable BigDecimal number(Payload point) {
        JsonNode integer = point.node().path("asInt");
        if (integer.isMissingNode()) {
            return real(point.node().path("asDouble"));
        }
        try {
            return BigDecimal.valueOf(Long.parseLong(integer.asText()));
        } catch (NumberFormatException e) {
            throw new Unusable("asInt is no 64-bit number");
        }
    }

    /** A double; the JSON mapping writes those that are no numbers as texts. */
    private static @Nullable BigDecimal real(JsonNode told) {
        return told.isNumber() ? OtlpRequest.number(told.doubleValue()) : null;
    }

    private static long unsigned(JsonNode told) {
        if (told.isMissingNode() || told.isNull()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(told.asText());
        } catch (NumberFormatException e) {
            throw new Unusable("a 64-bit number is none");
        }
    }

    private static SortedMap<String, String> attributes(Payload of) {
        SortedMap<String, String> attributes = new TreeMap<>();
        for (Payload attribute : of.each("attributes")) {
            JsonNode value = attribute.node().path("value");
            for (String type : List.of("stringValue", "boolValue", "intValue", "doubleValue")) {
                if (value.path(type).isValueNode()) {
                    attributes.put(attribute.textOr("key", ""), value.path(type).asText());
                }
            }
        }
        return attributes;
    }
}
