package dev.payoff.connector;

import com.fasterxml.jackson.core.JsonPointer;
import dev.payoff.app.Outgoing;
import dev.payoff.app.OutgoingAnswer;
import dev.payoff.app.OutgoingLimits;
import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the JSON interfaces of outside systems: under a connection's {@code baseUrl}, and
 * nowhere else. What goes wrong comes as a sentence for whoever configured the connection, with the
 * time for which the system asks to be left alone.
 */
@ApplicationScoped
public class Rest {

    private static final int MAX_TOLD_CHARS = 300;
    private static final OutgoingLimits LIMITS =
            new OutgoingLimits(Duration.ofSeconds(5), Duration.ofSeconds(45), 8 * 1024 * 1024);

    /** Where systems put the sentence on what is wrong. */
    private static final List<JsonPointer> TOLD =
            List.of(
                    JsonPointer.compile("/error/message/value"),
                    JsonPointer.compile("/error/data/message"),
                    JsonPointer.compile("/error/message"),
                    JsonPointer.compile("/error_description"),
                    JsonPointer.compile("/message"),
                    JsonPointer.compile("/0/message"),
                    JsonPointer.compile("/exception"),
                    JsonPointer.compile("/error"));

    /** Where Salesforce puts a word for programs. */
    private static final JsonPointer CODE = JsonPointer.compile("/0/errorCode");

    /** What came of a call. */
    public sealed interface Reply {

        /**
         * JSON came.
         *
         * @param headers by lower-case name
         * @param pause until the system has calls left for us, or null where it has them now
         */
        record Json(Payload body, Map<String, String> headers, @Nullable Duration pause)
                implements Reply {

            private static final Pattern NEXT =
                    Pattern.compile("<([^<>]+)>[^<>]*;\\s*rel=\"?next\"?(?=\\s*[;,]|\\s*$)");

            /** From a system that may be asked again at once. */
            public Json(Payload body, Map<String, String> headers) {
                this(body, headers, null);
            }

            /** The page that the Link header (RFC 8288) calls the next one; null for the last. */
            public @Nullable String next() {
                Matcher link = NEXT.matcher(header("link"));
                return link.find() ? link.group(1) : null;
            }

            /** A header's value, or an empty text. */
            public String header(String lowerCaseName) {
                return headers.getOrDefault(lowerCaseName, "");
            }
        }

        /**
         * Nothing that can be used.
         *
         * @param status of HTTP; 0 where there was no answer, 304 where nothing changed since the
         *     answer whose ETag was told
         * @param reason a sentence, or several
         * @param pause how long the system asks to be left alone, or null
         */
        record No(int status, String reason, @Nullable Duration pause) implements Reply {}
    }

    private final Outgoing outgoing;
    private final TimeAndChance time;

    Rest(Outgoing outgoing, TimeAndChance time) {
        this.outgoing = outgoing;
        this.time = time;
    }

    /**
     * GETs what is under the base URL.
     *
     * @param path from the base URL on, query included; or an absolute URL that lies under the same
     *     host, as some systems name their next page
     */
    public Uni<Reply> get(Connection connection, String path, Map<String, String> headers) {
        URI uri = within(connection.config().getString("baseUrl"), path);
        return uri == null
                ? elsewhere()
                : outgoing.get(uri, accepting(headers, null), LIMITS).map(this::reply);
    }

    /** POSTs JSON to what is under the base URL. */
    public Uni<Reply> post(
            Connection connection, String path, Map<String, String> headers, JsonObject body) {
        URI uri = within(connection.config().getString("baseUrl"), path);
        return uri == null
                ? elsewhere()
                : outgoing.post(
                                uri,
                                accepting(headers, "application/json"),
                                body.toBuffer().getBytes(),
                                LIMITS)
                        .map(this::reply);
    }

    /** POSTs a form to a URL that the connection's settings name. */
    Uni<Reply> form(URI uri, Map<String, String> headers, String form) {
        return outgoing.post(
                        uri,
                        accepting(headers, "application/x-www-form-urlencoded"),
                        form.getBytes(StandardCharsets.US_ASCII),
                        LIMITS)
                .map(this::reply);
    }

    /** A text as a part of a query. */
    public static String encoded(String text) {
        // A space as %20 is read alike everywhere; as + it is not.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The header of basic authentication. */
    public static Map<String, String> basic(String user, String password) {
        String pair = user + ":" + password;
        return Map.of(
                "Authorization",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** The header of a bearer token. */
    public static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    /**
     * Where a path leads; null where that is another host than the base URL's, which must not get
     * the credentials.
     */
    static @Nullable URI within(String baseUrl, String path) {
        try {
            URI base = new URI(baseUrl);
            if (!path.startsWith("http:") && !path.startsWith("https:")) {
                String root =
                        baseUrl.endsWith("/")
                                ? baseUrl.substring(0, baseUrl.length() - 1)
                                : baseUrl;
                return new URI(root + (path.startsWith("/") ? path : "/" + path));
            }
            URI link = new URI(path);
            boolean same =
                    base.getScheme().equalsIgnoreCase(link.getScheme())
                            && base.getHost().equalsIgnoreCase(link.getHost())
                            && port(base) == port(link)
                            && link.getUserInfo() == null;
            return same ? link : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static int port(URI uri) {
        int standard = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getPort() < 0 ? standard : uri.getPort();
    }

    private static Uni<Reply> elsewhere() {
        return Uni.createFrom()
                .item(
                        new Reply.No(
                                0,
                                "The system names a page at another address than the base URL's; it is"
                                        + " not asked, as it would get the credentials.",
                                null));
    }

    private static Map<String, String> accepting(
            Map<String, String> headers, @Nullable String contentType) {
        Map<String, String> all = new HashMap<>(headers);
        all.putIfAbsent("Accept", "application/json");
        if (contentType != null) {
            all.put("Content-Type", contentType);
        }
        return all;
    }

    private Reply reply(OutgoingAnswer answer) {
        return switch (answer) {
            case OutgoingAnswer.Refused refused ->
                    new Reply.No(0, "The URL may not be called: " + refused.detail() + ".", null);
            case OutgoingAnswer.Failed failed ->
                    new Reply.No(0, "No answer: " + failed.detail() + ".", null);
            case OutgoingAnswer.Answered answered -> read(answered, time.now());
        };
    }

    /** What an answer comes to at a time. */
    static Reply read(OutgoingAnswer.Answered answered, Instant now) {
        int status = answered.status();
        if (status >= 200 && status < 300) {
            try {
                return new Reply.Json(
                        Payload.json(answered.body()),
                        answered.headers(),
                        RateLimits.nearlyUsedUp(answered.headers(), now));
            } catch (Payload.Unusable e) {
                return new Reply.No(
                        status, "HTTP " + status + ", but no JSON; is the base URL right?", null);
            }
        }
        Duration wait = RateLimits.refused(status, answered.headers(), now);
        String meaning =
                switch (status) {
                    case 301, 302, 303, 307, 308 ->
                            "redirects are not followed; set the base URL to where it leads";
                    case 401 -> "it refuses the credentials";
                    case 304 -> "nothing changed";
                    case 403 ->
                            wait == null
                                    ? "the credentials do not allow this"
                                    : "it was asked too often";
                    case 404 -> "there is nothing there; is the base URL right?";
                    case 429 -> "it was asked too often";
                    default -> "it failed";
                };
        String told = told(answered.body());
        return new Reply.No(
                status,
                "HTTP " + status + ": " + meaning + (told.isEmpty() ? "." : ". It says: " + told),
                wait);
    }

    private static String told(byte[] body) {
        try {
            Payload root = Payload.json(body);
            for (JsonPointer place : TOLD) {
                String text = root.node().at(place).textValue();
                if (text != null && !text.isBlank()) {
                    String code = Payload.plain(root.node().at(CODE));
                    return Deliveries.cut(text.strip(), MAX_TOLD_CHARS)
                            + (code.isBlank() ? "" : " (" + Deliveries.cut(code, 60) + ")");
                }
            }
        } catch (Payload.Unusable e) {
            // An error page in HTML says nothing that would help.
            return "";
        }
        return "";
    }
}
