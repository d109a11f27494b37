package dev.payoff.connector;

import dev.payoff.app.Problem.Violation;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kind of outside system; a bean in a package of its own. */
public interface Connector {

    /** The kind that this is for, such as {@code github}. */
    String kind();

    /** What is wrong with settings beyond what the manifest says; empty where nothing is. */
    default List<Violation> check(JsonObject config) {
        return List.of();
    }

    /** What is wrong with a series name, as the rest of a sentence; null where nothing is. */
    default @Nullable String checkSeries(String series) {
        return null;
    }

    /** Whether a feed of this series takes a series that was seen, which is said as a feed's. */
    default boolean takes(String feed, String seen) {
        return feed.equals(seen);
    }

    /**
     * What a series that was seen is probably measured in; null where nothing tells.
     *
     * @param seen said as a feed's
     * @param unit what the sender said of its unit, or null
     */
    default @Nullable UnitSuggestion suggests(String seen, @Nullable String unit) {
        return null;
    }

    /** Whether its series are measures of repositories and environments, told from facts. */
    default boolean measuresDelivery() {
        return false;
    }

    /** Tries a connection without taking anything in. */
    Uni<Tried> test(Connection connection);

    /**
     * How a trial went.
     *
     * @param ok whether data can come
     * @param detail a sentence for whoever configures it
     */
    record Tried(boolean ok, String detail) {}
}
