package dev.payoff.alert;

import dev.payoff.app.Problem.Violation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with the two windows and the allowance of a rule. Pure. */
final class BurnChecks {

    /** Its measured hours are read each time that the rule is looked at. */
    static final Duration LONGEST = Duration.ofDays(31);

    private static final int MAX_DIGITS = 18;

    private BurnChecks() {}

    static void check(RuleInput rule, Figure figure, List<Violation> wrong) {
        if (!figure.needsBurn()) {
            refuse("longWindow", rule.longWindow(), figure, wrong);
            refuse("shortWindow", rule.shortWindow(), figure, wrong);
            refuse("allowance", rule.allowance(), figure, wrong);
            return;
        }
        Duration longWindow = hours("longWindow", rule.longWindow(), wrong);
        Duration shortWindow = hours("shortWindow", rule.shortWindow(), wrong);
        if (longWindow != null && shortWindow != null && longWindow.compareTo(shortWindow) <= 0) {
            wrong.add(new Violation("longWindow", "must be longer than shortWindow"));
        }
        BigDecimal allowance = rule.allowance();
        if (allowance == null
                || allowance.signum() <= 0
                || allowance.compareTo(BigDecimal.ONE) > 0
                || allowance.scale() > MAX_DIGITS) {
            wrong.add(
                    new Violation(
                            "allowance",
                            "must be told: the share of the plan that may be missing, above 0,"
                                    + " at most 1, such as 0.1"));
        }
        if (rule.comparator() != null && rule.comparator().startsWith("<")) {
            wrong.add(new Violation("comparator", "must be > or >=: what burns fast is told"));
        }
    }

    private static void refuse(
            String field, @Nullable Object told, Figure figure, List<Violation> wrong) {
        if (told != null) {
            wrong.add(new Violation(field, "goes with BURN_RATE only, not with " + figure));
        }
    }

    private static @Nullable Duration hours(
            String field, @Nullable String text, List<Violation> wrong) {
        try {
            Duration length = text == null ? Duration.ZERO : Duration.parse(text);
            if (length.isPositive()
                    && length.compareTo(LONGEST) <= 0
                    && length.equals(Duration.ofHours(length.toHours()))) {
                return length;
            }
        } catch (DateTimeParseException e) {
            // Told below, like every other length that cannot be taken
        }
        wrong.add(new Violation(field, "must be whole hours, from PT1H to PT744H (31 days)"));
        return null;
    }
}
