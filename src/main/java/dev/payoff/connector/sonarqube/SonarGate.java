package dev.payoff.connector.sonarqube;

import dev.payoff.connector.Payload;
import java.math.BigDecimal;
import java.time.Instant;

/** What a webhook tells of a quality gate; pure. */
sealed interface SonarGate {

    /**
     * The gate of one analysis.
     *
     * @param branch its name, or empty where SonarQube tells of none
     * @param main whether that is the project's main branch
     * @param value 100 where the gate was passed, else 0: the mean is the rate
     */
    record Judged(String project, String branch, boolean main, BigDecimal value, Instant at)
            implements SonarGate {}

    /** There is no gate in it. */
    record Unused(String reason) implements SonarGate {}

    /** It cannot be read. */
    record Malformed(String reason) implements SonarGate {}

    /** The value of a passed gate. */
    BigDecimal PASSED = BigDecimal.valueOf(100);

    /** Reads a delivery. */
    static SonarGate parse(byte[] body) {
        try {
            Payload root = Payload.object(body);
            Payload gate = root.at("qualityGate");
            if (!root.is("status", "SUCCESS") || !gate.has("status")) {
                return new Unused("The analysis has no quality gate.");
            }
            Payload branch = root.at("branch");
            // A pull request's gate says what may be merged, not how the product is.
            if (branch.is("type", "PULL_REQUEST")) {
                return new Unused("Gates of pull requests are not measured.");
            }
            String status = gate.text("status");
            return switch (status) {
                case "OK", "WARN", "ERROR" ->
                        new Judged(
                                root.at("project").text("key"),
                                branch.textOr("name", ""),
                                !branch.has("isMain") || branch.isTrue("isMain"),
                                status.equals("ERROR") ? BigDecimal.ZERO : PASSED,
                                root.time("analysedAt"));
                default -> new Unused("The gate's status is " + status + ".");
            };
        } catch (Payload.Unusable e) {
            return new Malformed(e.reason());
        }
    }
}
