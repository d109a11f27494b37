package dev.payoff.portfolio;

import dev.payoff.app.Problem.Violation;
import dev.payoff.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads, checks and keeps terms that were told. */
@ApplicationScoped
class TermDesk {

    /** What each PUT of terms says of itself. */
    static final String VERSIONS =
            "A change is a new version; figures as known before it keep the one before.";

    private final TermStore store;
    private final Bodies bodies;

    TermDesk(TermStore store, Bodies bodies) {
        this.store = store;
        this.bodies = bodies;
    }

    <T> Uni<Kept<T>> put(
            Caller who,
            TermStore.Kind kind,
            String key,
            byte[] body,
            Class<T> type,
            Function<T, List<Violation>> wrong) {
        T input = bodies.checked(Bodies.tree(body), type);
        List<Violation> all = new ArrayList<>(wrong.apply(input));
        if (!key.matches(Limits.KEY)) {
            all.add(new Violation("key", Limits.KEY_MESSAGE));
        }
        Bodies.refuse(all);
        return store.put(who, kind, key, input, type);
    }
}
