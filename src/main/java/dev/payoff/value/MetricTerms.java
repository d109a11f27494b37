package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a metric's definition decides its value.
 *
 * @param kind LEVEL or FLOW
 * @param baseline what held before the project: in the metric's unit, for a FLOW units per flow
 *     period; null where not known yet. With {@code baselines} it holds before the first of them,
 *     and tells with the target which direction is an improvement
 * @param target what the project promises, in the same unit; whether it lies above or below the
 *     baseline tells which direction is an improvement; null where not known yet
 * @param targetAt when the target is to be reached; null: from the benefit start on
 * @param share of the improvement that is attributed to this project, from 0 to 1
 * @param confidence of readings that tell none, from 0 to 1
 * @param valuation how improvement becomes money, negative for a {@link #asDisbenefit disbenefit};
 *     null: not financial
 * @param flowPer the period that a FLOW's baseline and target refer to
 * @param benefitStart from when on value counts; null where not known yet
 * @param benefitEnd until when value counts, exclusive; null: without end
 * @param staleness how long after a measured hour its level is carried; not negative, and cut at
 *     {@link #MAX_STALENESS}
 * @param profile how the target moves over time; null: the target and its date alone
 * @param counted whether its value counts in its project's figures; false: it is summed apart
 * @param baselines how the baseline changes at dates; null: {@code baseline} throughout
 */
public record MetricTerms(
        Kind kind,
        @Nullable BigDecimal baseline,
        @Nullable BigDecimal target,
        @Nullable Instant targetAt,
        BigDecimal share,
        BigDecimal confidence,
        @Nullable Valuation valuation,
        Period flowPer,
        @Nullable Instant benefitStart,
        @Nullable Instant benefitEnd,
        Duration staleness,
        @Nullable TargetProfile profile,
        boolean counted,
        @Nullable BaselineSeries baselines) {

    /** A hundred years. */
    public static final Duration MAX_STALENESS = Duration.ofDays(36_525);

    /** Bounds the staleness. */
    public MetricTerms {
        if (staleness.isNegative()) {
            throw new IllegalArgumentException("A staleness is not negative: " + staleness);
        }
        staleness = staleness.compareTo(MAX_STALENESS) > 0 ? MAX_STALENESS : staleness;
    }

    /** Terms with one baseline, whose target has no profile and whose value counts. */
    public MetricTerms(
            Kind kind,
            @Nullable BigDecimal baseline,
            @Nullable BigDecimal target,
            @Nullable Instant targetAt,
            BigDecimal share,
            BigDecimal confidence,
            @Nullable Valuation valuation,
            Period flowPer,
            @Nullable Instant benefitStart,
            @Nullable Instant benefitEnd,
            Duration staleness) {
        this(
                kind,
                baseline,
                target,
                targetAt,
                share,
                confidence,
                valuation,
                flowPer,
                benefitStart,
                benefitEnd,
                staleness,
                null,
                true,
                null);
    }

    /** The same terms with a target that moves by this profile, counted or not. */
    public MetricTerms with(@Nullable TargetProfile otherProfile, boolean isCounted) {
        return but(benefitStart, valuation, otherProfile, isCounted, baselines);
    }

    /**
     * The same terms where {@code isDisbenefit} is false; else those of a disbenefit, whose target
     * is the harm that is expected: what moves from the baseline towards it costs.
     */
    public MetricTerms asDisbenefit(boolean isDisbenefit) {
        return isDisbenefit && valuation != null
                ? but(benefitStart, valuation.negated(), profile, counted, baselines)
                : this;
    }

    /** The same terms measured against these baselines; null: against the constant one alone. */
    public MetricTerms against(@Nullable BaselineSeries others) {
        return but(benefitStart, valuation, profile, counted, others);
    }

    /** The same terms with value counting from an instant on. */
    public MetricTerms starting(Instant start) {
        return but(start, valuation, profile, counted, baselines);
    }

    /**
     * The same promise, later: its start, the date of its target and the points of its profile move
     * by a length of time. Its end, if it has one, stays.
     */
    public MetricTerms later(Duration by) {
        return new MetricTerms(
                kind,
                baseline,
                target,
                targetAt == null ? null : targetAt.plus(by),
                share,
                confidence,
                valuation,
                flowPer,
                benefitStart == null ? null : benefitStart.plus(by),
                benefitEnd,
                staleness,
                profile == null ? null : profile.later(by),
                counted,
                baselines);
    }

    private MetricTerms but(
            @Nullable Instant start,
            @Nullable Valuation price,
            @Nullable TargetProfile otherProfile,
            boolean isCounted,
            @Nullable BaselineSeries others) {
        return new MetricTerms(
                kind,
                baseline,
                target,
                targetAt,
                share,
                confidence,
                price,
                flowPer,
                start,
                benefitEnd,
                staleness,
                otherProfile,
                isCounted,
                others);
    }

    /** Whether its benefit has ended: it earns nothing more. */
    public boolean isOver(Instant at) {
        return benefitEnd != null && !benefitEnd.isAfter(at);
    }

    /** The baseline in force at an instant, in the metric's unit; null where not known. */
    public @Nullable BigDecimal baselineAt(Instant at) {
        return baseline == null || baselines == null ? baseline : baselines.at(at, baseline);
    }

    /** What is promised for an instant, in the metric's unit; null where not known. */
    public @Nullable BigDecimal targetAt(Instant at) {
        return profile == null ? target : profile.at(at);
    }
}
