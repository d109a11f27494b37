package dev.payoff.app;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers the dashboard's own addresses, such as {@code /projects/KEY}, with its one document;
 * which page it then shows is the browser's business.
 *
 * <p>Quinoa would do this for whatever nobody else has answered, but an exception mapper for all
 * failures, which every problem needs, answers first (quarkusio/quarkus#56716). So it is decided
 * here, before the resources are asked: a browser that wants a document, on a path that is not the
 * server's, and not a file.
 */
@ApplicationScoped
class DashboardPages {

    /** The same as {@code quarkus.quinoa.ignored-path-prefixes}, and the hashed files. */
    private static final List<String> SERVERS =
            List.of("/api", "/q", "/hooks", "/login", "/.well-known", "/assets");

    private static final String DOCUMENT = "/";

    void route(@Observes Router router) {
        router.get().order(0).handler(DashboardPages::answer);
    }

    private static void answer(RoutingContext context) {
        if (isPage(context.normalizedPath(), context.request().getHeader(HttpHeaders.ACCEPT))) {
            context.reroute(DOCUMENT);
        } else {
            context.next();
        }
    }

    /**
     * Whether a GET of the path asks for the dashboard's document by one of its other addresses.
     */
    static boolean isPage(String path, @Nullable String accept) {
        return !DOCUMENT.equals(path)
                && accept != null
                && accept.contains("text/html")
                && SERVERS.stream()
                        .noneMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }
}
