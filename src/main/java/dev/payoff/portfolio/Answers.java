package dev.payoff.portfolio;

import dev.payoff.app.Versions;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The shapes of HTTP answers about one thing that has a version. */
final class Answers {

    static final String MERGE_PATCH = "application/merge-patch+json";

    private Answers() {}

    static <T> RestResponse<T> created(T view, int version, String... path) {
        return ResponseBuilder.<T>created(URI.create("/api/v1/" + String.join("/", path)))
                .entity(view)
                .header("ETag", Versions.etag(version))
                .build();
    }

    static <T> RestResponse<T> ok(T view, int version) {
        return ResponseBuilder.ok(view).header("ETag", Versions.etag(version)).build();
    }
}
