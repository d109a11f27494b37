package dev.payoff.identity;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A secret as it came in, before anybody believed it. */
sealed interface Credential {

    /** A token that we signed. */
    record Token(String text) implements Credential {}

    /** An API key. */
    record Key(String text) implements Credential {}

    /** A browser's session. */
    record Cookie(String text) implements Credential {}

    /** A single-use ticket for the event stream. */
    record Ticket(String text) implements Credential {}

    /** Asks {@link CredentialChecker} to believe a credential. */
    final class Request extends BaseAuthenticationRequest {
        private final Credential credential;

        Request(Credential credential) {
            this.credential = credential;
        }

        Credential credential() {
            return credential;
        }
    }
}
