package dev.payoff.alert;

import dev.payoff.value.WindowSize;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a metric's stored windows say of a rule's figure over time.
 *
 * @param windows how many were read
 * @param cut whether there are more
 * @param empty why there are no samples, where there are none
 */
record PreviewHistory(
        @Nullable String grain, int windows, boolean cut, List<Sample> samples, String empty) {

    /** The most windows that one preview replays: three weeks of minutes, three years of hours. */
    static final int MAX_SAMPLES = 30_000;

    private static final String NO_READING = "The metric has no reading in this time.";
    private static final String NO_TARGET =
            "Achievement needs a baseline and a target that differs from it.";
    private static final String OF_A_FLOW =
            "Achievement of a flow follows from whole periods, whose past is not kept.";

    private static final String OF_A_PROFILE =
            "Achievement against a target that moves with time cannot be replayed yet; try a rule on the value itself.";

    private static final String OF_BASELINES =
            "Achievement against baselines that change at dates cannot be replayed yet; try a rule on"
                    + " the value itself.";

    private static final String METRIC =
            "SELECT kind, baseline, target, target_profile, baseline_series, staleness_s FROM metric WHERE id = $1";

    private static final String WINDOWS =
            """
            SELECT last_observed, count, sum, minimum, maximum, last_value FROM metric_window
             WHERE metric_id = $1 AND size = $2 AND start_at >= $3 AND start_at < $4
             ORDER BY start_at DESC LIMIT $5
            """;

    /**
     * Reads what is needed: windows of the rule's own size, else the finest that are not too many.
     */
    static Uni<PreviewHistory> read(
            SqlConnection tx, RuleInput rule, Targets.Target target, Instant from, Instant until) {
        return tx.preparedQuery(METRIC)
                .execute(Tuple.of(target.metricId()))
                .map(rows -> rows.iterator().next())
                .chain(metric -> {
                    String missing = missing(rule, metric);
                    if (missing != null) {
                        return Uni.createFrom().item(nothing(missing));
                    }
                    String own = rule.window();
                    if (own != null) {
                        return windows(tx, target, WindowSize.valueOf(own), from, until)
                                .map(rows -> of(rule, metric, own, rows, until));
                    }
                    return windows(tx, target, WindowSize.MINUTE, from, until)
                            .chain(minutes ->
                                    minutes.size() <= MAX_SAMPLES
                                            ? Uni.createFrom()
                                                    .item(
                                                            of(
                                                                    rule, metric, "MINUTE", minutes,
                                                                    until))
                                            : windows(tx, target, WindowSize.HOUR, from, until)
                                                    .map(hours ->
                                                            of(
                                                                    rule, metric, "HOUR", hours,
                                                                    until)));
                });
    }

    private static @Nullable String missing(RuleInput rule, Row metric) {
        if (rule.figure() != Figure.ACHIEVEMENT) {
            return null;
        }
        BigDecimal baseline = metric.getBigDecimal("baseline");
        BigDecimal target = metric.getBigDecimal("target");
        if (!"LEVEL".equals(metric.getString("kind"))) {
            return OF_A_FLOW;
        }
        if (metric.getJsonArray("target_profile") != null) {
            return OF_A_PROFILE;
        }
        if (metric.getJsonArray("baseline_series") != null) {
            return OF_BASELINES;
        }
        return baseline == null || target == null || baseline.compareTo(target) == 0
                ? NO_TARGET
                : null;
    }

    private static PreviewHistory nothing(String why) {
        return new PreviewHistory(null, 0, false, List.of(), why);
    }

    private static Uni<List<Row>> windows(
            SqlConnection tx, Targets.Target target, WindowSize size, Instant from, Instant until) {
        return tx.preparedQuery(WINDOWS)
                .execute(
                        Tuple.of(
                                target.metricId(),
                                size.code(),
                                Columns.at(from),
                                Columns.at(until),
                                MAX_SAMPLES + 1))
                .map(rows -> {
                    List<Row> found = new ArrayList<>();
                    rows.forEach(found::add);
                    return found;
                });
    }

    private static PreviewHistory of(
            RuleInput rule, Row metric, String grain, List<Row> newestFirst, Instant until) {
        boolean cut = newestFirst.size() > MAX_SAMPLES;
        List<Row> rows = new ArrayList<>(cut ? newestFirst.subList(0, MAX_SAMPLES) : newestFirst);
        Collections.reverse(rows);
        Figure figure = Objects.requireNonNull(rule.figure());
        List<Sample> samples =
                figure == Figure.NO_DATA
                        ? RuleReplay.silence(
                                rows.stream()
                                        .map(row -> Columns.instant(row, "last_observed"))
                                        .toList(),
                                Duration.ofSeconds(metric.getLong("staleness_s")),
                                until)
                        : rows.stream()
                                .map(row ->
                                        new Sample(
                                                Columns.instant(row, "last_observed"),
                                                figure(figure, row, metric)))
                                .toList();
        return new PreviewHistory(grain, rows.size(), cut, samples, NO_READING);
    }

    private static BigDecimal figure(Figure figure, Row row, Row metric) {
        BigDecimal last = row.getBigDecimal("last_value");
        return switch (figure) {
            case MEAN ->
                    row.getBigDecimal("sum")
                            .divide(
                                    BigDecimal.valueOf(row.getLong("count")),
                                    MathContext.DECIMAL128);
            case MIN -> row.getBigDecimal("minimum");
            case MAX -> row.getBigDecimal("maximum");
            case SUM -> row.getBigDecimal("sum");
            case COUNT -> BigDecimal.valueOf(row.getLong("count"));
            case ACHIEVEMENT -> {
                BigDecimal baseline = metric.getBigDecimal("baseline");
                yield last.subtract(baseline)
                        .divide(
                                metric.getBigDecimal("target").subtract(baseline),
                                MathContext.DECIMAL128);
            }
            case VALUE -> last;
            case REALISED,
                    ROI_SIMPLE,
                    REALISATION,
                    FORECAST,
                    BURN_RATE,
                    NO_DATA,
                    UNMEASURED,
                    NO_OWNER ->
                    throw new IllegalArgumentException(figure + " is not a figure of a window");
        };
    }
}
