package dev.payoff.portfolio;

import dev.payoff.app.Problem.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of a deliverable beyond its fields one by one; pure. */
final class DeliverableRules {

    private DeliverableRules() {}

    /**
     * What is wrong with a deliverable.
     *
     * @param metricKeys those of its project
     */
    static List<Violation> check(DeliverableInput deliverable, Collection<String> metricKeys) {
        List<Violation> wrong = new ArrayList<>();
        checkDate("dueOn", deliverable.dueOn(), wrong);
        checkDate("doneOn", deliverable.doneOn(), wrong);
        for (String key : deliverable.metricKeys()) {
            if (!metricKeys.contains(key)) {
                wrong.add(
                        new Violation(
                                "metricKeys", "names '" + key + "', which is no metric here"));
            }
        }
        return List.copyOf(wrong);
    }

    static void checkDate(String field, @Nullable String date, List<Violation> wrong) {
        if (date != null && Moments.date(date).isEmpty()) {
            wrong.add(new Violation(field, MetricRules.DATE_MESSAGE));
        }
    }
}
