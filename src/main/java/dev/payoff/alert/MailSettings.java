package dev.payoff.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.Optional;

/** How e-mail goes out: {@code payoff.mail.*}. */
@ConfigMapping(prefix = "payoff.mail")
interface MailSettings {

    /** How the connection to the server is kept from others. */
    enum Security {
        /** TLS from the first byte, usually at port 465. */
        TLS,
        /** STARTTLS, or no mail; usually at port 587. */
        STARTTLS,
        /** STARTTLS where the server offers it. */
        IF_OFFERED
    }

    /** The sender's address; empty: this installation sends no e-mail. */
    Optional<String> from();

    /** The server. */
    @WithDefault("localhost")
    String host();

    /** Its port. */
    @WithDefault("25")
    int port();

    /** How the connection is kept from others. */
    @WithDefault("IF_OFFERED")
    Security security();

    /**
     * A file in PEM with the authorities that may have signed the server's certificate, for a house
     * that signs for itself; empty: those that the machine's Java trusts. The server's name has to
     * fit either way.
     */
    Optional<String> ca();

    /** Who logs in; empty: nobody. */
    Optional<String> username();

    /** With what. */
    Optional<String> password();

    /** The same for the library, for one message. */
    default MailConfig client() {
        MailConfig config =
                new MailConfig().setHostname(host()).setPort(port()).setKeepAlive(false);
        switch (security()) {
            case TLS -> config.setSsl(true);
            case STARTTLS -> config.setStarttls(StartTLSOptions.REQUIRED);
            case IF_OFFERED -> config.setStarttls(StartTLSOptions.OPTIONAL);
        }
        ca().ifPresent(file -> config.setPemTrustOptions(new PemTrustOptions().addCertPath(file)));
        username().ifPresent(config::setUsername);
        password().ifPresent(config::setPassword);
        return config;
    }
}
