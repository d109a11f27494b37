package dev.payoff.stream;

import dev.payoff.alert.Figure;
import dev.payoff.alert.ValueWords;
import dev.payoff.value.BurnRate;
import dev.payoff.value.Freshness;
import dev.payoff.value.Outlook;
import dev.payoff.value.RealisedValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures of rules on value: how it stands to what was planned, where it will end, whether anybody
 * measures it and answers for it. All of them move with the clock. Pure.
 *
 * @param value what the rule's threshold is held against; null: unknown
 * @param detail what it means in money; null where there is nothing to say
 */
record ValueWatch(@Nullable BigDecimal value, @Nullable String detail) {

    private static final ValueWatch UNKNOWN = new ValueWatch(null, null);

    /**
     * Of a metric.
     *
     * @param owned whether somebody owns it
     * @param burn of its windows, for the figure that asks for it; null: unknown
     */
    static ValueWatch of(
            Figure figure,
            MetricDef metric,
            MetricFigure now,
            boolean owned,
            @Nullable BurnRate burn,
            Instant at) {
        return switch (figure) {
            case REALISATION -> realisation(now.realised(), planned(metric, at), metric.currency());
            case FORECAST -> forecast(outlook(metric, now, at), metric);
            case BURN_RATE -> burn(burn, metric, at);
            case UNMEASURED -> unmeasured(metric, now, at);
            case NO_OWNER -> unowned(owned, planned(metric, at), metric.currency());
            case VALUE, MEAN, MIN, MAX, SUM, COUNT, ACHIEVEMENT, REALISED, ROI_SIMPLE, NO_DATA ->
                    UNKNOWN;
        };
    }

    /** Of a whole project: its metrics together, as far as they are planned, known and counted. */
    static ValueWatch of(
            Figure figure,
            ProjectFigure project,
            List<MetricFigure> metrics,
            boolean owned,
            @Nullable BurnRate burn,
            Instant at) {
        BigDecimal planned = null;
        BigDecimal realised = BigDecimal.ZERO;
        Outlook outlook = null;
        for (MetricFigure metric : metrics) {
            if (!metric.definition().terms().counted()) {
                continue;
            }
            BigDecimal own = planned(metric.definition(), at);
            if (own != null && metric.realised() != null) {
                planned = planned == null ? own : planned.add(own);
                realised = realised.add(metric.realised());
            }
            Outlook next = outlook(metric.definition(), metric, at);
            outlook = outlook == null ? next : next == null ? outlook : outlook.plus(next);
        }
        return switch (figure) {
            case REALISATION -> realisation(realised, planned, project.currency());
            case FORECAST ->
                    metrics.isEmpty()
                            ? UNKNOWN
                            : forecast(outlook, metrics.getFirst().definition());
            case BURN_RATE ->
                    metrics.isEmpty() ? UNKNOWN : burn(burn, metrics.getFirst().definition(), at);
            case NO_OWNER -> unowned(owned, planned, project.currency());
            case UNMEASURED,
                    VALUE,
                    MEAN,
                    MIN,
                    MAX,
                    SUM,
                    COUNT,
                    ACHIEVEMENT,
                    REALISED,
                    ROI_SIMPLE,
                    NO_DATA ->
                    UNKNOWN;
        };
    }

    private static @Nullable BigDecimal planned(MetricDef metric, Instant at) {
        return RealisedValue.plannedToDate(metric.terms(), at).value();
    }

    private static @Nullable Outlook outlook(MetricDef metric, MetricFigure now, Instant at) {
        return Outlook.of(
                metric.terms(), now.realised(), now.earningPerHour(), now.freshness(), at);
    }

    /** Realised / planned to date; unknown while nothing is planned yet. */
    private static ValueWatch realisation(
            @Nullable BigDecimal realised, @Nullable BigDecimal planned, String currency) {
        return realised == null || planned == null || planned.signum() <= 0
                ? UNKNOWN
                : new ValueWatch(
                        realised.divide(planned, MathContext.DECIMAL128),
                        ValueWords.realisation(realised, planned, currency));
    }

    private static ValueWatch forecast(@Nullable Outlook outlook, MetricDef metric) {
        return outlook == null
                ? UNKNOWN
                : new ValueWatch(
                        outlook.ratio(),
                        ValueWords.outlook(
                                outlook, metric.currency(), metric.zone(), metric.fiscal()));
    }

    private static ValueWatch burn(@Nullable BurnRate burn, MetricDef metric, Instant at) {
        BigDecimal rate = burn == null ? null : burn.rate();
        return burn == null || rate == null
                ? UNKNOWN
                : new ValueWatch(
                        rate,
                        ValueWords.burn(
                                burn, metric.currency(), metric.zone(), metric.fiscal(), at));
    }

    /** 1 from the benefit start on while no reading was ever made, else 0. */
    private static ValueWatch unmeasured(MetricDef metric, MetricFigure now, Instant at) {
        Instant start = metric.terms().benefitStart();
        return now.freshness() == Freshness.NO_DATA && start != null && !at.isBefore(start)
                ? new ValueWatch(
                        BigDecimal.ONE,
                        ValueWords.unmeasured(
                                start, planned(metric, at), metric.currency(), metric.zone()))
                : new ValueWatch(BigDecimal.ZERO, null);
    }

    private static ValueWatch unowned(
            boolean owned, @Nullable BigDecimal planned, String currency) {
        return owned
                ? new ValueWatch(BigDecimal.ZERO, null)
                : new ValueWatch(BigDecimal.ONE, ValueWords.unowned(planned, currency));
    }
}
