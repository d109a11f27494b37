package dev.payoff.connector;

import dev.payoff.connector.Connector.Tried;
import dev.payoff.connector.Rest.Reply;
import io.smallrye.mutiny.Uni;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Tries the queries of a connection, so that a wrong name or a missing right is told. */
public final class QueryTrials {

    private QueryTrials() {}

    /**
     * Runs each query once, one after the other, up to the first that is refused.
     *
     * @param system what the other side is called, for the sentence
     * @param names of the queries
     * @param run asks one of them
     */
    public static Uni<Tried> each(
            String system, List<String> names, Function<String, Uni<Reply>> run) {
        return next(system, names.iterator(), run, names.size());
    }

    private static Uni<Tried> next(
            String system, Iterator<String> names, Function<String, Uni<Reply>> run, int all) {
        if (!names.hasNext()) {
            return told(true, "%s answers, and runs all %d queries.".formatted(system, all));
        }
        String name = names.next();
        return run.apply(name)
                .chain(reply ->
                        switch (reply) {
                            case Reply.No no -> told(false, "Query '" + name + "': " + no.reason());
                            case Reply.Json json -> next(system, names, run, all);
                        });
    }

    private static Uni<Tried> told(boolean ok, String sentence) {
        return Uni.createFrom().item(new Tried(ok, sentence));
    }
}
