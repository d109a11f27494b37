package dev.payoff.identity;

import dev.payoff.app.ProblemException;
import java.util.Set;
import java.util.UUID;

/**
 * Who is asking.
 *
 * @param tenantId the tenant whose rows the request may touch, and no others
 * @param tenantKey the tenant's key, as in Kafka keys and topics
 * @param name a person's e-mail address, or {@code key:} and an API key's name; for the audit trail
 * @param role what the caller may do at most
 * @param scopes what a narrow credential is limited to; empty: all that the role may
 */
public record Caller(UUID tenantId, String tenantKey, String name, Role role, Set<String> scopes) {

    /** A caller whose scopes nobody can change. */
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the credential is not limited, or limited to scopes of which this is one. */
    public boolean hasScope(String scope) {
        return scopes.isEmpty() || scopes.contains(scope);
    }

    /**
     * Asks for a scope; see {@link Scopes} for the names.
     *
     * @throws ProblemException 403 where the credential does not carry it
     */
    public Caller require(String scope) {
        if (!hasScope(scope)) {
            throw ProblemException.of(
                    403,
                    "SCOPE_MISSING",
                    "Not allowed",
                    "This credential is limited to " + String.join(", ", scopes) + ".",
                    "Use a credential with the scope '" + scope + "', or one without limits.");
        }
        return this;
    }
}
