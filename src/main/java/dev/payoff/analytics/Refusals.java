package dev.payoff.analytics;

import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import java.util.List;

/** What is not done with a scenario, and why. */
final class Refusals {

    private Refusals() {}

    static void wrong(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw ProblemException.notValid(violations);
        }
    }

    static void approved(Scenario scenario) {
        if (scenario.approvedAt() != null) {
            throw ProblemException.of(
                    409,
                    "APPROVED",
                    "Approved",
                    "This scenario was approved and stays as it is.",
                    "Save another scenario.");
        }
    }

    static void unfit(Scenario scenario) {
        if (!scenario.result().choice().possible()) {
            throw ProblemException.of(
                    409,
                    "NOTHING_TO_APPROVE",
                    "Nothing to approve",
                    "No set of projects meets this scenario's constraints.",
                    "Change what was asked, in another scenario.");
        }
        if (scenario.stale()) {
            Basis.Move first = scenario.moved().getFirst();
            throw ProblemException.of(
                    409,
                    "STALE",
                    "Figures have moved",
                    "Since it was solved, '%s' of %s moved, and %d figures in all."
                            .formatted(first.figure(), first.project(), scenario.moved().size()),
                    "Solve it again, then approve what it says.");
        }
    }
}
