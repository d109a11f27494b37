package dev.payoff.portfolio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.value.BaselineSeries;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.TargetProfile;
import dev.payoff.value.Valuation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the definitions that {@code metric_version} and {@code project_version} keep. Give them as
 * text ({@code definition::text}): the driver's JSON type would turn decimal numbers into doubles.
 *
 * <p>Of a project's definition: {@code id}, {@code key}, {@code name}, {@code type}, {@code
 * currency}, {@code goLive}, {@code discountRate}, {@code version}, {@code archivedAt}, and the
 * rest of what GET tells. Of a metric's: {@code id}, {@code fullKey}, {@code projectId}, all fields
 * of the contract's POST with their defaults filled in, {@code version}, {@code archivedAt}, {@code
 * counted}, {@code targetProfile}. Times are instants in UTC; {@code benefitStart} null means the
 * project's {@code goLive}.
 */
public final class Definitions {

    private Definitions() {}

    /**
     * What decides the value of a metric.
     *
     * @param metric its definition as JSON
     * @param project its project's definition as JSON
     * @param zone the tenant's: a target date is over at the end of that day there
     */
    public static MetricTerms terms(String metric, String project, ZoneId zone) {
        JsonNode of = tree(metric);
        Instant start = instant(of, "benefitStart");
        return new MetricTerms(
                        Kind.valueOf(of.path("kind").asText()),
                        number(of, "baseline"),
                        number(of, "target"),
                        endOf(of.path("targetDate"), zone),
                        of.path("share").decimalValue(),
                        of.path("confidence").decimalValue(),
                        valuation(of.path("valuation")),
                        of.hasNonNull("flowPer")
                                ? Period.valueOf(of.path("flowPer").asText())
                                : Period.MONTH,
                        start == null ? instant(tree(project), "goLive") : start,
                        instant(of, "benefitEnd"),
                        Duration.parse(of.path("staleness").asText()))
                .with(profile(of.path("targetProfile")), of.path("counted").asBoolean(true))
                .against(baselines(of.path("baselineSeries"), zone))
                .asDisbenefit(of.path("disbenefit").asBoolean());
    }

    /** A stored profile of a target; null where there is none. */
    public static @Nullable TargetProfile profile(@Nullable String points) {
        return points == null ? null : profile(tree(points));
    }

    private static @Nullable TargetProfile profile(JsonNode points) {
        if (!points.isArray() || points.isEmpty()) {
            return null;
        }
        List<TargetProfile.Point> read = new ArrayList<>(points.size());
        for (JsonNode point : points) {
            read.add(
                    new TargetProfile.Point(
                            Instant.parse(point.path("at").asText()),
                            point.path("target").decimalValue()));
        }
        return new TargetProfile(read);
    }

    /** A stored series of baselines; null where there is none. */
    public static @Nullable BaselineSeries baselines(@Nullable String steps) {
        return steps == null ? null : baselines(tree(steps), ZoneOffset.UTC);
    }

    private static @Nullable BaselineSeries baselines(JsonNode steps, ZoneId zone) {
        if (steps.isMissingNode() || steps.isNull() || (steps.isArray() && steps.isEmpty())) {
            return null;
        }
        if (!steps.isArray()) {
            throw new IllegalArgumentException("baselineSeries is no list of steps: " + steps);
        }
        List<BaselineSeries.Step> read = new ArrayList<>(steps.size());
        for (JsonNode step : steps) {
            String from = step.path("from").asText();
            Instant at =
                    Moments.parse(from, zone)
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "a baseline's 'from' "
                                                    + MetricRules.MOMENT_MESSAGE
                                                    + ": "
                                                    + from));
            if (!step.path("baseline").isNumber()) {
                throw new IllegalArgumentException("the baseline from " + from + " is no number");
            }
            read.add(new BaselineSeries.Step(at, step.path("baseline").decimalValue()));
        }
        return new BaselineSeries(read);
    }

    private static @Nullable Valuation valuation(JsonNode price) {
        if (!price.isObject()) {
            return null;
        }
        BigDecimal amount = price.path("amount").decimalValue();
        String per = price.path("per").asText();
        return per.equals(MetricInput.PER_UNIT)
                ? new Valuation.PerUnit(amount)
                : new Valuation.PerPeriod(amount, Period.valueOf(per));
    }

    private static @Nullable Instant endOf(JsonNode date, ZoneId zone) {
        return date.isTextual()
                ? LocalDate.parse(date.asText()).plusDays(1).atStartOfDay(zone).toInstant()
                : null;
    }

    private static @Nullable BigDecimal number(JsonNode of, String field) {
        return of.hasNonNull(field) ? of.path(field).decimalValue() : null;
    }

    private static @Nullable Instant instant(JsonNode of, String field) {
        return of.hasNonNull(field) ? Instant.parse(of.path(field).asText()) : null;
    }

    private static JsonNode tree(String definition) {
        try {
            return Bodies.EXACT.readTree(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored definition is not JSON.", e);
        }
    }
}
