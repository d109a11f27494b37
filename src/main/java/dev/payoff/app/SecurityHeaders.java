package dev.payoff.app;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What every answer tells a browser to refuse (ASVS 5.0, 3.4). Inline styles are allowed, because
 * the dashboard's components set them; inline scripts are not.
 */
@ApplicationScoped
public class SecurityHeaders {

    static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; font-src 'self' data:; connect-src 'self';"
                    + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final int BEFORE_EVERYTHING = 10_000;

    private final boolean https;

    SecurityHeaders(@ConfigProperty(name = "payoff.public-url") String publicUrl) {
        this.https = publicUrl.startsWith("https:");
    }

    void install(@Observes Filters filters) {
        filters.register(this::add, BEFORE_EVERYTHING);
    }

    private void add(RoutingContext route) {
        MultiMap headers = route.response().headers();
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin");
        if (https) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
        String path = route.request().path();
        if (path != null && (path.startsWith("/api/") || path.startsWith("/login"))) {
            headers.set("Cache-Control", "no-store").set("Vary", "Authorization, Cookie");
        }
        route.next();
    }
}
