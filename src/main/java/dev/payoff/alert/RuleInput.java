package dev.payoff.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.payoff.app.Problem.Violation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is sent.
 *
 * @param metric id or full key; or else
 * @param project id or key
 * @param longWindow of {@link Figure#BURN_RATE}: ISO 8601, whole hours, at most 31 days
 * @param shortWindow likewise, shorter
 * @param allowance likewise: share of the plan that may be missing, above 0, at most 1
 * @param forTime ISO 8601, whole seconds, such as PT5M
 * @param labels what routes can tell its alerts by, besides what they are
 */
@Schema(
        name = "Rule",
        example =
                """
                {"name": "Cost is back", "metric": "cloud/cost-per-month", "figure": "MEAN", \
                "window": "HOUR", "comparator": ">", "threshold": 42000, "clear": 40000, \
                "for": "PT10M", "keepFiringFor": "PT5M", "severity": "CRITICAL", "labels": {"team": "platform"}}\
                """)
record RuleInput(
        @Nullable String name,
        @Nullable String metric,
        @Nullable String project,
        @Nullable Figure figure,
        @Nullable String window,
        @Nullable String longWindow,
        @Nullable String shortWindow,
        @Nullable BigDecimal allowance,
        @Nullable String comparator,
        @Nullable BigDecimal threshold,
        @Nullable BigDecimal clear,
        @JsonProperty("for") @Nullable String forTime,
        @Nullable String keepFiringFor,
        @Nullable Severity severity,
        @Nullable Boolean enabled,
        @Nullable Map<String, String> labels) {

    static final int MAX_NAME = 200;
    private static final int MAX_DIGITS = 38;
    private static final int MAX_EXPONENT = 30;
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Set<String> WINDOWS = Set.of("MINUTE", "HOUR", "DAY", "MONTH");
    private static final Set<String> COMPARATORS = Set.of(">", ">=", "<", "<=");

    /** What is wrong with it, field by field; empty: nothing. */
    List<Violation> violations() {
        List<Violation> wrong = new ArrayList<>();
        if (name == null || name.isBlank()) {
            wrong.add(new Violation("name", "must not be empty"));
        } else if (name.length() > MAX_NAME) {
            wrong.add(new Violation("name", "must have at most " + MAX_NAME + " characters"));
        }
        if (severity == null) {
            wrong.add(new Violation("severity", "must be one of INFO, WARNING, CRITICAL"));
        }
        duration("for", forTime, wrong);
        duration("keepFiringFor", keepFiringFor, wrong);
        number("threshold", threshold, wrong);
        number("clear", clear, wrong);
        AlertLabels.check("labels", labels(labels), wrong);
        if (figure == null) {
            wrong.add(new Violation("figure", "must be told"));
        } else {
            target(figure, wrong);
            window(figure, wrong);
            BurnChecks.check(this, figure, wrong);
            level(figure, wrong);
        }
        return wrong;
    }

    private void target(Figure asked, List<Violation> wrong) {
        if (metric == null && project == null) {
            wrong.add(new Violation(asked.ofMetric() ? "metric" : "project", "must be told"));
        } else if (metric != null && !asked.ofMetric()) {
            wrong.add(new Violation("metric", asked + " is a figure of the whole project"));
        } else if (metric == null && !asked.ofProject()) {
            wrong.add(
                    new Violation(
                            "metric", asked + " is a figure of a metric, which must be told"));
        }
    }

    private void window(Figure asked, List<Violation> wrong) {
        if (asked.needsWindow() && (window == null || !WINDOWS.contains(window))) {
            wrong.add(
                    new Violation(
                            "window", asked + " needs a window: one of MINUTE, HOUR, DAY, MONTH"));
        } else if (!asked.needsWindow() && window != null) {
            wrong.add(new Violation("window", asked + " is not a figure of windows"));
        }
    }

    private void level(Figure asked, List<Violation> wrong) {
        if (asked.yesOrNo()) {
            if (comparator != null || threshold != null || clear != null) {
                wrong.add(
                        new Violation(
                                "comparator", asked + " takes no comparator, threshold or clear"));
            }
            return;
        }
        if (comparator == null || !COMPARATORS.contains(comparator)) {
            wrong.add(new Violation("comparator", "must be one of >, >=, <, <="));
        }
        if (threshold == null) {
            wrong.add(new Violation("threshold", "must be told"));
        } else if (clear != null
                && comparator != null
                && COMPARATORS.contains(comparator)
                && clear.compareTo(threshold) != 0
                && !Threshold.clearsAway(Comparison.of(comparator), threshold, clear)) {
            wrong.add(
                    new Violation(
                            "clear",
                            "must lie on the recovering side of the threshold, "
                                    + (comparator.startsWith(">") ? "below it" : "above it")));
        }
    }

    private static void number(String field, @Nullable BigDecimal number, List<Violation> wrong) {
        if (number != null
                && (number.precision() > MAX_DIGITS
                        || Math.abs((long) number.scale()) > MAX_EXPONENT)) {
            wrong.add(
                    new Violation(
                            field,
                            "must have at most "
                                    + MAX_DIGITS
                                    + " digits and an exponent of at most "
                                    + MAX_EXPONENT));
        }
    }

    private static void duration(String field, @Nullable String text, List<Violation> wrong) {
        if (text == null) {
            return;
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.isNegative()
                    || duration.compareTo(LONGEST) > 0
                    || duration.getNano() != 0) {
                wrong.add(new Violation(field, "must be whole seconds, from PT0S to P366D"));
            }
        } catch (DateTimeParseException e) {
            wrong.add(new Violation(field, "must be an ISO 8601 duration, such as PT5M"));
        }
    }

    /** The labels; none where none were told. */
    static Map<String, String> labels(@Nullable Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }

    /** Seconds of a duration that was checked; null where none was told. */
    static @Nullable Long secondsOrNull(@Nullable String duration) {
        return duration == null ? null : Duration.parse(duration).toSeconds();
    }

    /** Seconds of a duration that was checked; 0 where none was told. */
    static long seconds(@Nullable String duration) {
        return duration == null ? 0 : Duration.parse(duration).toSeconds();
    }
}
