package dev.payoff.connector;

import dev.payoff.app.ProblemException;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kinds of connection that there are, with their manifests. */
@ApplicationScoped
public class Connectors {

    private final Map<String, Connector> byKind = new TreeMap<>();
    private final Map<String, Manifest> manifests = new TreeMap<>();

    Connectors(@All List<Connector> connectors) {
        for (Connector connector : connectors) {
            byKind.put(connector.kind(), connector);
            manifests.put(connector.kind(), Manifest.load(connector.kind()));
        }
    }

    /** All manifests, by kind. */
    List<Manifest> manifests() {
        return List.copyOf(manifests.values());
    }

    /**
     * The manifest of a kind.
     *
     * @throws ProblemException 400 where there is no such kind
     */
    Manifest manifest(String kind) {
        Manifest manifest = manifests.get(kind);
        if (manifest == null) {
            throw ProblemException.of(
                    400,
                    "UNKNOWN_KIND",
                    "No such kind of connection",
                    "There is no connector '" + kind + "'.",
                    "One of: " + String.join(", ", manifests.keySet()) + ".");
        }
        return manifest;
    }

    /**
     * Whether a connection is to be asked: one of a kind that we ask, or one of a kind that calls
     * us and can also be asked, with a token.
     *
     * @param secrets names of those that it has
     */
    boolean asks(Manifest manifest, Set<String> secrets) {
        return manifest.way() == Manifest.Way.PULL
                || byKind.get(manifest.kind()) instanceof FactPull
                        && secrets.contains(FactPull.TOKEN);
    }

    /** The connector of a kind; null where a kind of old is no longer there. */
    @Nullable Connector connector(String kind) {
        return byKind.get(kind);
    }
}
