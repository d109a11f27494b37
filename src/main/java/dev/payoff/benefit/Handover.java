package dev.payoff.benefit;

import dev.payoff.app.Problem.Violation;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** What becomes of a project's benefits when the project ends; pure. */
final class Handover {

    /**
     * A benefit that is not over.
     *
     * @param owned whether somebody of the business owns it
     * @param years for which it is to be measured
     */
    record Benefit(UUID metricId, String key, boolean owned, int years) {}

    /** What becomes of the wish to close a project. */
    sealed interface Decision {

        /**
         * It is closed, and these are the business's.
         *
         * @param measuredUntil the longest of what was agreed
         */
        record Closed(LocalDate measuredUntil, List<UUID> handedOver) implements Decision {}

        /** It cannot be: nobody would answer for these. */
        record Refused(List<Violation> unowned) implements Decision {}
    }

    private Handover() {}

    static Decision of(LocalDate closedOn, List<Benefit> benefits) {
        List<Violation> unowned =
                benefits.stream()
                        .filter(benefit -> !benefit.owned())
                        .map(benefit ->
                                new Violation(
                                        benefit.key(), "has no owner of the business to go to"))
                        .toList();
        if (!unowned.isEmpty()) {
            return new Decision.Refused(unowned);
        }
        int years = benefits.stream().mapToInt(Benefit::years).max().orElse(0);
        return new Decision.Closed(
                closedOn.plusYears(years), benefits.stream().map(Benefit::metricId).toList());
    }
}
