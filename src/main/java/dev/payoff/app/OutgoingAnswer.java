package dev.payoff.app;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of an outgoing call. */
public sealed interface OutgoingAnswer {

    /**
     * The other side answered; a redirect is an answer like any other and is not followed.
     *
     * @param headers by lower-case name; the first where there are several
     */
    record Answered(int status, Map<String, String> headers, byte[] body)
            implements OutgoingAnswer {

        /** A header's value, or null. */
        public @Nullable String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }

        /** The body as UTF-8 text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** The call was not made, and another try would not be either. */
    record Refused(Refusal reason, String detail) implements OutgoingAnswer {}

    /**
     * The call did not come to its end; another try may.
     *
     * @param status the status, where the answer's head had come in before the failure
     */
    record Failed(Failure reason, @Nullable Integer status, String detail)
            implements OutgoingAnswer {}

    /** Why a call is not made. */
    enum Refusal {
        /** No URL, or none that everybody reads alike. */
        MALFORMED,
        /** Neither http nor https. */
        SCHEME,
        /** It carries a user's name or password. */
        USER_INFO,
        /** The name has an address that is not public, or is one. */
        BLOCKED_ADDRESS,
        /** A header that the caller may not set, or that cannot be sent. */
        HEADER
    }

    /** Why a call failed. */
    enum Failure {
        /** The name has no address, or none could be learned. */
        UNRESOLVED,
        /** No connection. */
        UNREACHABLE,
        /** Time was up; the other side may have done what it was asked to. */
        TIMEOUT,
        /** The answer's body is over the limit. */
        TOO_LARGE,
        /** The connection broke, or what came in was no HTTP. */
        BROKEN
    }
}
