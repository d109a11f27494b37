package dev.payoff.live;

import dev.payoff.app.Shown;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A project's figures as they are, as they would be, and what lies between them.
 *
 * @param stored by the terms in force
 * @param assumed by the assumptions, over the same readings and costs
 * @param difference assumed − stored
 */
public record WhatIfValue(ProjectValue stored, ProjectValue assumed, Difference difference) {

    /** Of each figure the difference; null where one of the two is unknown. */
    public record Difference(
            @Nullable BigDecimal realised,
            @Nullable BigDecimal weighted,
            @Nullable BigDecimal earningPerHour,
            @Nullable BigDecimal roiSimple,
            @Nullable BigDecimal roiDiscounted,
            @Nullable BigDecimal npv,
            @Nullable BigDecimal irr,
            @Nullable BigDecimal paybackMonths) {}

    static WhatIfValue of(Ledger known, Ledger assumed) {
        ProjectValue is = ProjectValue.of(known);
        ProjectValue would = ProjectValue.of(assumed);
        return new WhatIfValue(
                is,
                would,
                new Difference(
                        difference(would.realised(), is.realised()),
                        difference(would.weighted(), is.weighted()),
                        difference(would.earningPerHour(), is.earningPerHour()),
                        difference(would.roiSimple(), is.roiSimple()),
                        difference(would.roiDiscounted(), is.roiDiscounted()),
                        difference(would.npv(), is.npv()),
                        difference(would.irr(), is.irr()),
                        difference(would.paybackMonths(), is.paybackMonths())));
    }

    private static @Nullable BigDecimal difference(
            @Nullable BigDecimal would, @Nullable BigDecimal is) {
        return would == null || is == null ? null : Shown.plain(would.subtract(is));
    }
}
