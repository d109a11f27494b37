package dev.payoff.connector.remotewrite;

import dev.payoff.connector.Connection;
import dev.payoff.connector.Family;
import dev.payoff.connector.Feed;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Push;
import dev.payoff.connector.Samples;
import dev.payoff.connector.Samples.Handed;
import dev.payoff.connector.Samples.Tally;
import dev.payoff.connector.Selector;
import dev.payoff.connector.Signatures;
import dev.payoff.connector.UnitSuggestion;
import dev.payoff.connector.remotewrite.RemoteWriteRequest.Histograms;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers remote write as senders rely on it: 204 only where all that was asked for is with the
 * brokers; 415 for a form that we do not read, so that a sender may fall back to the first version;
 * 4xx for what will not become better by repetition; 503 to come again.
 */
@ApplicationScoped
public class RemoteWriteConnector implements Push {

    private static final int MAX_BODY_BYTES = 8 * 1024 * 1024;
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String FIRST = "prometheus.WriteRequest";
    private static final String SECOND = "io.prometheus.write.v2.Request";
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Samples samples;

    RemoteWriteConnector(Samples samples) {
        this.samples = samples;
    }

    @Override
    public String kind() {
        return "prometheus-write";
    }

    @Override
    public @Nullable String checkSeries(String series) {
        return Selector.check(series);
    }

    @Override
    public boolean takes(String feed, String seen) {
        return Selector.takes(feed, seen);
    }

    @Override
    public @Nullable UnitSuggestion suggests(String seen, @Nullable String unit) {
        return Selector.suggests(seen, unit);
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        return Uni.createFrom()
                .item(
                        new Tried(
                                true,
                                "Prometheus calls us: remote_write url /hooks/"
                                        + connection.id()
                                        + "/api/v1/write of this server, with the token as"
                                        + " authorization credentials."));
    }

    @Override
    public boolean posts(String path) {
        return path.isEmpty() || path.equals("api/v1/write");
    }

    @Override
    public @Nullable String refusal(Connection connection, Incoming incoming) {
        String token = connection.secrets().get("token");
        return token != null && Signatures.authorised(token, incoming.header("Authorization"))
                ? null
                : "Authorization does not carry the connection's token.";
    }

    /** The message that a content type names; null where it is none that we read. */
    static @Nullable String message(@Nullable String contentType) {
        if (contentType == null) {
            return null;
        }
        String[] parts = contentType.split(";");
        if (!parts[0].strip().toLowerCase(Locale.ROOT).equals(PROTOBUF)) {
            return null;
        }
        String proto = FIRST;
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            if (pair[0].strip().equalsIgnoreCase("proto")) {
                proto = pair.length == 2 ? pair[1].strip() : "";
            }
        }
        return Set.of(FIRST, SECOND).contains(proto) ? proto : null;
    }

    @Override
    public Uni<Answer> take(Connection connection, Incoming incoming) {
        String proto = message(incoming.header("Content-Type"));
        if (proto == null) {
            return refused(
                    415,
                    "The content type is not " + PROTOBUF + " with a proto that is known here.");
        }
        String encoding = incoming.header("Content-Encoding");
        if (encoding == null || !encoding.strip().equalsIgnoreCase("snappy")) {
            return refused(415, "The content encoding is not snappy.");
        }
        if (incoming.body().length > MAX_BODY_BYTES) {
            return refused(413, "The body is larger than 8 MiB.");
        }
        return switch (RemoteWriteRequest.parse(incoming.body(), proto.equals(SECOND))) {
            case RemoteWriteRequest.Unreadable no -> refused(no.status(), no.reason());
            case RemoteWriteRequest.Written written ->
                    samples.selectors(connection)
                            .chain(selectors -> write(connection, selectors, written));
        };
    }

    private Uni<Answer> write(
            Connection connection,
            Map<Feed, Selector> selectors,
            RemoteWriteRequest.Written written) {
        String lost = lost(selectors, written);
        return samples.take(
                        connection,
                        Family.MONITORING,
                        selectors,
                        written.samples(),
                        written.skipped())
                .call(() -> samples.described(connection, written.told()))
                .map(handed ->
                        switch (handed) {
                            // 503 over the quota too: Prometheus drops what is answered 429
                            // unless retry_on_http_429 is set, and 503 it sends again.
                            case Handed.Unavailable no ->
                                    answer(503, no.reason(), Map.of(), Tally.NONE);
                            case Handed.Over over -> {
                                Tally tally = over.tally();
                                yield lost == null
                                        ? answer(204, null, counts(written, true), tally)
                                        : answer(400, lost, counts(written, false), tally);
                            }
                        });
    }

    /** A feed that asks for a series of histograms would wait for ever: told, not dropped. */
    private static @Nullable String lost(
            Map<Feed, Selector> selectors, RemoteWriteRequest.Written written) {
        for (Histograms each : written.histograms()) {
            for (Selector selector : selectors.values()) {
                if (selector.matches(each.series())) {
                    return "The series "
                            + each.series().name()
                            + " has native histograms, which are not taken; everything else was"
                            + " written.";
                }
            }
        }
        return null;
    }

    /** What no feed asks for is left out by the user's wish and counts as written. */
    private static Map<String, String> counts(
            RemoteWriteRequest.Written written, boolean histograms) {
        int count = written.histograms().stream().mapToInt(Histograms::count).sum();
        return Map.of(
                "X-Prometheus-Remote-Write-Samples-Written",
                Integer.toString(written.samples().size() + written.skipped()),
                "X-Prometheus-Remote-Write-Histograms-Written",
                Integer.toString(histograms ? count : 0),
                "X-Prometheus-Remote-Write-Exemplars-Written",
                Integer.toString(written.exemplars()));
    }

    private static Uni<Answer> refused(int status, String reason) {
        return Uni.createFrom()
                .item(
                        answer(
                                status,
                                reason,
                                Map.of(
                                        "X-Prometheus-Remote-Write-Samples-Written", "0",
                                        "X-Prometheus-Remote-Write-Histograms-Written", "0",
                                        "X-Prometheus-Remote-Write-Exemplars-Written", "0"),
                                Tally.NONE));
    }

    private static Answer answer(
            int status, @Nullable String reason, Map<String, String> headers, Tally tally) {
        Map<String, String> all =
                status == 503
                        ? Map.of("Retry-After", Integer.toString(RETRY_AFTER_SECONDS))
                        : headers;
        byte[] body = (reason == null ? "" : reason).getBytes(StandardCharsets.UTF_8);
        return new Answer(status, all, "text/plain; charset=utf-8", body, tally, reason);
    }
}
