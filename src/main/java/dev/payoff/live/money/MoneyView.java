package dev.payoff.live.money;

import dev.payoff.app.Shown;
import dev.payoff.live.Ledger;
import dev.payoff.live.money.MoneyCase.Basis;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.portfolio.CostNature;
import dev.payoff.portfolio.CostStage;
import dev.payoff.value.Decimals;
import dev.payoff.value.Gap;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.appraisal.FiscalCalendar;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All of a project's money: to date, as planned, as it looks.
 *
 * @param horizon the last day of plan and outlook
 * @param laterGoLive by optimism bias on duration; null where none is told or it is live
 * @param realisation realised against promised; two rates that must not be mixed
 * @param costs actual and not, by stage and nature
 * @param fiscalYears the outlook and the plan by the tenant's fiscal years
 * @param complete whether nothing that belongs to the figures is missing
 */
@Schema(name = "Money")
public record MoneyView(
        UUID id,
        String project,
        String currency,
        Instant asOf,
        @Nullable Instant asKnownAt,
        long revision,
        Assumptions.Discounting discounting,
        Assumptions.Prices prices,
        LocalDate horizon,
        BigDecimal optimism,
        Assumptions.@Nullable LaterGoLive laterGoLive,
        CaseFigures toDate,
        CaseFigures plan,
        CaseFigures outlook,
        Realisation realisation,
        Confidence confidence,
        List<CostSum> costs,
        List<FiscalYear> fiscalYears,
        boolean complete,
        List<String> reasons) {

    /**
     * How much of what was promised came. Not capped at 1.
     *
     * @param toDate realised / promised to date
     * @param toTotal realised / promised until the horizon, which is 1 at the end at the earliest
     */
    @Schema(name = "MoneyRealisation")
    public record Realisation(
            MoneyFigure promisedToDate,
            MoneyFigure toDate,
            MoneyFigure promisedInTotal,
            MoneyFigure toTotal) {}

    /** Realised value as told and as weighted by confidence, and what lies between. */
    @Schema(name = "MoneyConfidence")
    public record Confidence(MoneyFigure value, MoneyFigure weighted, MoneyFigure gap) {}

    /**
     * Cost lines of a stage and nature.
     *
     * @param nature null where the lines tell none
     * @param amount null where a rate is missing
     */
    @Schema(name = "MoneyCostSum")
    public record CostSum(
            CostStage stage,
            @Nullable CostNature nature,
            long lines,
            @Nullable BigDecimal amount) {}

    /** A fiscal year of the project, amounts nominal or real as asked for. */
    @Schema(name = "MoneyFiscalYear")
    public record FiscalYear(
            String label,
            LocalDate from,
            LocalDate until,
            BigDecimal benefit,
            BigDecimal cost,
            BigDecimal plannedBenefit,
            BigDecimal plannedCost) {}

    static MoneyView of(Facts facts) {
        Ledger ledger = facts.ledger();
        String currency = ledger.project().currency();
        MoneyCase toDate = MoneyCase.of(Basis.TO_DATE, facts);
        MoneyCase plan = MoneyCase.of(Basis.PLAN, facts);
        MoneyCase outlook = MoneyCase.of(Basis.OUTLOOK, facts);
        List<String> reasons = new ArrayList<>(outlook.reasons());
        for (Ledger.Entry entry : ledger.entries()) {
            for (Gap gap : RealisedValue.gaps(entry.terms())) {
                if (gap != Gap.NO_VALUATION) {
                    reasons.add(entry.key() + ": " + gap.sentence());
                }
            }
        }
        CaseFigures now = CaseFigures.of(toDate, facts.by(), currency);
        CaseFigures planned = CaseFigures.of(plan, facts.by(), currency);
        return new MoneyView(
                ledger.project().id(),
                ledger.project().key(),
                currency,
                ledger.moment().until(),
                ledger.moment().asKnownAt(),
                ledger.revision(),
                facts.by().discounting(),
                facts.by().prices(),
                facts.horizon(),
                facts.by().optimism(),
                Assumptions.LaterGoLive.of(
                        ledger.project().goLive(), ledger.moment().until(), facts.by().duration()),
                now,
                planned,
                CaseFigures.of(outlook, facts.by(), currency),
                realisation(facts, toDate, plan, currency),
                confidence(now, currency),
                costs(facts),
                years(facts, outlook, plan),
                reasons.isEmpty(),
                List.copyOf(reasons));
    }

    /** What the metrics promise until as-of, nominal; null where nothing is promised in money. */
    static @Nullable BigDecimal promisedToDate(Facts facts) {
        BigDecimal promised = null;
        for (Ledger.Entry entry : facts.ledger().entries()) {
            if (MoneyCase.counts(entry)) {
                BigDecimal value = MoneyCase.planned(entry, facts.ledger().moment().until());
                promised = promised == null ? value : promised.add(value);
            }
        }
        return promised;
    }

    /** What a case's benefits come to; null where it has none. */
    static @Nullable BigDecimal promisedInTotal(MoneyCase plan) {
        return plan.benefits().isEmpty() ? null : total(plan.benefits());
    }

    static Realisation realisation(Facts facts, MoneyCase toDate, MoneyCase plan, String currency) {
        BigDecimal realised = total(toDate.benefits());
        BigDecimal promised = promisedToDate(facts);
        // What was measured is in the prices that were asked for; a promise to date is nominal.
        boolean nominal = facts.by().index() == null;
        BigDecimal inTotal = promisedInTotal(plan);
        String none = "Nothing is promised in money.";
        return new Realisation(
                MoneyFigure.of(
                        promised, currency, "sum of what the metrics promise until as-of", none),
                MoneyFigure.of(
                        nominal ? ratio(realised, promised) : null,
                        null,
                        "realised / promised to date",
                        nominal
                                ? promised == null ? none : "Nothing was to be realised by now."
                                : "It is told in nominal prices only."),
                MoneyFigure.of(
                        inTotal,
                        currency,
                        "sum of what the metrics promise until the horizon",
                        none),
                MoneyFigure.of(
                        ratio(realised, inTotal),
                        null,
                        "realised / promised until the horizon",
                        inTotal == null ? none : "Nothing is to be realised until the horizon."));
    }

    private static Confidence confidence(CaseFigures now, String currency) {
        BigDecimal value = Objects.requireNonNull(now.benefit().value());
        BigDecimal weighted = Objects.requireNonNull(now.weightedBenefit().value());
        return new Confidence(
                now.benefit(),
                now.weightedBenefit(),
                MoneyFigure.of(
                        value.subtract(weighted), currency, "benefit − weighted benefit", null));
    }

    private static List<CostSum> costs(Facts facts) {
        record Key(CostStage stage, @Nullable CostNature nature) {}
        Map<String, CostSum> sums = new TreeMap<>();
        for (CostRow row : facts.costs()) {
            Key key = new Key(row.stage(), row.nature());
            BigDecimal amount = row.amount();
            sums.merge(
                    key.stage().ordinal() + "/" + key.nature(),
                    new CostSum(row.stage(), row.nature(), row.lines(), amount),
                    (one, other) ->
                            new CostSum(
                                    one.stage(),
                                    one.nature(),
                                    one.lines() + other.lines(),
                                    one.amount() == null || other.amount() == null
                                            ? null
                                            : one.amount().add(other.amount())));
        }
        return sums.values().stream()
                .map(sum ->
                        new CostSum(
                                sum.stage(), sum.nature(), sum.lines(), Shown.figure(sum.amount())))
                .toList();
    }

    private static List<FiscalYear> years(Facts facts, MoneyCase outlook, MoneyCase plan) {
        FiscalCalendar calendar = facts.by().calendar().terms().calendar();
        Map<LocalDate, BigDecimal[]> sums = new TreeMap<>();
        add(sums, calendar, outlook.benefits(), 0);
        add(sums, calendar, outlook.costs(), 1);
        add(sums, calendar, plan.benefits(), 2);
        add(sums, calendar, plan.costs(), 3);
        List<FiscalYear> years = new ArrayList<>();
        sums.forEach((from, amounts) -> {
            FiscalCalendar.Span span = calendar.year(from);
            years.add(
                    new FiscalYear(
                            span.label(),
                            span.from(),
                            span.until(),
                            shown(amounts[0]),
                            shown(amounts[1]),
                            shown(amounts[2]),
                            shown(amounts[3])));
        });
        return years;
    }

    private static void add(
            Map<LocalDate, BigDecimal[]> sums,
            FiscalCalendar calendar,
            List<CashStream> streams,
            int column) {
        for (CashStream stream : streams) {
            for (CashStream.Flow flow : stream.flows()) {
                BigDecimal[] year =
                        sums.computeIfAbsent(
                                calendar.year(flow.on()).from(),
                                from ->
                                        new BigDecimal[] {
                                            BigDecimal.ZERO,
                                            BigDecimal.ZERO,
                                            BigDecimal.ZERO,
                                            BigDecimal.ZERO
                                        });
                year[column] = year[column].add(flow.amount());
            }
        }
    }

    private static BigDecimal shown(BigDecimal exact) {
        return Objects.requireNonNull(Shown.figure(exact));
    }

    static BigDecimal total(List<CashStream> streams) {
        return streams.stream()
                .flatMap(stream -> stream.flows().stream())
                .map(CashStream.Flow::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static @Nullable BigDecimal ratio(BigDecimal dividend, @Nullable BigDecimal divisor) {
        return divisor == null || divisor.signum() == 0
                ? null
                : Decimals.quotient(dividend, divisor);
    }
}
