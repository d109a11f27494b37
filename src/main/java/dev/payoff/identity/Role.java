package dev.payoff.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody may do; each role includes those before it. */
public enum Role {
    /** Reads everything of the tenant. */
    VIEWER,
    /** Also sends measurements and costs, acknowledges alerts. */
    CONTRIBUTOR,
    /** Also edits projects, metrics, rules and connections. */
    MANAGER,
    /** Also manages people, API keys and the tenant, reads the audit trail. */
    ADMIN;

    /** Whether this role may do what the other may. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /**
     * The names that {@code @RolesAllowed} asks for: this role's and those that it includes, in
     * lower case.
     */
    public Set<String> securityRoles() {
        return Arrays.stream(values())
                .filter(this::includes)
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
