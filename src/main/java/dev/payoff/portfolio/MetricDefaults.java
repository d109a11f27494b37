package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.value.Kind;
import dev.payoff.value.Period;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** What holds of a metric where people decided nothing; pure. */
final class MetricDefaults {

    static final Duration FREQUENCY = Duration.ofHours(1);
    static final Duration LEAST_STALENESS = Duration.ofHours(1);
    private static final int STALE_AFTER = 3;

    private MetricDefaults() {}

    /**
     * Fills in what is missing. Only the allowed range tells null from missing: null lifts it.
     *
     * @param currency the project's
     */
    static void fill(ObjectNode metric, String currency) {
        String type = metric.path("type").asText();
        if (missing(metric, "unit")) {
            unit(type, currency).ifPresent(unit -> metric.put("unit", unit));
        }
        if (!metric.has("minimum")
                && (is(type, MetricType.PERCENTAGE)
                        || is(type, MetricType.COUNT)
                        || is(type, MetricType.DURATION))) {
            metric.put("minimum", BigDecimal.ZERO);
        }
        if (!metric.has("maximum") && is(type, MetricType.PERCENTAGE)) {
            metric.put("maximum", new BigDecimal(100));
        }
        if (missing(metric, "frequency")) {
            metric.put("frequency", FREQUENCY.toString());
        }
        if (missing(metric, "staleness")) {
            metric.put("staleness", staleness(metric.path("frequency").asText()));
        }
        if (missing(metric, "confidence")) {
            metric.put("confidence", BigDecimal.ONE);
        }
        if (missing(metric, "share")) {
            metric.put("share", BigDecimal.ONE);
        }
        if (missing(metric, "disbenefit")) {
            metric.put("disbenefit", false);
        }
        if (missing(metric, "flowPer") && metric.path("kind").asText().equals(Kind.FLOW.name())) {
            metric.put("flowPer", Period.MONTH.name());
        }
    }

    /** Three times the frequency, at least an hour; of a frequency that is none, an hour. */
    static String staleness(String frequency) {
        return MetricRules.duration(frequency)
                .map(every -> every.multipliedBy(STALE_AFTER))
                .filter(stale -> stale.compareTo(LEAST_STALENESS) > 0)
                .orElse(LEAST_STALENESS)
                .toString();
    }

    private static Optional<String> unit(String type, String currency) {
        if (is(type, MetricType.CURRENCY)) {
            return Optional.of(currency);
        }
        if (is(type, MetricType.PERCENTAGE)) {
            return Optional.of("%");
        }
        if (is(type, MetricType.COUNT)) {
            return Optional.of("count");
        }
        return is(type, MetricType.SCORE) ? Optional.of("points") : Optional.empty();
    }

    private static boolean is(String type, MetricType wanted) {
        return type.equals(wanted.name());
    }

    private static boolean missing(ObjectNode metric, String property) {
        return !metric.hasNonNull(property);
    }
}
