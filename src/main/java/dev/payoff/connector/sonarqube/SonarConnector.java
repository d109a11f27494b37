package dev.payoff.connector.sonarqube;

import dev.payoff.app.Outgoing;
import dev.payoff.app.OutgoingAnswer;
import dev.payoff.app.OutgoingLimits;
import dev.payoff.connector.Connection;
import dev.payoff.connector.Family;
import dev.payoff.connector.Feed;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Pull;
import dev.payoff.connector.SeenSeries;
import dev.payoff.connector.Signatures;
import dev.payoff.connector.Statements;
import dev.payoff.connector.Statements.Statement;
import dev.payoff.connector.Webhook;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The quality gate comes when SonarQube tells it; every other measure is asked for, from the last
 * analysis that was had.
 */
@ApplicationScoped
public class SonarConnector implements Webhook, Pull {

    private static final int MAX_BODY_BYTES = 1024 * 1024;
    private static final int MAX_SERIES_CHARS = 500;
    private static final String GATE = "quality_gate";

    /** SonarQube's keys of the gate, and of coverage, debt, bugs, holes and repetition. */
    private static final List<String> OFFERED =
            List.of(
                    GATE,
                    "coverage",
                    "sqale_index",
                    "bugs",
                    "vulnerabilities",
                    "duplicated_lines_density");

    private static final String SIGNATURE = "X-Sonar-Webhook-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxx", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final OutgoingLimits LIMITS =
            new OutgoingLimits(Duration.ofSeconds(3), Duration.ofSeconds(30), 1024 * 1024);

    /**
     * What a feed's series says.
     *
     * @param branch null for the main one
     */
    record Series(String project, @Nullable String branch, String measure) {

        /** Reads {@code project|measure} or {@code project|branch|measure}; null where none. */
        static @Nullable Series parse(String text) {
            String[] parts = text.split("\\|", -1);
            for (String part : parts) {
                if (part.isBlank()) {
                    return null;
                }
            }
            return switch (parts.length) {
                case 2 -> new Series(parts[0], null, parts[1]);
                case 3 -> new Series(parts[0], parts[1], parts[2]);
                default -> null;
            };
        }

        boolean takes(SonarGate.Judged gate) {
            return measure.equals(GATE)
                    && project.equals(gate.project())
                    && (branch == null ? gate.main() : branch.equals(gate.branch()));
        }
    }

    private final Outgoing outgoing;
    private final Statements statements;
    private final SeenSeries seen;

    SonarConnector(Outgoing outgoing, Statements statements, SeenSeries seen) {
        this.seen = seen;
        this.outgoing = outgoing;
        this.statements = statements;
    }

    @Override
    public String kind() {
        return "sonarqube";
    }

    @Override
    public @Nullable String checkSeries(String series) {
        return Series.parse(series) == null || series.length() > MAX_SERIES_CHARS
                ? "is project|measure or project|branch|measure"
                : null;
    }

    @Override
    public Check check(Connection connection, Incoming incoming) {
        if (incoming.body().length > MAX_BODY_BYTES) {
            return new Check.Refused(413, "The body is larger than 1 MiB.");
        }
        String secret = connection.secrets().get("webhookSecret");
        String signature = incoming.header(SIGNATURE);
        if (secret == null || signature == null) {
            return new Check.Refused(401, "There is no " + SIGNATURE + " header.");
        }
        return Signatures.hexFits(secret, signature, incoming.body())
                ? new Check.Genuine(Signatures.digest(incoming.body()), "quality gate")
                : new Check.Refused(401, SIGNATURE + " does not fit the body.");
    }

    @Override
    public Uni<Outcome> take(Connection connection, Check.Genuine delivery, Incoming incoming) {
        return switch (SonarGate.parse(incoming.body())) {
            case SonarGate.Malformed malformed ->
                    Uni.createFrom().item(new Outcome.Malformed(malformed.reason()));
            case SonarGate.Unused unused ->
                    Uni.createFrom().item(new Outcome.Ignored(unused.reason()));
            case SonarGate.Judged judged -> say(connection, judged);
        };
    }

    private Uni<Outcome> say(Connection connection, SonarGate.Judged gate) {
        return statements
                .say(connection, Family.DELIVERY, feeds -> said(feeds, gate))
                .call(() -> seen.note(connection, offers(gate)))
                .map(sent ->
                        switch (sent) {
                            case Statements.Sent.All all -> new Outcome.Taken(all.readings());
                            case Statements.Sent.Unavailable no ->
                                    new Outcome.Unavailable(no.receipt());
                        });
    }

    /** A gate can turn green later, when an issue is found to be none: the same analysis then. */
    /** What a judged project can be measured by; those that are bound are left out when asked. */
    private static List<String> offers(SonarGate.Judged gate) {
        return OFFERED.stream().map(measure -> gate.project() + "|" + measure).toList();
    }

    private static List<Statement> said(List<Feed> feeds, SonarGate.Judged gate) {
        List<Statement> said = new ArrayList<>();
        String of = gate.project() + "\n" + gate.branch();
        String id =
                "sonarqube/"
                        + Signatures.digest(of.getBytes(StandardCharsets.UTF_8))
                        + "/"
                        + gate.at();
        for (Feed feed : feeds) {
            Series series = Series.parse(feed.series());
            if (series != null && series.takes(gate)) {
                said.add(
                        new Statement(
                                feed.metricId(),
                                id,
                                gate.value().multiply(feed.factor()),
                                gate.at()));
            }
        }
        return said;
    }

    @Override
    public Uni<Slice> fetch(Connection connection, Feed feed, Instant cursor, Instant now) {
        Series series = Series.parse(feed.series());
        if (series == null || series.measure().equals(GATE)) {
            return Uni.createFrom().item(new Slice.Points(List.of(), 0, cursor, false));
        }
        String query =
                "/api/measures/search_history?component="
                        + encoded(series.project())
                        + "&metrics="
                        + encoded(series.measure())
                        + (series.branch() == null ? "" : "&branch=" + encoded(series.branch()))
                        + "&from="
                        + encoded(TIME.format(cursor))
                        + "&ps="
                        + SonarHistory.PAGE;
        return ask(connection, query)
                .map(answer ->
                        switch (answer) {
                            case OutgoingAnswer.Answered answered -> slice(answered, cursor);
                            case OutgoingAnswer.Refused refused ->
                                    new Slice.Failed(
                                            "The URL may not be called: " + refused.detail() + ".");
                            case OutgoingAnswer.Failed failed ->
                                    new Slice.Failed("No answer: " + failed.detail() + ".");
                        });
    }

    private static Slice slice(OutgoingAnswer.Answered answered, Instant cursor) {
        if (answered.status() == 401 || answered.status() == 403) {
            return new Slice.Failed(
                    "HTTP "
                            + answered.status()
                            + ": the token does not allow to browse the project.");
        }
        return switch (SonarHistory.read(answered.status(), answered.body(), cursor)) {
            case SonarHistory.Values values ->
                    new Slice.Points(
                            values.points(), values.skipped(), values.last(), values.more());
            case SonarHistory.Unusable unusable -> new Slice.Failed(unusable.reason());
        };
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        return ask(connection, "/api/authentication/validate")
                .map(answer ->
                        switch (answer) {
                            case OutgoingAnswer.Answered answered -> tried(answered);
                            case OutgoingAnswer.Refused refused ->
                                    new Tried(
                                            false,
                                            "The URL may not be called: " + refused.detail() + ".");
                            case OutgoingAnswer.Failed failed ->
                                    new Tried(false, "No answer: " + failed.detail() + ".");
                        });
    }

    private static Tried tried(OutgoingAnswer.Answered answered) {
        try {
            boolean valid = Payload.object(answered.body()).isTrue("valid");
            return valid
                    ? new Tried(true, "SonarQube answers and knows the token.")
                    : new Tried(false, "SonarQube answers, but does not know the token.");
        } catch (Payload.Unusable e) {
            return new Tried(
                    false, "HTTP " + answered.status() + ", and it is not SonarQube's answer.");
        }
    }

    private Uni<OutgoingAnswer> ask(Connection connection, String query) {
        String base = connection.config().getString("baseUrl");
        String token = connection.secrets().get("token");
        return outgoing.get(
                URI.create(
                        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + query),
                token == null
                        ? Map.of("Accept", "application/json")
                        : Map.of("Accept", "application/json", "Authorization", "Bearer " + token),
                LIMITS);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
