package dev.payoff.benefit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * When a benefit is looked at again: at the dates agreed on, and 6, 12 and 24 months after its
 * start or, once the project is closed, after the closure; pure. A review after the start that is
 * due later than the closure is replaced by those after the closure.
 */
final class ReviewPlan {

    private static final List<Integer> MONTHS = List.of(6, 12, 24);

    /**
     * A review.
     *
     * @param label what it is called by when it is held
     * @param heldOn null: not yet
     */
    @Schema(name = "BenefitReview")
    record Due(
            String label,
            LocalDate dueOn,
            @Nullable LocalDate heldOn,
            @Nullable String outcome,
            boolean overdue) {}

    /** That a review was held. */
    record Held(LocalDate on, String outcome) {}

    private ReviewPlan() {}

    /**
     * All reviews, by date.
     *
     * @param agreed dates of the profile, ISO
     * @param started when the benefit starts; null: not known yet
     * @param closed when the project was closed; null: it is not
     * @param held by label
     * @param ended whether the benefit is retired or written off: nothing more is due
     */
    static List<Due> of(
            List<String> agreed,
            @Nullable LocalDate started,
            @Nullable LocalDate closed,
            Map<String, Held> held,
            boolean ended,
            LocalDate today) {
        List<Due> due = new ArrayList<>();
        for (String date : agreed) {
            due.add(due(date, LocalDate.parse(date), held, ended, today));
        }
        for (int months : MONTHS) {
            if (started != null) {
                String label = "GO_LIVE_" + months + "M";
                LocalDate on = started.plusMonths(months);
                if (closed == null || !on.isAfter(closed) || held.containsKey(label)) {
                    due.add(due(label, on, held, ended, today));
                }
            }
            if (closed != null) {
                due.add(
                        due(
                                "CLOSURE_" + months + "M",
                                closed.plusMonths(months),
                                held,
                                ended,
                                today));
            }
        }
        due.sort(Comparator.comparing(Due::dueOn).thenComparing(Due::label));
        return List.copyOf(due);
    }

    private static Due due(
            String label, LocalDate on, Map<String, Held> held, boolean ended, LocalDate today) {
        Held was = held.get(label);
        return was == null
                ? new Due(label, on, null, null, !ended && on.isBefore(today))
                : new Due(label, on, was.on(), was.outcome(), false);
    }
}
