package dev.payoff.connector;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A system that calls us at {@code /hooks/{connection}}. {@link HookResource} asks {@link #check}
 * on the raw bytes first, looks whether the delivery was taken before, and only then hands it over.
 */
public interface Webhook extends Connector {

    /** Whether this system posts to a path of this name below the connection's own. */
    default boolean posts(String path) {
        return path.isEmpty();
    }

    /** Whether a delivery is what it says it is. Pure; reads no more of the body than its bytes. */
    Check check(Connection connection, Incoming incoming);

    /** Takes a genuine delivery in. May be called again for the same one after a failure. */
    Uni<Outcome> take(Connection connection, Check.Genuine delivery, Incoming incoming);

    /** Whether a delivery is what it says it is. */
    sealed interface Check {

        /**
         * It is.
         *
         * @param externalId the sender's id of the delivery
         * @param event the sender's name for what happened
         * @param repeatedWithin how long after it one of the same id is a repetition; null: always.
         *     Later the same may have come true once more
         */
        record Genuine(String externalId, String event, @Nullable Duration repeatedWithin)
                implements Check {

            /** One whose id is never used for another. */
            public Genuine(String externalId, String event) {
                this(externalId, event, null);
            }
        }

        /**
         * It is not, or cannot be told.
         *
         * @param status HTTP status to answer with
         */
        record Refused(int status, String reason) implements Check {}
    }

    /** What became of a genuine delivery. */
    sealed interface Outcome {

        /** How many readings came of it. */
        default int readings() {
            return 0;
        }

        /** Why nothing, or not all, came of it; null where all of it was used. */
        default @Nullable String why() {
            return switch (this) {
                case Taken taken -> taken.remark();
                case Ignored ignored -> ignored.reason();
                case Malformed malformed -> malformed.reason();
                case Unusable unusable -> unusable.reason();
                case Unavailable away -> away.reason();
            };
        }

        /**
         * It was used; the brokers have what came of it.
         *
         * @param remark which parts of it could not be used, or null
         */
        record Taken(int readings, @Nullable String remark) implements Outcome {

            /** All of it was used. */
            public Taken(int readings) {
                this(readings, null);
            }
        }

        /** Nothing here is made of it. */
        record Ignored(String reason) implements Outcome {}

        /** It cannot be read; the sender is told so. */
        record Malformed(String reason) implements Outcome {}

        /**
         * It cannot be used, and the sender is not to be told by its status: one that gives a
         * webhook up after a few errors would then keep the deliveries from us that we can use.
         */
        record Unusable(String reason) implements Outcome {}

        /** It is not our turn now; to be delivered again. */
        record Unavailable(Receipt.Unavailable receipt) implements Outcome {

            /** A sentence on why. */
            public String reason() {
                return receipt.reason();
            }
        }
    }
}
