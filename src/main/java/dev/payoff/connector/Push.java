package dev.payoff.connector;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A system that pushes samples at {@code /hooks/{connection}/<path>} in a protocol of its own,
 * which also says how it is to be answered. Unlike a {@link Webhook} it comes every few seconds:
 * what is in order leaves no row among the deliveries, only what is not.
 */
public interface Push extends Connector {

    /** Whether the protocol posts to a path of this name below the connection's own. */
    boolean posts(String path);

    /** What is wrong with the credentials, as a sentence; null where nothing is. Pure. */
    @Nullable String refusal(Connection connection, Incoming incoming);

    /** Takes samples in. May be called again for the same ones after a failure. */
    Uni<Answer> take(Connection connection, Incoming incoming);

    /**
     * What the sender is told.
     *
     * @param headers of the answer
     * @param type media type of the body
     * @param tally what became of the samples
     * @param refused why something was not taken, for the deliveries, or null
     */
    record Answer(
            int status,
            Map<String, String> headers,
            String type,
            byte[] body,
            Samples.Tally tally,
            @Nullable String refused) {}
}
