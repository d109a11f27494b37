package dev.payoff.stream;

import dev.payoff.alert.AlertState;
import dev.payoff.alert.RuleTerms;
import org.jspecify.annotations.Nullable;

/**
 * A rule and where its alert stands.
 *
 * @param stateVersion the version of the rule that the state is of; null where there is no state
 *     yet
 */
record WatchedRule(RuleTerms terms, AlertState state, @Nullable Integer stateVersion) {

    boolean isOfThisVersion() {
        return stateVersion != null && stateVersion == terms.version();
    }
}
