package dev.payoff.value.appraisal;

import dev.payoff.value.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Earned value of a project's work (ANSI/EIA-748; PMBOK): is the work done worth what was spent on
 * it? It speaks of work, not of benefit. Ratios are null where their divisor is 0 or an input is
 * not known; {@code undefined} says which and why.
 *
 * @param budget BAC, what all of the work was planned to cost
 * @param planned PV, what was planned to be done by now
 * @param earned EV, what is done, at planned cost
 * @param actual AC, what was spent
 * @param toGo ETC, what is still expected to be spent, estimated anew; null where nobody did
 * @param costVariance EV − AC
 * @param scheduleVariance EV − PV
 * @param cpi EV / AC
 * @param spi EV / PV
 * @param eacAtCpi BAC / CPI: the rest costs as the work so far did
 * @param eacAtPlan AC + BAC − EV: the rest costs what was planned
 * @param eacAtEstimate AC + ETC: the rest costs what is now estimated
 * @param tcpi (BAC − EV) / (BAC − AC): how well the rest must be done to keep to the budget
 * @param varianceAtCompletion BAC − EAC by CPI
 */
public record EarnedValue(
        BigDecimal budget,
        BigDecimal planned,
        @Nullable BigDecimal earned,
        BigDecimal actual,
        @Nullable BigDecimal toGo,
        @Nullable BigDecimal costVariance,
        @Nullable BigDecimal scheduleVariance,
        @Nullable BigDecimal cpi,
        @Nullable BigDecimal spi,
        @Nullable BigDecimal eacAtCpi,
        @Nullable BigDecimal eacAtPlan,
        @Nullable BigDecimal eacAtEstimate,
        @Nullable BigDecimal tcpi,
        @Nullable BigDecimal varianceAtCompletion,
        List<Unknown> undefined) {

    private static final String NO_WORK = "It is not known how much of the work is done.";

    /** Keeps an own copy of the reasons. */
    public EarnedValue {
        undefined = List.copyOf(undefined);
    }

    /** The figures of these five; nothing else enters them. */
    public static EarnedValue of(
            BigDecimal budget,
            BigDecimal planned,
            @Nullable BigDecimal earned,
            BigDecimal actual,
            @Nullable BigDecimal toGo) {
        List<Unknown> undefined = new ArrayList<>();
        if (toGo == null) {
            undefined.add(
                    new Unknown("eacAtEstimate", "Nobody estimated what is still to be spent."));
        }
        BigDecimal atEstimate = toGo == null ? null : Decimals.plain(actual.add(toGo));
        if (earned == null) {
            for (String figure :
                    List.of(
                            "costVariance",
                            "scheduleVariance",
                            "cpi",
                            "spi",
                            "eacAtCpi",
                            "eacAtPlan",
                            "tcpi",
                            "varianceAtCompletion")) {
                undefined.add(new Unknown(figure, NO_WORK));
            }
            return new EarnedValue(
                    budget,
                    planned,
                    null,
                    actual,
                    toGo,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    atEstimate,
                    null,
                    null,
                    undefined);
        }
        BigDecimal cpi = ratio("cpi", earned, actual, "Nothing was spent yet.", undefined);
        BigDecimal spi =
                ratio("spi", earned, planned, "Nothing was planned to be done yet.", undefined);
        // One division, for BAC / CPI would round twice.
        BigDecimal atCpi =
                ratio(
                        "eacAtCpi",
                        budget.multiply(actual),
                        earned,
                        "Nothing is done yet, so no cost of it can be told.",
                        undefined);
        if (atCpi == null) {
            undefined.add(
                    new Unknown(
                            "varianceAtCompletion", "The estimate at completion is not known."));
        }
        BigDecimal tcpi =
                ratio(
                        "tcpi",
                        budget.subtract(earned),
                        budget.subtract(actual),
                        "The budget is spent.",
                        undefined);
        return new EarnedValue(
                budget,
                planned,
                earned,
                actual,
                toGo,
                Decimals.plain(earned.subtract(actual)),
                Decimals.plain(earned.subtract(planned)),
                cpi,
                spi,
                atCpi,
                Decimals.plain(actual.add(budget).subtract(earned)),
                atEstimate,
                tcpi,
                atCpi == null ? null : Decimals.plain(budget.subtract(atCpi)),
                undefined);
    }

    private static @Nullable BigDecimal ratio(
            String figure,
            BigDecimal dividend,
            BigDecimal divisor,
            String reason,
            List<Unknown> undefined) {
        if (divisor.signum() == 0) {
            undefined.add(new Unknown(figure, reason));
            return null;
        }
        return Decimals.quotient(dividend, divisor);
    }
}
