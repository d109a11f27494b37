package dev.payoff.app;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Problems of what is no resource: routes that nobody serves under {@code /api/} and {@code
 * /hooks/}, bodies that are too large, and failures of Vert.x routes.
 */
@ApplicationScoped
public class RouteProblems {

    private static final int FIRST = Integer.MIN_VALUE + 100;
    private static final int LAST = Integer.MAX_VALUE;

    private final ProblemMappers mappers;

    RouteProblems(ProblemMappers mappers) {
        this.mappers = mappers;
    }

    void install(@Observes Router router) {
        for (String path : new String[] {"/api/*", "/hooks/*", "/.well-known/*"}) {
            router.route(path).order(FIRST).failureHandler(this::failed);
            router.route(path).order(LAST).handler(route -> answer(route, Problems.ofStatus(404)));
        }
    }

    private void failed(RoutingContext route) {
        if (route.response().headWritten()) {
            route.next();
            return;
        }
        Throwable failure = route.failure();
        int status = route.statusCode();
        answer(
                route,
                failure == null || status >= 400 && status < 500
                        ? Problems.ofStatus(status)
                        : mappers.problemOf(failure));
    }

    /** Ends a Vert.x route with a problem. */
    public static void answer(RoutingContext route, Problem problem) {
        if (route.response().ended() || route.response().headWritten()) {
            return;
        }
        JsonObject body =
                new JsonObject()
                        .put("title", problem.title())
                        .put("status", problem.status())
                        .put("code", problem.code())
                        .put("detail", problem.detail());
        if (problem.remedy() != null) {
            body.put("remedy", problem.remedy());
        }
        if (problem.violations() != null) {
            JsonArray violations = new JsonArray();
            problem.violations()
                    .forEach(violation ->
                            violations.add(
                                    new JsonObject()
                                            .put("field", violation.field())
                                            .put("message", violation.message())));
            body.put("violations", violations);
        }
        if (problem.status() == 401) {
            route.response().putHeader("WWW-Authenticate", "Bearer");
        }
        if (problem.status() == 503) {
            route.response()
                    .putHeader(
                            HttpHeaders.RETRY_AFTER,
                            Integer.toString(ProblemMappers.RETRY_AFTER_SECONDS));
        }
        route.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(body.toBuffer());
    }
}
