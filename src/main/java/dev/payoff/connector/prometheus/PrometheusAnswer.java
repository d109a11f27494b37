package dev.payoff.connector.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payoff.connector.Pull.Point;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a Prometheus answered to a range query; pure. */
sealed interface PrometheusAnswer {

    /**
     * The one series of the result; no points where it is empty.
     *
     * @param skipped values that are no numbers: NaN and the infinities
     */
    record Series(List<Point> points, int skipped) implements PrometheusAnswer {}

    /** No readings can be had from it, and why. */
    record Unusable(String reason) implements PrometheusAnswer {}

    /** Most points that Prometheus gives a series (web/api/v1: exceeded maximum resolution). */
    int MAX_POINTS = 11_000;

    /** Parses with bounds; numbers stay exact. */
    ObjectMapper JSON =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(32)
                                                    .maxNumberLength(64)
                                                    .maxStringLength(64 * 1024)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /**
     * Reads an answer of {@code /api/v1/query_range}.
     *
     * @param status the HTTP status
     */
    static PrometheusAnswer read(int status, byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (IOException e) {
            return new Unusable(
                    "HTTP " + status + ", and the body is not JSON; is it a Prometheus?");
        }
        if (root == null || !root.isObject()) {
            return new Unusable("HTTP " + status + ", and the body is not Prometheus' envelope.");
        }
        if (!"success".equals(root.path("status").asText())) {
            return new Unusable(
                    "HTTP "
                            + status
                            + ", "
                            + root.path("errorType").asText("no errorType")
                            + ": "
                            + root.path("error").asText("no error told"));
        }
        JsonNode data = root.path("data");
        if (!"matrix".equals(data.path("resultType").asText()) || !data.path("result").isArray()) {
            return new Unusable(
                    "The result is a "
                            + data.path("resultType").asText("nothing")
                            + ", not a matrix.");
        }
        JsonNode result = data.path("result");
        if (result.size() > 1) {
            return new Unusable(
                    "The query gives "
                            + result.size()
                            + " series, and a feed needs exactly one: aggregate them, for example with"
                            + " sum(…), or name more labels.");
        }
        if (result.isEmpty()) {
            return new Series(List.of(), 0);
        }
        if (result.get(0).has("histograms")) {
            return new Unusable(
                    "The query gives a histogram; ask for a number, such as its quantile.");
        }
        return points(result.get(0).path("values"));
    }

    private static PrometheusAnswer points(JsonNode values) {
        List<Point> points = new ArrayList<>();
        int skipped = 0;
        if (values.size() > MAX_POINTS + 1) {
            return new Unusable(
                    "The series has " + values.size() + " points, more than asked for.");
        }
        for (JsonNode pair : values) {
            if (pair.size() != 2 || !pair.get(0).isNumber() || !pair.get(1).isTextual()) {
                return new Unusable("A value is not a pair of time and text.");
            }
            String value = pair.get(1).textValue();
            switch (value) {
                case "NaN", "+Inf", "-Inf", "Inf" -> skipped++;
                default -> {
                    try {
                        points.add(
                                new Point(time(pair.get(0).decimalValue()), new BigDecimal(value)));
                    } catch (NumberFormatException | ArithmeticException e) {
                        return new Unusable("A value is neither a number nor NaN nor Inf.");
                    }
                }
            }
        }
        return new Series(List.copyOf(points), skipped);
    }

    private static Instant time(BigDecimal seconds) {
        return Instant.ofEpochMilli(
                seconds.movePointRight(3).setScale(0, RoundingMode.HALF_EVEN).longValueExact());
    }
}
