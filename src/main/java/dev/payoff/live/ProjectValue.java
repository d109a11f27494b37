package dev.payoff.live;

import dev.payoff.app.Shown;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.Earned;
import dev.payoff.value.Freshness;
import dev.payoff.value.Gap;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Planned;
import dev.payoff.value.ProjectFigures;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.Segment;
import dev.payoff.value.Undefined;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a project has earned, cost and returned, folded anew from measured hours; amounts in {@code
 * currency}, rounded to {@link Shown#DECIMALS} places here and nowhere before.
 *
 * @param realised money earned so far by measured improvement
 * @param weighted the same, weighted by confidence
 * @param earningPerHour what hours like the last measured ones earn, while they are fresh
 * @param tickPerHour by how much realised value moves per hour until the next reading
 * @param roiSimple (realised − cost) / cost, nothing discounted
 * @param roiDiscounted net present value / present value of cost
 * @param realisationRate realised / planned to date
 * @param achievement the mean of its benefits', disbenefits left out
 * @param uncounted money earned by benefits that have not passed the tenant's gate; in none of the
 *     other figures
 * @param disbenefits what of {@code realised} comes from disbenefits: negative where they cost
 * @param complete whether nothing that belongs to the figures is missing
 * @param reasons why figures are null or incomplete, a sentence each
 */
public record ProjectValue(
        UUID id,
        String key,
        String name,
        String type,
        String currency,
        BigDecimal realised,
        BigDecimal weighted,
        BigDecimal earningPerHour,
        BigDecimal tickPerHour,
        BigDecimal uncounted,
        BigDecimal disbenefits,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal roiSimple,
        @Nullable BigDecimal roiDiscounted,
        @Nullable BigDecimal npv,
        @Nullable BigDecimal irr,
        @Nullable BigDecimal paybackMonths,
        @Nullable BigDecimal realisationRate,
        @Nullable BigDecimal achievement,
        boolean complete,
        List<String> reasons,
        Instant asOf,
        @Nullable Instant asKnownAt,
        long revision,
        Freshness freshness,
        @Nullable Instant lastObserved,
        List<Metric> metrics) {

    /**
     * What one metric contributes.
     *
     * @param baseline in force at as-of
     */
    public record Metric(
            UUID id,
            String key,
            String name,
            Kind kind,
            String category,
            String type,
            String unit,
            @Nullable String flowPer,
            @Nullable BigDecimal baseline,
            @Nullable BigDecimal target,
            @Nullable BigDecimal current,
            @Nullable BigDecimal achievement,
            @Nullable BigDecimal realised,
            @Nullable BigDecimal weighted,
            BigDecimal earningPerHour,
            BigDecimal tickPerHour,
            Freshness freshness,
            @Nullable Instant lastObserved,
            BigDecimal share,
            BigDecimal confidence,
            boolean disbenefit,
            boolean counted,
            List<String> reasons) {}

    /** What a ledger comes to. */
    public static ProjectValue of(Ledger ledger) {
        Instant asOf = ledger.moment().until();
        List<Metric> metrics = new ArrayList<>();
        List<DatedAmount> gained = new ArrayList<>();
        List<String> reasons = new ArrayList<>(ledger.missingRates());
        reasons.addAll(ledger.forgotten());
        Totals totals = new Totals();
        for (Ledger.Entry entry : ledger.entries()) {
            List<Gap> gaps = RealisedValue.gaps(entry.terms());
            for (Gap gap : gaps) {
                if (gap != Gap.NO_VALUATION) {
                    reasons.add(entry.key() + ": " + gap.sentence());
                }
            }
            metrics.add(totals.add(entry, gaps, asOf, gained));
        }
        boolean costKnown = ledger.missingRates().isEmpty();
        ProjectFigures figures =
                ProjectFigures.of(
                        ledger.project().discountRate(),
                        gained,
                        ledger.costByDay(),
                        totals.planned,
                        asOf.atOffset(ZoneOffset.UTC).toLocalDate());
        boolean complete = reasons.isEmpty();
        for (Undefined undefined : figures.undefined()) {
            reasons.add(undefined.told());
        }
        BigDecimal cost =
                ledger.costByDay().stream()
                        .map(DatedAmount::amount)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new ProjectValue(
                ledger.project().id(),
                ledger.project().key(),
                ledger.project().name(),
                ledger.project().type(),
                ledger.project().currency(),
                known(totals.realised),
                known(totals.weighted),
                known(totals.earning),
                known(totals.tick),
                known(totals.uncounted),
                known(totals.disbenefits),
                costKnown ? Shown.figure(cost) : null,
                costKnown ? Shown.figure(figures.roiSimple()) : null,
                costKnown ? Shown.figure(figures.roiDiscounted()) : null,
                costKnown ? Shown.figure(figures.npv()) : null,
                costKnown ? Shown.figure(figures.irr()) : null,
                costKnown ? Shown.figure(figures.paybackMonths()) : null,
                Shown.figure(figures.realisationRate()),
                Shown.figure(totals.achievement()),
                complete,
                List.copyOf(reasons),
                asOf,
                ledger.moment().asKnownAt(),
                ledger.revision(),
                totals.freshness,
                totals.lastObserved,
                metrics);
    }

    private static BigDecimal known(BigDecimal exact) {
        return Objects.requireNonNull(Shown.figure(exact));
    }

    /** Sums while the metrics are gone through. */
    private static final class Totals {
        private BigDecimal realised = BigDecimal.ZERO;
        private BigDecimal weighted = BigDecimal.ZERO;
        private BigDecimal earning = BigDecimal.ZERO;
        private BigDecimal tick = BigDecimal.ZERO;
        private BigDecimal uncounted = BigDecimal.ZERO;
        private BigDecimal disbenefits = BigDecimal.ZERO;
        private @Nullable BigDecimal planned;
        private BigDecimal achieved = BigDecimal.ZERO;
        private int achievements;
        private Freshness freshness = Freshness.NO_DATA;
        private @Nullable Instant lastObserved;

        Metric add(Ledger.Entry entry, List<Gap> gaps, Instant asOf, List<DatedAmount> gained) {
            MetricTerms terms = entry.terms();
            HourWindow last = entry.hours().isEmpty() ? null : entry.hours().getLast();
            BigDecimal current =
                    terms.kind() == Kind.LEVEL
                            ? entry.lastValue()
                            : RealisedValue.flowCurrent(terms, entry.hours(), asOf);
            BigDecimal achievement = RealisedValue.achievement(terms, current, asOf);
            HourWindow typical = RealisedValue.typicalHour(terms, entry.hours(), asOf);
            BigDecimal perHour = RealisedValue.earningPerHour(terms, typical, asOf);
            BigDecimal perTick = RealisedValue.tickPerHour(terms, last, asOf);
            Earned earned = null;
            if (gaps.isEmpty()) {
                List<DatedAmount> own = new ArrayList<>();
                earned = earned(terms, entry.hours(), asOf, own);
                if (terms.counted()) {
                    gained.addAll(own);
                    realised = realised.add(earned.value());
                    weighted = weighted.add(earned.weighted());
                    earning = earning.add(perHour);
                    tick = tick.add(perTick);
                    if (entry.disbenefit()) {
                        disbenefits = disbenefits.add(earned.value());
                    }
                } else {
                    uncounted = uncounted.add(earned.value());
                }
            }
            Planned plan = RealisedValue.plannedToDate(terms, asOf);
            if (plan.value() != null && terms.counted()) {
                planned = planned == null ? plan.value() : planned.add(plan.value());
            }
            // What a disbenefit has reached is harm, which would raise the mean.
            if (achievement != null && !entry.disbenefit()) {
                achieved = achieved.add(achievement);
                achievements++;
            }
            Freshness own = RealisedValue.freshness(terms, entry.lastObserved(), asOf);
            if (own == Freshness.LIVE || freshness == Freshness.NO_DATA) {
                freshness = own;
            }
            Instant observed = entry.lastObserved();
            if (observed != null && (lastObserved == null || observed.isAfter(lastObserved))) {
                lastObserved = observed;
            }
            BigDecimal baseline = terms.baselineAt(asOf);
            return new Metric(
                    entry.id(),
                    entry.key(),
                    entry.name(),
                    terms.kind(),
                    entry.category(),
                    entry.type(),
                    entry.unit(),
                    terms.kind() == Kind.FLOW ? terms.flowPer().name() : null,
                    baseline == null ? null : Shown.plain(baseline),
                    terms.target() == null ? null : Shown.plain(terms.target()),
                    current == null ? null : Shown.figure(current),
                    Shown.figure(achievement),
                    earned == null ? null : Shown.figure(earned.value()),
                    earned == null ? null : Shown.figure(earned.weighted()),
                    known(perHour),
                    known(perTick),
                    own,
                    observed,
                    terms.share(),
                    terms.confidence(),
                    entry.disbenefit(),
                    terms.counted(),
                    gaps.stream().map(Gap::sentence).toList());
        }

        private static Earned earned(
                MetricTerms terms, List<HourWindow> hours, Instant asOf, List<DatedAmount> gained) {
            BigDecimal value = BigDecimal.ZERO;
            BigDecimal weighted = BigDecimal.ZERO;
            for (Segment segment : RealisedValue.segments(terms, hours, asOf)) {
                value = value.add(segment.value());
                weighted = weighted.add(segment.weighted());
                gained.add(
                        new DatedAmount(
                                segment.from().atOffset(ZoneOffset.UTC).toLocalDate(),
                                segment.value()));
            }
            return new Earned(value, weighted);
        }

        @Nullable BigDecimal achievement() {
            return achievements == 0
                    ? null
                    : achieved.divide(BigDecimal.valueOf(achievements), MathContext.DECIMAL64);
        }
    }
}
