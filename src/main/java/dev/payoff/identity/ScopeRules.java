package dev.payoff.identity;

import dev.payoff.app.ProblemException;
import java.util.Set;

/** What a caller may hand on: never more than they have. Pure. */
final class ScopeRules {

    private ScopeRules() {}

    /**
     * The scopes of a credential that this caller makes; none asked for means the caller's own.
     *
     * @throws ProblemException 400 for a scope that there is not, 403 for one that they lack
     */
    static Set<String> narrow(Caller caller, Set<String> wanted) {
        for (String scope : wanted) {
            if (!Scopes.ALL.contains(scope)) {
                throw ProblemException.of(
                        400,
                        "UNKNOWN_SCOPE",
                        "Not a scope",
                        "There is no such scope among those asked for.",
                        "Scopes are ingest, read and write; none means all that the role may.");
            }
            caller.require(scope);
        }
        return wanted.isEmpty() ? caller.scopes() : Set.copyOf(wanted);
    }
}
