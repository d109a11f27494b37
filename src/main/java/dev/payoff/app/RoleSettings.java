package dev.payoff.app;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings that follow from the roles: a process that does not play STREAM has no consumer, and so
 * no partitions. Any other source of configuration comes before it.
 */
public final class RoleSettings implements ConfigSourceFactory {

    /** Whether the channel of measurements is opened at all. */
    static final String CONSUMES = "mp.messaging.incoming.measurements.enabled";

    private static final int ORDINAL = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue roles = context.getValue("payoff.roles");
        String names = roles == null || roles.getValue() == null ? Roles.ALL : roles.getValue();
        return List.of(
                new PropertiesConfigSource(
                        Map.of(
                                CONSUMES,
                                Boolean.toString(new Roles(names).plays(Roles.Role.STREAM))),
                        "settings by the roles",
                        ORDINAL));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }
}
