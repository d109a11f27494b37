package dev.payoff.live.money;

import dev.payoff.app.Shown;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.InternalRate;
import dev.payoff.value.Payback;
import dev.payoff.value.appraisal.Appraisal;
import dev.payoff.value.appraisal.Unknown;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a case.
 *
 * @param from the day of the first flow, to which all is discounted; null without flows
 * @param until the last day that counts
 * @param irr null where there are none or several rates
 * @param rates all yearly rates at which npv is 0, ascending
 * @param rateCount how many
 * @param paybackMonths since when benefits cover costs for good
 * @param firstPaybackMonths when they first did, if later costs undid it
 * @param riskAdjustedNpv npv with each benefit weighted by its confidence
 * @param reasons what is missing in all of them
 */
@Schema(name = "MoneyCase")
public record CaseFigures(
        @Nullable LocalDate from,
        LocalDate until,
        MoneyFigure benefit,
        MoneyFigure weightedBenefit,
        MoneyFigure cost,
        MoneyFigure net,
        MoneyFigure presentBenefit,
        MoneyFigure presentCost,
        MoneyFigure npv,
        MoneyFigure riskAdjustedNpv,
        MoneyFigure roiSimple,
        MoneyFigure roiDiscounted,
        MoneyFigure bcr,
        MoneyFigure profitabilityIndex,
        MoneyFigure irr,
        int rateCount,
        List<BigDecimal> rates,
        MoneyFigure mirr,
        MoneyFigure paybackMonths,
        MoneyFigure firstPaybackMonths,
        MoneyFigure discountedPaybackMonths,
        List<String> reasons) {

    private static final String YEARLY = "per year";
    private static final String MONTHS = "months";

    static CaseFigures of(MoneyCase of, Assumptions by, String currency) {
        Appraisal it = of.appraise(by);
        Map<String, String> why = new HashMap<>();
        for (Unknown unknown : it.undefined()) {
            why.putIfAbsent(unknown.figure(), unknown.sentence());
        }
        Teller tell = new Teller(why, of.reasons().isEmpty() ? null : of.reasons().getFirst());
        List<DatedAmount> weighted =
                of.benefits().stream().flatMap(each -> each.weighted().stream()).toList();
        BigDecimal expected =
                it.origin() == null || it.presentCost() == null
                        ? null
                        : Appraisal.present(by.schedule(), weighted, it.origin())
                                .subtract(it.presentCost());
        List<BigDecimal> rates = rates(it.irr());
        Payback discounted = it.discountedPayback();
        why.putIfAbsent("firstPaybackMonths", why.getOrDefault("paybackMonths", ""));
        return new CaseFigures(
                it.origin(),
                of.until(),
                MoneyFigure.of(it.benefit(), currency, "sum of benefits", null),
                MoneyFigure.of(sum(weighted), currency, "sum of benefit · confidence", null),
                tell.figure("cost", it.cost(), currency, "sum of costs"),
                tell.figure("net", it.net(), currency, "benefit − cost"),
                MoneyFigure.of(
                        it.presentBenefit(),
                        currency,
                        "sum of benefit · discount factor of its day",
                        why.get("presentBenefit")),
                tell.figure(
                        "presentCost",
                        it.presentCost(),
                        currency,
                        "sum of cost · discount factor of its day"),
                tell.figure("npv", it.npv(), currency, "PV(benefits) − PV(costs)"),
                tell.figure("npv", expected, currency, "PV(benefits · confidence) − PV(costs)"),
                tell.figure("roiSimple", it.roiSimple(), null, "(benefit − cost) / cost"),
                tell.figure("roiDiscounted", it.roiDiscounted(), null, "NPV / PV(costs)"),
                tell.figure("bcr", it.bcr(), null, "PV(benefits) / PV(costs)"),
                tell.figure(
                        "profitabilityIndex",
                        it.profitabilityIndex(),
                        null,
                        "1 + NPV / PV(costs until the first benefit)"),
                tell.figure("irr", it.rate(), YEARLY, "the one rate at which NPV is 0"),
                rates.size(),
                rates.stream().map(Shown::plain).toList(),
                tell.figure(
                        "mirr",
                        it.mirr(),
                        YEARLY,
                        "(FV of net inflows / PV of net outflows)^(365 / days) − 1"),
                tell.figure(
                        "paybackMonths",
                        it.payback().last(),
                        MONTHS,
                        "months of 730.5 h from the first spend until benefits cover costs for good"),
                tell.figure(
                        "firstPaybackMonths",
                        it.payback().first(),
                        MONTHS,
                        "months from the first spend until benefits first cover costs"),
                tell.figure(
                        "discountedPaybackMonths",
                        discounted == null ? null : discounted.last(),
                        MONTHS,
                        "the same of present values"),
                of.reasons());
    }

    /** Puts a figure together; where something is missing in all of them, that is the reason. */
    private record Teller(Map<String, String> why, @Nullable String missing) {

        MoneyFigure figure(
                String name, @Nullable BigDecimal exact, @Nullable String unit, String formula) {
            return missing == null
                    ? MoneyFigure.of(exact, unit, formula, why.get(name))
                    : MoneyFigure.of(null, unit, formula, missing);
        }
    }

    private static List<BigDecimal> rates(InternalRate irr) {
        return switch (irr) {
            case InternalRate.Roots roots -> new ArrayList<>(roots.ascending());
            case InternalRate.None none -> List.of();
        };
    }

    private static BigDecimal sum(List<DatedAmount> flows) {
        return flows.stream().map(DatedAmount::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
