package dev.payoff.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The roles that this process plays ({@code payoff.roles}), so that one image scales part by part.
 */
@ApplicationScoped
public class Roles {

    /** A part of the work that a process can take on. */
    public enum Role {
        WEB,
        CONNECT,
        STREAM,
        RELAY,
        NOTIFY
    }

    static final String ALL = "all";

    private final Set<Role> played;

    /**
     * @param names {@code all}, or some of web, connect, stream, relay, notify, separated by commas
     */
    @Inject
    public Roles(@ConfigProperty(name = "payoff.roles", defaultValue = ALL) String names) {
        this.played =
                ALL.equals(names.strip())
                        ? Set.of(Role.values())
                        : Arrays.stream(names.split(","))
                                .map(name -> Role.valueOf(name.strip().toUpperCase(Locale.ROOT)))
                                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether this process plays the role. */
    public boolean plays(Role role) {
        return played.contains(role);
    }
}
