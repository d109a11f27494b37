package dev.payoff.live.money;

import dev.payoff.app.Shown;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A figure, by which formula, or why there is none.
 *
 * @param value rounded for showing, to 10 decimals
 * @param unit a currency, {@code months}, {@code per year}, or null for a plain ratio
 * @param reason why the value is null; null where it is not
 */
@Schema(
        name = "MoneyFigure",
        examples =
                """
                {"value": 3065.2226681795, "unit": "EUR", "formula": "PV(benefits) − PV(costs)", "reason": null}\
                """)
public record MoneyFigure(
        @Nullable BigDecimal value,
        @Nullable String unit,
        String formula,
        @Nullable String reason) {

    static MoneyFigure of(
            @Nullable BigDecimal exact,
            @Nullable String unit,
            String formula,
            @Nullable String reason) {
        return exact == null
                ? new MoneyFigure(null, unit, formula, reason == null ? "It is not known." : reason)
                : new MoneyFigure(Shown.figure(exact), unit, formula, null);
    }
}
