package dev.payoff.identity;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that a browser's cookie vouches for was meant by the person: pure. Reads pass;
 * a change needs the header {@value #HEADER}, which no form or image of another site can send, and
 * an Origin of ours where the browser tells one.
 */
final class CrossSite {

    static final String HEADER = "X-Payoff";

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    /** What a request says about where it comes from; absent headers are null. */
    record Request(
            String method,
            @Nullable String marker,
            @Nullable String origin,
            @Nullable String fetchSite,
            @Nullable String host) {}

    private final String publicOrigin;

    CrossSite(String publicUrl) {
        this.publicOrigin = origin(URI.create(publicUrl));
    }

    /** Whether the request may go on. */
    boolean allows(Request request) {
        return READS.contains(request.method())
                || "1".equals(request.marker()) && sameSite(request);
    }

    /** Whether the request is not known to come from another site; for a log-in, too. */
    boolean sameSite(Request request) {
        if ("cross-site".equals(request.fetchSite())) {
            return false;
        }
        String origin = request.origin();
        if (origin == null) {
            return true;
        }
        if (origin.equalsIgnoreCase(publicOrigin)) {
            return true;
        }
        String host = request.host();
        return host != null
                && (origin.equalsIgnoreCase("http://" + host)
                        || origin.equalsIgnoreCase("https://" + host));
    }

    private static String origin(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return (uri.getScheme() + "://" + uri.getHost() + port).toLowerCase(Locale.ROOT);
    }
}
