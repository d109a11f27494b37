package dev.payoff.identity;

import dev.payoff.app.ProblemException;
import dev.payoff.app.Problems;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** What the access of this request's caller rests on. */
@RequestScoped
class CallersStanding {

    private final SecurityIdentity identity;

    CallersStanding(SecurityIdentity identity) {
        this.identity = identity;
    }

    Standing get() {
        Standing standing = identity.getAttribute(Standing.ATTRIBUTE);
        if (standing == null) {
            throw new ProblemException(Problems.unauthenticated());
        }
        return standing;
    }
}
