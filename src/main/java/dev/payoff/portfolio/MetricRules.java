package dev.payoff.portfolio;

import dev.payoff.app.Problem.Violation;
import dev.payoff.value.Gap;
import dev.payoff.value.Kind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must hold between the fields of a metric; pure. */
final class MetricRules {

    static final Duration LONGEST = Duration.ofDays(3_660);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    static final String DURATION_MESSAGE =
            "must be an ISO-8601 duration of whole seconds from PT1S to P3660D, such as PT1H or"
                    + " P30D";
    static final String MOMENT_MESSAGE =
            "must be an ISO date or a date-time with offset, from 1970 to 2199";
    static final String DATE_MESSAGE = "must be an ISO date, from 1970 to 2199";

    private MetricRules() {}

    /** What is wrong with a metric whose fields are valid one by one. */
    static List<Violation> check(MetricInput metric, ZoneId zone) {
        List<Violation> wrong = new ArrayList<>();
        if (Moments.uuid(metric.key()).isPresent()) {
            wrong.add(new Violation("key", "must not look like an id"));
        }
        checkValuation(metric, wrong);
        checkRange(metric, wrong);
        checkBaselines(metric, zone, wrong);
        checkTimes(metric, zone, wrong);
        return List.copyOf(wrong);
    }

    private static void checkValuation(MetricInput metric, List<Violation> wrong) {
        boolean flow = isFlow(metric);
        MetricInput.Price price = metric.valuation();
        if (price != null && flow != price.per().equals(MetricInput.PER_UNIT)) {
            wrong.add(
                    new Violation(
                            "valuation.per",
                            flow
                                    ? "must be UNIT for a FLOW"
                                    : "must be HOUR, DAY, WEEK, MONTH or YEAR for a LEVEL"));
        }
        if (!flow && metric.flowPer() != null) {
            wrong.add(new Violation("flowPer", "belongs to a FLOW only"));
        }
    }

    private static void checkRange(MetricInput metric, List<Violation> wrong) {
        BigDecimal minimum = metric.minimum();
        BigDecimal maximum = metric.maximum();
        if (minimum != null && maximum != null && minimum.compareTo(maximum) > 0) {
            wrong.add(new Violation("minimum", "must not be above the maximum"));
        }
        // A FLOW's baseline and target add up readings, whose range says nothing about their sum.
        if (!isFlow(metric)) {
            checkInRange("baseline", metric.baseline(), minimum, maximum, wrong);
            checkInRange("target", metric.target(), minimum, maximum, wrong);
        }
    }

    private static void checkBaselines(MetricInput metric, ZoneId zone, List<Violation> wrong) {
        List<BaselineStep> steps = metric.baselineSeries();
        if (steps == null || steps.isEmpty()) {
            return;
        }
        if (metric.baseline() == null) {
            wrong.add(
                    new Violation(
                            "baselineSeries",
                            "needs a baseline: it holds before the first step, and tells which"
                                    + " direction is an improvement"));
        }
        BaselineStep.check("baselineSeries", steps, zone, wrong);
        for (int i = 0; !isFlow(metric) && i < steps.size(); i++) {
            checkInRange(
                    "baselineSeries[" + i + "].baseline",
                    steps.get(i).baseline(),
                    metric.minimum(),
                    metric.maximum(),
                    wrong);
        }
    }

    private static void checkInRange(
            String field,
            @Nullable BigDecimal value,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            List<Violation> wrong) {
        boolean below = value != null && minimum != null && value.compareTo(minimum) < 0;
        boolean above = value != null && maximum != null && value.compareTo(maximum) > 0;
        if (below || above) {
            wrong.add(
                    new Violation(
                            field,
                            "must lie in the allowed range"
                                    + (below ? ", not below " + minimum : ", not above " + maximum)
                                    + "; widen it by minimum or maximum, or lift it by null"));
        }
    }

    private static void checkTimes(MetricInput metric, ZoneId zone, List<Violation> wrong) {
        checkDuration("frequency", metric.frequency(), wrong);
        checkDuration("staleness", metric.staleness(), wrong);
        String targetDate = metric.targetDate();
        if (targetDate != null && Moments.date(targetDate).isEmpty()) {
            wrong.add(new Violation("targetDate", DATE_MESSAGE));
        }
        Optional<Instant> start = moment("benefitStart", metric.benefitStart(), zone, wrong);
        Optional<Instant> end = moment("benefitEnd", metric.benefitEnd(), zone, wrong);
        if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
            wrong.add(new Violation("benefitEnd", "must lie after the benefit start"));
        }
    }

    private static void checkDuration(String field, String text, List<Violation> wrong) {
        if (duration(text).isEmpty()) {
            wrong.add(new Violation(field, DURATION_MESSAGE));
        }
    }

    static Optional<Instant> moment(
            String field, @Nullable String text, ZoneId zone, List<Violation> wrong) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Instant> moment = Moments.parse(text, zone);
        if (moment.isEmpty()) {
            wrong.add(new Violation(field, MOMENT_MESSAGE));
        }
        return moment;
    }

    /** A duration within bounds; empty where the text is none. */
    static Optional<Duration> duration(String text) {
        try {
            return Optional.of(Duration.parse(text))
                    .filter(d -> d.getNano() == 0)
                    .filter(d -> d.compareTo(SHORTEST) >= 0 && d.compareTo(LONGEST) <= 0);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** The metric with its times as they are stored; it passed {@link #check}. */
    static MetricInput normal(MetricInput metric, ZoneId zone) {
        return new MetricInput(
                metric.key(),
                metric.name(),
                metric.category(),
                metric.type(),
                metric.unit(),
                metric.kind(),
                metric.baseline(),
                BaselineStep.normal(metric.baselineSeries(), zone),
                metric.target(),
                metric.targetDate(),
                metric.minimum(),
                metric.maximum(),
                metric.frequency(),
                metric.staleness(),
                metric.confidence(),
                metric.share(),
                metric.series(),
                metric.valuation(),
                metric.flowPer(),
                normal(metric.benefitStart(), zone),
                normal(metric.benefitEnd(), zone),
                metric.disbenefit(),
                metric.owner(),
                metric.note());
    }

    static @Nullable String normal(@Nullable String moment, ZoneId zone) {
        return moment == null ? null : Moments.shown(Moments.parse(moment, zone).orElseThrow());
    }

    /**
     * Whether what was agreed on is the same: another baseline or series of them, target, valuation
     * or share is another promise, that passes the gate anew.
     */
    static boolean isSamePromise(MetricInput before, MetricInput after) {
        return Promise.of(before).equals(Promise.of(after));
    }

    /** Why no money can be told of the metric. */
    static List<Gap> gaps(MetricInput metric, @Nullable Instant goLive) {
        List<Gap> gaps = new ArrayList<>();
        BigDecimal baseline = metric.baseline();
        BigDecimal target = metric.target();
        if (baseline == null) {
            gaps.add(Gap.NO_BASELINE);
        }
        if (target == null) {
            gaps.add(Gap.NO_TARGET);
        } else if (baseline != null && target.compareTo(baseline) == 0) {
            gaps.add(Gap.TARGET_IS_BASELINE);
        }
        if (metric.valuation() == null) {
            gaps.add(Gap.NO_VALUATION);
        }
        if (metric.benefitStart() == null && goLive == null) {
            gaps.add(Gap.NO_BENEFIT_START);
        }
        return List.copyOf(gaps);
    }

    private static boolean isFlow(MetricInput metric) {
        return metric.kind().equals(Kind.FLOW.name());
    }
}
