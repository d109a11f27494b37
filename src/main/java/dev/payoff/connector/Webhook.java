package dev.payoff.connector;

import io.smallrye.mutiny.Uni;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A system that calls us at {@code /hooks/{connection}}. {@link HookResource} asks {@link #check}
 * on the raw bytes first, looks whether the delivery was taken before, and only then hands it over.
 */
public interface Webhook extends Connector {

    /**
     * Whether a delivery is what it says it is. Pure; reads no more of the body than its bytes.
     *
     * @param header a request header by its name, or null
     */
    Check check(Connection connection, UnaryOperator<@Nullable String> header, byte[] body);

    /** Takes a genuine delivery in. May be called again for the same one after a failure. */
    Uni<Outcome> take(Connection connection, Check.Genuine delivery, byte[] body);

    /** Whether a delivery is what it says it is. */
    sealed interface Check {

        /**
         * It is.
         *
         * @param externalId the sender's id of the delivery
         * @param event the sender's name for what happened
         */
        record Genuine(String externalId, String event) implements Check {}

        /**
         * It is not, or cannot be told.
         *
         * @param status HTTP status to answer with
         */
        record Refused(int status, String reason) implements Check {}
    }

    /** What became of a genuine delivery. */
    sealed interface Outcome {

        /** It was used; the brokers have what came of it. */
        record Taken(int readings) implements Outcome {}

        /** Nothing here is made of it. */
        record Ignored(String reason) implements Outcome {}

        /** It cannot be read. */
        record Malformed(String reason) implements Outcome {}

        /** It is not our turn now; to be delivered again. */
        record Unavailable(String reason) implements Outcome {}
    }
}
