package dev.payoff.analytics;

import dev.payoff.app.ProblemException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What several questions on the portfolio tell in their address. */
final class Parameters {

    private Parameters() {}

    static PortfolioViews.By by(@Nullable String text) {
        try {
            return PortfolioViews.By.valueOf(String.valueOf(text).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw invalid("'by' must be programme, owner, objective, type, category or project.");
        }
    }

    static @Nullable LocalDate date(String name, @Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw invalid("'" + name + "' must be a date, such as 2026-11-21.");
        }
    }

    static ProblemException invalid(String detail) {
        return ProblemException.of(
                400, "VALIDATION", "Not valid", detail, "Correct the parameter and ask again.");
    }
}
