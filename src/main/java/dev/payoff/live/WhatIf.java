package dev.payoff.live;

import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.portfolio.BaselineStep;
import dev.payoff.value.BaselineSeries;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.Valuation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Assumptions under which what is known of a project is valued again; what is not named stays as it
 * is. Pure: the same hours under other terms, and nothing is stored.
 *
 * @param goLive a date, which begins in the tenant's zone, or a time; for metrics without a benefit
 *     start of their own
 * @param discountRate per year
 * @param metrics by key, in the project or in full
 */
@Schema(
        name = "WhatIf",
        examples =
                """
                {"goLive": "2026-02-01", "discountRate": 0.08,
                 "metrics": {"infra-cost": {"share": 0.5, "valuation": {"amount": 1.2, "per": "MONTH"}}}}\
                """)
public record WhatIf(
        @Nullable String goLive,
        @DecimalMin("-0.99")
                @DecimalMax("10")
                @Digits(integer = INTEGER_DIGITS, fraction = FRACTION_DIGITS)
                @Nullable BigDecimal discountRate,
        @Size(max = MAX_METRICS) @Nullable Map<String, @NotNull @Valid Change> metrics) {

    /** The most metrics of one question. */
    static final int MAX_METRICS = 1_000;

    // As the registry takes them.
    static final int INTEGER_DIGITS = 18;
    static final int FRACTION_DIGITS = 18;

    private static final String PER_UNIT = "UNIT";

    private static final Change NOTHING = new Change(null, null, null, null, null, null);

    /**
     * Other terms of one metric.
     *
     * @param share of the improvement, from 0 to 1
     * @param confidence of readings that tell none, from 0 to 1
     * @param baseline alone stands for a series too: that is left out, unless it is told as well
     * @param baselineSeries as of the metric; empty: the baseline alone
     */
    @Schema(name = "WhatIfMetric")
    public record Change(
            @DecimalMin("0") @DecimalMax("1") @Digits(integer = 1, fraction = FRACTION_DIGITS)
                    @Nullable BigDecimal share,
            @DecimalMin("0") @DecimalMax("1") @Digits(integer = 1, fraction = FRACTION_DIGITS)
                    @Nullable BigDecimal confidence,
            @Digits(integer = INTEGER_DIGITS, fraction = FRACTION_DIGITS)
                    @Nullable BigDecimal baseline,
            @Size(max = BaselineSeries.MOST)
                    @Nullable List<@NotNull @Valid BaselineStep> baselineSeries,
            @Digits(integer = INTEGER_DIGITS, fraction = FRACTION_DIGITS)
                    @Nullable BigDecimal target,
            @Valid @Nullable Price valuation) {}

    /**
     * Money per unit of improvement and period, or per unit.
     *
     * @param per HOUR, DAY, WEEK, MONTH or YEAR for a LEVEL, UNIT for a FLOW
     */
    @Schema(name = "WhatIfValuation")
    public record Price(
            @NotNull @Digits(integer = INTEGER_DIGITS, fraction = FRACTION_DIGITS)
                    BigDecimal amount,
            @NotNull String per) {}

    /**
     * What is known, under these assumptions.
     *
     * @throws ProblemException with 400 where they do not fit the project
     */
    Ledger applied(Ledger known, ZoneId zone) {
        List<Violation> wrong = new ArrayList<>();
        Instant start = start(zone, wrong);
        Map<String, Change> changes = byFullKey(known, wrong);
        List<Ledger.Entry> entries = new ArrayList<>();
        for (Ledger.Entry entry : known.entries()) {
            Change change = changes.get(entry.key());
            entries.add(entry.valuedBy(terms(entry, start, change, zone, wrong)));
        }
        if (!wrong.isEmpty()) {
            throw ProblemException.notValid(wrong);
        }
        return known.assuming(
                discountRate == null
                        ? known.project()
                        : known.project().withDiscountRate(discountRate),
                entries);
    }

    private @Nullable Instant start(ZoneId zone, List<Violation> wrong) {
        if (goLive == null) {
            return null;
        }
        try {
            return goLive.contains("T")
                    ? OffsetDateTime.parse(goLive).toInstant()
                    : LocalDate.parse(goLive).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            wrong.add(new Violation("goLive", "must be an ISO date or a date-time with offset"));
            return null;
        }
    }

    private Map<String, Change> byFullKey(Ledger known, List<Violation> wrong) {
        Map<String, Change> changes = new HashMap<>();
        Set<String> keys =
                known.entries().stream().map(Ledger.Entry::key).collect(Collectors.toSet());
        if (metrics != null) {
            metrics.forEach((key, change) -> {
                String full = key.contains("/") ? key : known.project().key() + "/" + key;
                if (!keys.contains(full)) {
                    wrong.add(new Violation("metrics." + key, "is no metric of the project"));
                } else if (changes.put(full, change) != null) {
                    wrong.add(new Violation("metrics." + key, "is named twice"));
                }
            });
        }
        return changes;
    }

    private static MetricTerms terms(
            Ledger.Entry entry,
            @Nullable Instant start,
            @Nullable Change change,
            ZoneId zone,
            List<Violation> wrong) {
        MetricTerms now = entry.terms();
        Change to = change == null ? NOTHING : change;
        return new MetricTerms(
                now.kind(),
                to.baseline() == null ? now.baseline() : to.baseline(),
                to.target() == null ? now.target() : to.target(),
                now.targetAt(),
                to.share() == null ? now.share() : to.share(),
                to.confidence() == null ? now.confidence() : to.confidence(),
                to.valuation() == null ? now.valuation() : valuation(entry, to.valuation(), wrong),
                now.flowPer(),
                start == null || entry.ownStart() ? now.benefitStart() : start,
                now.benefitEnd(),
                now.staleness(),
                // Another target is another promise, which the old one's course says nothing about.
                to.target() == null ? now.profile() : null,
                now.counted(),
                baselines(entry, to, zone, wrong));
    }

    private static @Nullable BaselineSeries baselines(
            Ledger.Entry entry, Change to, ZoneId zone, List<Violation> wrong) {
        List<BaselineStep> steps = to.baselineSeries();
        if (steps == null) {
            return to.baseline() == null ? entry.terms().baselines() : null;
        }
        int before = wrong.size();
        BaselineStep.check("metrics." + entry.key() + ".baselineSeries", steps, zone, wrong);
        return wrong.size() > before ? null : BaselineStep.series(steps, zone);
    }

    private static @Nullable Valuation valuation(
            Ledger.Entry entry, Price price, List<Violation> wrong) {
        boolean flow = entry.terms().kind() == Kind.FLOW;
        if (flow && price.per().equals(PER_UNIT)) {
            return priced(entry, new Valuation.PerUnit(price.amount()));
        }
        if (!flow) {
            for (Period period : Period.values()) {
                if (period.name().equals(price.per())) {
                    return priced(entry, new Valuation.PerPeriod(price.amount(), period));
                }
            }
        }
        wrong.add(
                new Violation(
                        "metrics." + entry.key() + ".valuation.per",
                        flow
                                ? "must be UNIT for a FLOW"
                                : "must be HOUR, DAY, WEEK, MONTH or YEAR for a LEVEL"));
        return null;
    }

    private static Valuation priced(Ledger.Entry entry, Valuation price) {
        return entry.disbenefit() ? price.negated() : price;
    }
}
