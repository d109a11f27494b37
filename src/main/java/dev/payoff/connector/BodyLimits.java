package dev.payoff.connector;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * How large a body may be, path by path: files are read as they come and may be large, a webhook
 * has its sender's bound, and for everything else there is one that the resources undercut. {@code
 * quarkus.http.limits.max-body-size} is one number for all paths, so it is that of the files, and
 * the others are held here.
 */
@ApplicationScoped
public class BodyLimits {

    private static final long IMPORT_BYTES = 2L * 1024 * 1024 * 1024;
    private static final long HOOK_BYTES = 25L * 1024 * 1024;
    private static final long OTHER_BYTES = 128L * 1024 * 1024;

    /** After Quarkus' own check of the one number, before every route that reads a body. */
    private static final int ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;

    void watch(@Observes Router router) {
        router.route().order(ORDER).handler(BodyLimits::check);
    }

    private static void check(RoutingContext request) {
        long limit = limit(request.normalizedPath());
        String told = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (told == null) {
            request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, limit);
        } else if (length(told) > limit) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            request.fail(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE.code());
            return;
        }
        request.next();
    }

    static long limit(String path) {
        if (path.startsWith("/api/v1/imports/")) {
            return IMPORT_BYTES;
        }
        return path.startsWith("/hooks/") ? HOOK_BYTES : OTHER_BYTES;
    }

    private static long length(String told) {
        try {
            return Long.parseLong(told);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
