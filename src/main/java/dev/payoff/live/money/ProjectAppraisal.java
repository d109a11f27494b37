package dev.payoff.live.money;

import dev.payoff.live.Ledger;
import dev.payoff.live.money.EarnedValueView.Inputs;
import dev.payoff.live.money.MoneyCase.Basis;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.portfolio.Appraisals.Appraised;
import dev.payoff.portfolio.Appraisals.Flows;
import dev.payoff.portfolio.Appraisals.Parts;
import dev.payoff.portfolio.Appraisals.Promises;
import dev.payoff.portfolio.Appraisals.Question;
import dev.payoff.portfolio.Appraisals.Told;
import dev.payoff.portfolio.Appraisals.Work;
import dev.payoff.portfolio.MoneyMeasure;
import dev.payoff.portfolio.PriorityInput;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Period;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.appraisal.EarnedValue;
import dev.payoff.value.appraisal.Simulation;
import dev.payoff.value.appraisal.Simulation.Shape;
import dev.payoff.value.appraisal.Unknown;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A project's figures for a comparison, as {@link MoneyView}, {@link EarnedValueView}, {@link
 * DelayView} and {@link SimulationView} tell them of it alone, and what a group adds up. Pure.
 */
final class ProjectAppraisal {

    /** Runs of the simulation behind P(NPV &lt; 0): its standard error is at most 1.6 %. */
    static final int RUNS = Simulation.LEAST_RUNS;

    /** As where a project is simulated by itself and nobody tells a seed. */
    static final long SEED = 1;

    private static final Set<MoneyMeasure> OF_THE_CASE =
            Set.of(
                    MoneyMeasure.NPV,
                    MoneyMeasure.RISK_ADJUSTED_NPV,
                    MoneyMeasure.ROI_DISCOUNTED,
                    MoneyMeasure.IRR,
                    MoneyMeasure.MIRR,
                    MoneyMeasure.PAYBACK_MONTHS,
                    MoneyMeasure.DISCOUNTED_PAYBACK_MONTHS,
                    MoneyMeasure.BCR,
                    MoneyMeasure.PROFITABILITY_INDEX);

    private ProjectAppraisal() {}

    /** The figures that are asked for. */
    static Appraised of(
            Facts facts, EarnedValueView.Work work, PriorityInput priority, Question question) {
        String currency = facts.ledger().project().currency();
        MoneyCase it = MoneyCase.of(Basis.valueOf(question.basis().name()), facts);
        MoneyCase toDate = MoneyCase.of(Basis.TO_DATE, facts);
        MoneyCase plan = MoneyCase.of(Basis.PLAN, facts);
        Inputs inputs = Inputs.of(facts, work, null);
        BigDecimal delay = costOfDelay(facts, priority, question.moment().until());
        CaseFigures figures =
                question.measures().stream().anyMatch(OF_THE_CASE::contains)
                        ? CaseFigures.of(it, facts.by(), currency)
                        : null;
        MoneyView.Realisation realisation = MoneyView.realisation(facts, toDate, plan, currency);
        Map<MoneyMeasure, Told> told = new EnumMap<>(MoneyMeasure.class);
        for (MoneyMeasure measure : question.measures()) {
            told.put(
                    measure,
                    switch (measure) {
                        case REALISATION_TO_DATE -> told(realisation.toDate());
                        case REALISATION_TO_TOTAL -> told(realisation.toTotal());
                        case PROBABILITY_NEGATIVE -> negative(it, facts.by());
                        case CPI -> earned(inputs, "cpi", inputs.value().cpi());
                        case SPI -> earned(inputs, "spi", inputs.value().spi());
                        case EAC -> earned(inputs, "eacAtCpi", inputs.value().eacAtCpi());
                        case COST_OF_DELAY_PER_WEEK ->
                                Told.of(
                                        delay,
                                        "It earns nothing yet, promises nothing in money, and nobody"
                                                + " told its cost of delay.");
                        default -> told(ofCase(figures, measure));
                    });
        }
        return new Appraised(
                told,
                new Parts(
                        new Flows(
                                it.benefitFlows(),
                                weighted(it),
                                it.costFlows(),
                                it.until(),
                                it.reasons()),
                        new Promises(
                                MoneyView.total(toDate.benefits()),
                                MoneyView.promisedToDate(facts),
                                MoneyView.promisedInTotal(plan)),
                        new Work(
                                inputs.budget(),
                                inputs.planned(),
                                inputs.earned(),
                                inputs.actual(),
                                inputs.missing()),
                        delay,
                        facts.by().schedule()));
    }

    private static MoneyFigure ofCase(@Nullable CaseFigures of, MoneyMeasure measure) {
        if (of == null) {
            throw new IllegalStateException("The case was not appraised for " + measure);
        }
        return switch (measure) {
            case NPV -> of.npv();
            case RISK_ADJUSTED_NPV -> of.riskAdjustedNpv();
            case ROI_DISCOUNTED -> of.roiDiscounted();
            case IRR -> of.irr();
            case MIRR -> of.mirr();
            case PAYBACK_MONTHS -> of.paybackMonths();
            case DISCOUNTED_PAYBACK_MONTHS -> of.discountedPaybackMonths();
            case BCR -> of.bcr();
            case PROFITABILITY_INDEX -> of.profitabilityIndex();
            case REALISATION_TO_DATE,
                    REALISATION_TO_TOTAL,
                    PROBABILITY_NEGATIVE,
                    CPI,
                    SPI,
                    EAC,
                    COST_OF_DELAY_PER_WEEK ->
                    throw new IllegalArgumentException(measure + " is no figure of a case");
        };
    }

    private static Told told(MoneyFigure figure) {
        return Told.of(figure.value(), figure.reason());
    }

    private static Told earned(Inputs of, String name, @Nullable BigDecimal value) {
        String missing = of.missing();
        if (missing != null) {
            return Told.unknown(missing);
        }
        EarnedValue it = of.value();
        return Told.of(
                value,
                it.undefined().stream()
                        .filter(unknown -> unknown.figure().equals(name))
                        .map(Unknown::sentence)
                        .findFirst()
                        .orElse(null));
    }

    private static Told negative(MoneyCase of, Assumptions by) {
        RiskLines lines = RiskLines.of(of, by, RiskLines.Ranges.NONE);
        return lines.missing().isEmpty()
                ? Told.of(
                        BigDecimal.valueOf(
                                Simulation.of(lines.uncertain(), Shape.PERT, RUNS, SEED)
                                        .negative()),
                        null)
                : Told.unknown(lines.missing().getFirst());
    }

    /** As {@link DelayView}: what people told, else what is earned now, else what is promised. */
    private static @Nullable BigDecimal costOfDelay(
            Facts facts, PriorityInput priority, Instant now) {
        if (priority.costOfDelayPerWeek() != null) {
            return priority.costOfDelayPerWeek();
        }
        BigDecimal earning = BigDecimal.ZERO;
        BigDecimal promised = null;
        for (Ledger.Entry entry : facts.ledger().entries()) {
            if (MoneyCase.counts(entry)) {
                HourWindow hour = RealisedValue.typicalHour(entry.terms(), entry.hours(), now);
                earning = earning.add(RealisedValue.earningPerHour(entry.terms(), hour, now));
            }
            BigDecimal week = DelayResource.weekAtTarget(entry.terms(), now);
            promised = week == null ? promised : promised == null ? week : promised.add(week);
        }
        return earning.signum() == 0 ? promised : earning.multiply(Period.WEEK.hours());
    }

    private static List<DatedAmount> weighted(MoneyCase of) {
        return of.benefits().stream().flatMap(each -> each.weighted().stream()).toList();
    }
}
