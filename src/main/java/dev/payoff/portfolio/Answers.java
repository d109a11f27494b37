package dev.payoff.portfolio;

import dev.payoff.app.Versions;
import java.net.URI;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The shapes of HTTP answers about one thing that has a version. */
final class Answers {

    /** A part of a project, which has a version of its own. */
    interface Part {

        UUID id();

        int version();
    }

    /** A part that was told, and whether this request made it or an earlier one did. */
    record Added<P>(P part, boolean fresh) {}

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

    static <P extends Part> RestResponse<P> ok(P part) {
        return ok(part, part.version());
    }

    /** A part of a project that was made, with its address. */
    static <P extends Part> RestResponse<P> made(P part, String project, String kind) {
        return created(part, part.version(), "projects", project, kind, part.id().toString());
    }

    /** The same where what was told may be there already. */
    static <P extends Part> RestResponse<P> told(Added<P> added, String project, String kind) {
        return added.fresh() ? made(added.part(), project, kind) : ok(added.part());
    }
}
