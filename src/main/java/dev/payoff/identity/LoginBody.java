package dev.payoff.identity;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Bounds the one body that nobody has to be known for: three short texts, read into memory as a
 * whole.
 */
@ApplicationScoped
class LoginBody {

    static final long MAX_BYTES = 16 * 1024;

    private static final int ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 2;

    void watch(@Observes Router router) {
        router.post("/api/v1/session").order(ORDER).handler(LoginBody::check);
    }

    private static void check(RoutingContext route) {
        String told = route.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (told != null && (told.length() > 9 || Long.parseLong(told) > MAX_BYTES)) {
            route.response().putHeader(HttpHeaders.CONNECTION, "close");
            route.fail(413);
            return;
        }
        route.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, MAX_BYTES);
        route.next();
    }
}
