package dev.payoff.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payoff.app.Shown;
import dev.payoff.live.promql.Outcome;
import dev.payoff.live.promql.Series;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An answer in the form of Prometheus' HTTP API: {@code status} is success with {@code data}, or
 * error with {@code errorType} and {@code error}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PrometheusAnswer(
        @Schema(examples = "success") String status,
        @Nullable Object data,
        @Nullable String errorType,
        @Nullable String error) {

    /** As many significant digits as the doubles of those who read this can hold. */
    private static final MathContext DIGITS = new MathContext(17);

    /** What a query came to: {@code scalar}, {@code vector} or {@code matrix}. */
    record Result(String resultType, Object result) {}

    /** A series at one moment. */
    record Instantaneous(SortedMap<String, String> metric, List<Object> value) {}

    /** A series at several moments. */
    record Ranged(SortedMap<String, String> metric, List<List<Object>> values) {}

    /** What a family of series is. */
    record Metadata(String type, String help, String unit) {}

    static PrometheusAnswer success(Object data) {
        return new PrometheusAnswer("success", data, null, null);
    }

    static PrometheusAnswer error(String type, String sentence) {
        return new PrometheusAnswer("error", null, type, sentence);
    }

    /** At one moment; a number that has no value is told as NaN, as there is no scalar without. */
    static PrometheusAnswer instant(Outcome outcome, Instant at) {
        return success(
                switch (outcome) {
                    case Outcome.Scalar scalar ->
                            new Result("scalar", sample(at, scalar.values().getFirst()));
                    case Outcome.Vector vector ->
                            new Result(
                                    "vector",
                                    vector.series().stream()
                                            .map(it ->
                                                    new Instantaneous(
                                                            it.labels(),
                                                            sample(at, it.values().getFirst())))
                                            .toList());
                });
    }

    /** Over a range. */
    static PrometheusAnswer range(Outcome outcome, Grid grid) {
        List<Series> series =
                switch (outcome) {
                    case Outcome.Scalar scalar ->
                            List.of(new Series(new TreeMap<>(), scalar.values()));
                    case Outcome.Vector vector -> vector.series();
                };
        List<Instant> moments = grid.moments();
        return success(
                new Result(
                        "matrix",
                        series.stream()
                                .map(it -> new Ranged(it.labels(), samples(it, moments)))
                                .toList()));
    }

    private static List<List<Object>> samples(Series series, List<Instant> moments) {
        List<List<Object>> samples = new ArrayList<>(moments.size());
        for (int i = 0; i < moments.size(); i++) {
            BigDecimal value = series.values().get(i);
            if (value != null) {
                samples.add(sample(moments.get(i), value));
            }
        }
        return samples;
    }

    private static List<Object> sample(Instant at, @Nullable BigDecimal value) {
        return List.of(
                Shown.plain(BigDecimal.valueOf(at.toEpochMilli(), 3)),
                value == null ? "NaN" : Shown.plain(value.round(DIGITS)).toPlainString());
    }

    /** Families by name, each with its one description. */
    static PrometheusAnswer metadata(List<SeriesFamily> families) {
        Map<String, List<Metadata>> told = new TreeMap<>();
        families.forEach(it -> told.put(it.told(), List.of(new Metadata("gauge", it.help(), ""))));
        return success(told);
    }
}
