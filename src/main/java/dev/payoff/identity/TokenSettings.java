package dev.payoff.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long credentials live, and whose name is in our tokens. */
@ConfigMapping(prefix = "payoff.access")
interface TokenSettings {

    /** {@code iss} of our tokens. */
    @WithDefault("${payoff.public-url}")
    String issuer();

    /** A token's life; at most {@link TokenVerifier#MAX_LIFETIME}, because it cannot be revoked. */
    @WithDefault("PT10M")
    Duration tokenLifetime();

    /** A browser session's life. */
    @WithDefault("PT12H")
    Duration sessionLifetime();

    /** A stream ticket's life. */
    @WithDefault("PT30S")
    Duration ticketLifetime();

    /** A new signing key is made when the newest is this old. */
    @WithDefault("P90D")
    Duration keyRotation();

    /** bcrypt's cost: 2 to this power rounds. */
    @WithDefault("12")
    int passwordCost();
}
