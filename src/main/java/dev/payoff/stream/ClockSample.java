package dev.payoff.stream;

import dev.payoff.alert.Figure;
import dev.payoff.alert.RuleTerms;
import dev.payoff.alert.Sample;
import dev.payoff.value.Freshness;
import dev.payoff.value.WindowAggregate;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the figure of a rule is when nobody sent a reading. Pure. */
final class ClockSample {

    private ClockSample() {}

    /**
     * What the clock's figure of a rule is now. A rule that readings drive is sampled here only
     * when it is new or was changed: by the last reading, which then counts from when it was
     * observed.
     */
    static @Nullable Sample of(
            WatchedRule rule,
            MetricDef metric,
            MetricFigure figure,
            @Nullable WindowAggregate window,
            ValueWatch value,
            Instant now) {
        RuleTerms terms = rule.terms();
        if (Watch.isReadingDriven(terms, metric)) {
            if (rule.isOfThisVersion() || figure.lastObserved() == null) {
                return null;
            }
            BigDecimal last =
                    switch (terms.figure()) {
                        case VALUE -> figure.current();
                        case ACHIEVEMENT -> figure.achievement();
                        case MEAN, MIN, MAX, SUM, COUNT ->
                                window == null ? null : Watch.figure(terms.figure(), window);
                        case REALISED,
                                ROI_SIMPLE,
                                NO_DATA,
                                REALISATION,
                                FORECAST,
                                BURN_RATE,
                                UNMEASURED,
                                NO_OWNER ->
                                null;
                    };
            return new Sample(figure.lastObserved(), last);
        }
        return new Sample(
                now,
                switch (terms.figure()) {
                    case NO_DATA ->
                            figure.freshness() == Freshness.STALE
                                            || isSilentFromTheStart(metric, figure, now)
                                    ? BigDecimal.ONE
                                    : BigDecimal.ZERO;
                    case REALISED -> figure.realised();
                    case ACHIEVEMENT -> figure.achievement();
                    case REALISATION, FORECAST, BURN_RATE, UNMEASURED, NO_OWNER -> value.value();
                    case ROI_SIMPLE, VALUE, MEAN, MIN, MAX, SUM, COUNT -> null;
                });
    }

    private static boolean isSilentFromTheStart(
            MetricDef metric, MetricFigure figure, Instant now) {
        return figure.freshness() == Freshness.NO_DATA
                && now.isAfter(metric.createdAt().plus(metric.terms().staleness()));
    }

    /**
     * A level holds until the metric is stale; a timer does not run on for longer than what it
     * watches holds.
     */
    static Instant tickUntil(MetricDef metric, MetricFigure figure, Instant now) {
        if (figure.lastObserved() == null) {
            return now;
        }
        Instant holds = figure.lastObserved().plus(metric.terms().staleness());
        return holds.isBefore(now) ? holds : now;
    }

    /** What a figure of a whole project is now. */
    static @Nullable BigDecimal of(Figure wanted, ProjectFigure project, ValueWatch value) {
        return switch (wanted) {
            case REALISED -> project.realised();
            case ROI_SIMPLE -> project.roiSimple();
            case ACHIEVEMENT -> project.achievement();
            case REALISATION, FORECAST, BURN_RATE, NO_OWNER -> value.value();
            case VALUE, MEAN, MIN, MAX, SUM, COUNT, NO_DATA, UNMEASURED -> null;
        };
    }
}
