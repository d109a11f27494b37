package dev.payoff.connector.prometheus;

import dev.payoff.app.Outgoing;
import dev.payoff.app.OutgoingAnswer;
import dev.payoff.app.OutgoingLimits;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.Connection;
import dev.payoff.connector.Feed;
import dev.payoff.connector.Pull;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Prometheus for ranges. Times lie on the grid of the step, so that the same range asked for
 * again gives the same readings; a back-fill goes slice by slice, each within Prometheus' bound on
 * points.
 */
@ApplicationScoped
public class PrometheusConnector implements Pull {

    private static final int MAX_QUERY_CHARS = 1000;
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(15);

    /** 11,000 points of 50 bytes, with room to say which series there are too many of. */
    private static final OutgoingLimits LIMITS =
            new OutgoingLimits(Duration.ofSeconds(3), Duration.ofSeconds(30), 4 * 1024 * 1024);

    private final Outgoing outgoing;
    private final TimeAndChance time;

    PrometheusConnector(Outgoing outgoing, TimeAndChance time) {
        this.outgoing = outgoing;
        this.time = time;
    }

    @Override
    public String kind() {
        return "prometheus";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        boolean basic = "basic".equals(config.getString("auth"));
        return basic && config.getString("username") == null
                ? List.of(new Violation("config.username", "is needed where auth is basic"))
                : List.of();
    }

    @Override
    public @Nullable String checkSeries(String series) {
        return series.isBlank() || series.length() > MAX_QUERY_CHARS
                ? "is a PromQL query of at most " + MAX_QUERY_CHARS + " characters"
                : null;
    }

    @Override
    public Duration interval(Connection connection) {
        Duration step = step(connection);
        return step.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : step;
    }

    @Override
    public Instant start(Connection connection, Feed feed, Instant now) {
        return now.minus(Duration.ofHours(connection.config().getInteger("backfillHours")));
    }

    /** What to ask for next: times on the grid of the step, after the cursor, up to the present. */
    record Range(Instant start, Instant end, boolean more) {

        /** Null where the next point of the grid has not come yet. */
        static @Nullable Range after(Instant cursor, Instant present, Duration step) {
            long seconds = step.toSeconds();
            long first = Math.floorDiv(cursor.getEpochSecond(), seconds) + 1;
            long last = Math.floorDiv(present.getEpochSecond(), seconds);
            if (first > last) {
                return null;
            }
            long until = Math.min(last, first + PrometheusAnswer.MAX_POINTS - 1);
            return new Range(
                    Instant.ofEpochSecond(first * seconds),
                    Instant.ofEpochSecond(until * seconds),
                    until < last);
        }
    }

    @Override
    public Uni<Slice> fetch(Connection connection, Feed feed, Instant cursor, Instant now) {
        Duration delay = Duration.ofSeconds(connection.config().getInteger("delaySeconds"));
        Range range = Range.after(cursor, now.minus(delay), step(connection));
        if (range == null) {
            return Uni.createFrom().item(new Slice.Points(List.of(), 0, cursor, false));
        }
        return ask(connection, feed.series(), range)
                .map(answer ->
                        switch (answer) {
                            case PrometheusAnswer.Series series ->
                                    new Slice.Points(
                                            series.points(),
                                            series.skipped(),
                                            range.end(),
                                            range.more());
                            case PrometheusAnswer.Unusable unusable ->
                                    new Slice.Failed(unusable.reason());
                        });
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        Instant now = time.now();
        return ask(connection, "vector(1)", new Range(now.minusSeconds(60), now, false))
                .map(answer ->
                        switch (answer) {
                            case PrometheusAnswer.Series series ->
                                    new Tried(true, "It answers range queries.");
                            case PrometheusAnswer.Unusable unusable ->
                                    new Tried(false, unusable.reason());
                        });
    }

    private Uni<PrometheusAnswer> ask(Connection connection, String query, Range range) {
        String form =
                "query="
                        + URLEncoder.encode(query, StandardCharsets.UTF_8)
                        + "&start="
                        + range.start().getEpochSecond()
                        + "&end="
                        + range.end().getEpochSecond()
                        + "&step="
                        + step(connection).toSeconds();
        String base = connection.config().getString("baseUrl");
        URI uri =
                URI.create(
                        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                                + "/api/v1/query_range");
        return outgoing.post(
                        uri, headers(connection), form.getBytes(StandardCharsets.US_ASCII), LIMITS)
                .map(answer ->
                        switch (answer) {
                            case OutgoingAnswer.Answered answered -> read(answered);
                            case OutgoingAnswer.Refused refused ->
                                    new PrometheusAnswer.Unusable(
                                            "The URL may not be called: " + refused.detail() + ".");
                            case OutgoingAnswer.Failed failed ->
                                    new PrometheusAnswer.Unusable(
                                            "No answer: " + failed.detail() + ".");
                        });
    }

    private static PrometheusAnswer read(OutgoingAnswer.Answered answered) {
        return switch (answered.status()) {
            case 401, 403 ->
                    new PrometheusAnswer.Unusable(
                            "HTTP " + answered.status() + ": it refuses the credentials.");
            case 301, 302, 303, 307, 308 ->
                    new PrometheusAnswer.Unusable(
                            "HTTP "
                                    + answered.status()
                                    + ": redirects are not followed; set the base URL to where it leads.");
            default -> PrometheusAnswer.read(answered.status(), answered.body());
        };
    }

    private static Map<String, String> headers(Connection connection) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        switch (connection.config().getString("auth")) {
            case "basic" -> {
                String pair =
                        connection.config().getString("username")
                                + ":"
                                + connection.secrets().getOrDefault("password", "");
                headers.put(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            }
            case "bearer" ->
                    headers.put(
                            "Authorization",
                            "Bearer " + connection.secrets().getOrDefault("token", ""));
            default -> {}
        }
        return headers;
    }

    private static Duration step(Connection connection) {
        return Duration.ofSeconds(connection.config().getInteger("stepSeconds"));
    }
}
