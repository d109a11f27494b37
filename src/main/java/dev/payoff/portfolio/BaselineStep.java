package dev.payoff.portfolio;

import dev.payoff.app.Problem.Violation;
import dev.payoff.app.Shown;
import dev.payoff.value.BaselineSeries;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A baseline from a date on, until that of the next step.
 *
 * @param from a date, which begins in the tenant's zone, or a date-time with offset; answered as an
 *     instant
 * @param baseline in the metric's unit; for a FLOW units per flow period
 * @param lower where it lies at least, if it is an estimate; told with {@code upper} or not at all;
 *     value follows {@code baseline} alone
 * @param upper where it lies at most
 */
@Schema(name = "BaselineStep")
public record BaselineStep(
        @Schema(examples = "2026-07-01") @NotBlank String from,
        @Schema(examples = "46000")
                @NotNull
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                BigDecimal baseline,
        @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                @Nullable BigDecimal lower,
        @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                @Nullable BigDecimal upper) {

    /**
     * Adds what is wrong with a series whose steps are valid one by one.
     *
     * @param field how the series is named in a violation
     */
    public static void check(
            String field, List<BaselineStep> steps, ZoneId zone, List<Violation> wrong) {
        Instant before = null;
        for (int i = 0; i < steps.size(); i++) {
            BaselineStep step = steps.get(i);
            String of = field + "[" + i + "]";
            Optional<Instant> from = MetricRules.moment(of + ".from", step.from, zone, wrong);
            if (from.isPresent() && before != null && !before.isBefore(from.get())) {
                wrong.add(new Violation(of + ".from", "must lie after that of the step before"));
            }
            before = from.orElse(before);
            if ((step.lower == null) != (step.upper == null)) {
                wrong.add(new Violation(of, "has both lower and upper, or neither"));
            } else if (step.lower != null
                    && step.upper != null
                    && (step.lower.compareTo(step.baseline) > 0
                            || step.upper.compareTo(step.baseline) < 0)) {
                wrong.add(new Violation(of, "must lie between its lower and upper"));
            }
        }
    }

    /** The series as value follows it; null where there are no steps. They passed the check. */
    public static @Nullable BaselineSeries series(@Nullable List<BaselineStep> steps, ZoneId zone) {
        return steps == null || steps.isEmpty()
                ? null
                : new BaselineSeries(
                        steps.stream()
                                .map(it ->
                                        new BaselineSeries.Step(
                                                Moments.parse(it.from, zone).orElseThrow(),
                                                it.baseline))
                                .toList());
    }

    /** The steps as they are stored: instants, and each number in one representation. */
    static @Nullable List<BaselineStep> normal(@Nullable List<BaselineStep> steps, ZoneId zone) {
        return steps == null || steps.isEmpty()
                ? null
                : steps.stream().map(it -> it.normal(zone)).toList();
    }

    private BaselineStep normal(ZoneId zone) {
        return new BaselineStep(
                Moments.parse(from, zone).orElseThrow().toString(),
                Shown.plain(baseline),
                lower == null ? null : Shown.plain(lower),
                upper == null ? null : Shown.plain(upper));
    }
}
