package dev.payoff.connector.json;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Connection;
import dev.payoff.connector.Connections;
import dev.payoff.connector.Family;
import dev.payoff.connector.Feed;
import dev.payoff.connector.Glob;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Intake;
import dev.payoff.connector.OutgoingReading;
import dev.payoff.connector.Receipt;
import dev.payoff.connector.SeenSeries;
import dev.payoff.connector.Signatures;
import dev.payoff.connector.Webhook;
import dev.payoff.connector.json.JsonMapping.Found;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes whatever posts JSON. Readings go straight to the brokers: their identity is the sender's,
 * so what is sent again counts once.
 */
@ApplicationScoped
public class JsonConnector implements Webhook {

    private static final int MAX_BODY_BYTES = 8 * 1024 * 1024;
    private static final int MAX_SERIES_CHARS = 200;
    private static final int SHOWN_SERIES = 5;

    /** Readings for the feeds, and the series that none of them takes. */
    private record Shared(List<OutgoingReading> readings, TreeSet<String> unfed) {}

    /** What of a delivery can go out, and what of it cannot. */
    private record Batch(List<Found> found, int unusable, @Nullable String why) {}

    private final Connections connections;
    private final Intake intake;
    private final SeenSeries seen;

    JsonConnector(Connections connections, Intake intake, SeenSeries seen) {
        this.seen = seen;
        this.connections = connections;
        this.intake = intake;
    }

    @Override
    public String kind() {
        return "json";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        List<Violation> wrong = new ArrayList<>();
        if (config.getValue("mapping") != null
                && !(config.getValue("mapping") instanceof JsonObject)) {
            return List.of(new Violation("config.mapping", "is a JSON object"));
        }
        JsonMapping.parse(config.getJsonObject("mapping"), wrong);
        String secret = config.getString("secret");
        if ("standard-webhooks".equals(config.getString("auth"))
                && secret != null
                && Signatures.webhookKey(secret) == null) {
            wrong.add(new Violation("config.secret", "is whsec_ and base64"));
        }
        return wrong;
    }

    @Override
    public @Nullable String checkSeries(String series) {
        return series.isBlank() || series.length() > MAX_SERIES_CHARS
                ? "is a name of at most "
                        + MAX_SERIES_CHARS
                        + " characters, in which * stands for any text"
                : null;
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        return Uni.createFrom()
                .item(
                        new Tried(
                                true,
                                "It calls us: POST JSON or CloudEvents to /hooks/"
                                        + connection.id()
                                        + " of this server; what became of it stands among the"
                                        + " deliveries."));
    }

    @Override
    public Check check(Connection connection, Incoming incoming) {
        if (incoming.body().length > MAX_BODY_BYTES) {
            return new Check.Refused(413, "The body is larger than 8 MiB.");
        }
        String secret = connection.secrets().get("secret");
        String wrong =
                secret == null
                        ? "The connection has no secret."
                        : wrong(connection, secret, incoming);
        if (wrong != null) {
            return new Check.Refused(401, wrong);
        }
        String type = incoming.header("ce-type");
        String id = incoming.header("webhook-id");
        String own =
                Signatures.digest(
                        incoming.body(), bytes(incoming, "ce-source"), bytes(incoming, "ce-id"));
        return new Check.Genuine(
                signed(connection) && id != null ? id : own, type == null ? "json" : type);
    }

    private static boolean signed(Connection connection) {
        return "standard-webhooks".equals(connection.config().getString("auth"));
    }

    private static byte[] bytes(Incoming incoming, String header) {
        return (incoming.header(header) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String wrong(Connection connection, String secret, Incoming incoming) {
        if (signed(connection)) {
            return Signatures.standardWebhook(secret, incoming);
        }
        if ("hmac".equals(connection.config().getString("auth"))) {
            String header = connection.config().getString("signatureHeader");
            String told = incoming.header(header);
            if (told == null) {
                return "There is no " + header + " header.";
            }
            String hex = told.startsWith("sha256=") ? told.substring("sha256=".length()) : told;
            return Signatures.hexFits(secret, hex, incoming.body())
                    ? null
                    : header + " does not fit the body.";
        }
        return Signatures.authorised(secret, incoming.header("Authorization"))
                ? null
                : "Authorization does not carry the connection's secret.";
    }

    @Override
    public boolean takes(String feed, String seenSeries) {
        return new Glob(feed, false).matches(seenSeries);
    }

    @Override
    public Uni<Outcome> take(Connection connection, Check.Genuine delivery, Incoming incoming) {
        return switch (JsonEvents.parse(incoming)) {
            case JsonEvents.Malformed malformed ->
                    Uni.createFrom().item(new Outcome.Malformed(malformed.reason()));
            case JsonEvents.Read read ->
                    send(connection, batch(connection, delivery, incoming, read));
        };
    }

    private static Batch batch(
            Connection connection,
            Check.Genuine delivery,
            Incoming incoming,
            JsonEvents.Read read) {
        JsonMapping mapping =
                JsonMapping.parse(connection.config().getJsonObject("mapping"), new ArrayList<>());
        List<Found> found = new ArrayList<>();
        int unusable = read.unusable();
        String why = read.why();
        for (JsonEvents.Event event : read.events()) {
            JsonMapping.Readings readings =
                    mapping.readings(event, delivery.externalId(), incoming.at());
            found.addAll(readings.found());
            unusable += readings.unusable();
            why = why == null ? readings.why() : why;
        }
        return new Batch(found, unusable, why);
    }

    private Uni<Outcome> send(Connection connection, Batch batch) {
        if (batch.found().isEmpty()) {
            return Uni.createFrom()
                    .item(
                            batch.unusable() > 0
                                    ? new Outcome.Malformed(String.valueOf(batch.why()))
                                    : new Outcome.Ignored("There is nothing in it."));
        }
        if (batch.found().size() > JsonMapping.MAX_READINGS) {
            return Uni.createFrom()
                    .item(
                            new Outcome.Malformed(
                                    "There are more than "
                                            + JsonMapping.MAX_READINGS
                                            + " readings in one delivery."));
        }
        Family family = Family.fromString(connection.config().getString("family"));
        return connections
                .feeds(connection)
                .chain(feeds -> {
                    Shared shared = share(connection, feeds, batch.found());
                    if (shared.readings().isEmpty()) {
                        return seen.note(connection, shared.unfed())
                                .replaceWith(() -> ignored(shared.unfed()));
                    }
                    return intake.readings(connection.tenantKey(), family, shared.readings())
                            .call(() -> seen.note(connection, shared.unfed()))
                            .map(receipt ->
                                    switch (receipt) {
                                        case Receipt.Taken taken ->
                                                new Outcome.Taken(taken.accepted(), remark(batch));
                                        case Receipt.Unavailable no -> new Outcome.Unavailable(no);
                                    });
                });
    }

    /** What was found, by the feeds that take it: each is matched once. */
    private static Shared share(Connection connection, List<Feed> feeds, List<Found> found) {
        Set<Found> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        List<OutgoingReading> readings = new ArrayList<>();
        for (Feed feed : feeds) {
            Glob series = new Glob(feed.series(), false);
            for (Found each : found) {
                if (series.matches(each.series())) {
                    taken.add(each);
                    readings.add(reading(connection, feed, each));
                }
            }
        }
        TreeSet<String> unfed = new TreeSet<>();
        found.stream().filter(each -> !taken.contains(each)).forEach(it -> unfed.add(it.series()));
        return new Shared(readings, unfed);
    }

    private static Outcome ignored(TreeSet<String> series) {
        return new Outcome.Ignored(
                "No feed takes "
                        + String.join(", ", series.stream().limit(SHOWN_SERIES).toList())
                        + (series.size() > SHOWN_SERIES ? " and others." : "."));
    }

    private static @Nullable String remark(Batch batch) {
        return batch.unusable() == 0
                ? null
                : batch.unusable() + " could not be used: " + batch.why();
    }

    private static OutgoingReading reading(Connection connection, Feed feed, Found found) {
        return new OutgoingReading(
                feed.metric(),
                found.value().multiply(feed.factor()),
                found.at(),
                "json/" + connection.id() + "/" + found.identity(),
                0,
                null,
                null,
                connection.kind());
    }
}
