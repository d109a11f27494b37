package dev.payoff.connector.github;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Connection;
import dev.payoff.connector.DoraReadings;
import dev.payoff.connector.Fact;
import dev.payoff.connector.FactPull;
import dev.payoff.connector.FactStore;
import dev.payoff.connector.FactTrial;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Signatures;
import dev.payoff.connector.Webhook;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's webhooks: verifies them, and hands the facts in them on. With a token, its API is asked
 * for what no webhook told.
 */
@ApplicationScoped
public class GithubConnector implements Webhook, FactPull {

    private static final Pattern REPOSITORY = Pattern.compile("[\\w.-]{1,100}/[\\w.-]{1,100}");

    /** GitHub sends no larger payload (docs.github.com/webhooks, "payload cap"). */
    private static final int MAX_BODY_BYTES = 25 * 1024 * 1024;

    private static final String SIGNATURE = "X-Hub-Signature-256";
    private static final String ALGORITHM = "sha256=";

    private final FactStore facts;
    private final FactTrial trial;

    GithubConnector(FactStore facts, FactTrial trial) {
        this.facts = facts;
        this.trial = trial;
    }

    @Override
    public String kind() {
        return "github";
    }

    @Override
    public @Nullable String checkSeries(String series) {
        return DoraReadings.checkSeries(series);
    }

    @Override
    public boolean takes(String feed, String seen) {
        return DoraReadings.takes(feed, seen);
    }

    @Override
    public boolean measuresDelivery() {
        return true;
    }

    @Override
    public List<Violation> check(JsonObject config) {
        return FactTrial.check(config, REPOSITORY, "owner/name");
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        if (asks(connection)) {
            return trial.test(
                    this,
                    connection,
                    "GitHub shows the repositories to this token; its webhooks go to /hooks/"
                            + connection.id()
                            + ".");
        }
        return Uni.createFrom()
                .item(
                        new Tried(
                                true,
                                "GitHub calls us: set the webhook's payload URL to /hooks/"
                                        + connection.id()
                                        + " of this server, content type application/json, and"
                                        + " press 'Redeliver' on its ping; it then stands among the"
                                        + " deliveries."));
    }

    @Override
    public Check check(Connection connection, Incoming incoming) {
        if (incoming.body().length > MAX_BODY_BYTES) {
            return new Check.Refused(413, "The body is larger than GitHub's 25 MiB.");
        }
        String secret = connection.secrets().get("webhookSecret");
        String signature = incoming.header(SIGNATURE);
        if (secret == null || signature == null) {
            return new Check.Refused(401, "There is no " + SIGNATURE + " header.");
        }
        if (!genuine(secret, signature, incoming.body())) {
            return new Check.Refused(401, SIGNATURE + " does not fit the body.");
        }
        String event = incoming.header("X-GitHub-Event");
        String delivery = incoming.header("X-GitHub-Delivery");
        if (event == null || delivery == null) {
            return new Check.Refused(400, "X-GitHub-Event and X-GitHub-Delivery are needed.");
        }
        String type = incoming.header("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            return new Check.Refused(415, "Set the webhook's content type to application/json.");
        }
        return new Check.Genuine(delivery, event);
    }

    /**
     * Whether the signature is that of the body; takes as long for a near miss as for a far one.
     */
    static boolean genuine(String secret, String signature, byte[] body) {
        return signature.startsWith(ALGORITHM)
                && Signatures.hexFits(secret, signature.substring(ALGORITHM.length()), body);
    }

    @Override
    public Uni<Outcome> take(Connection connection, Check.Genuine delivery, Incoming incoming) {
        GithubEvent event =
                GithubEvent.parse(delivery.event(), incoming.body(), settings(connection.config()));
        return switch (event) {
            case GithubEvent.Malformed malformed -> item(new Outcome.Malformed(malformed.reason()));
            case GithubEvent.Unused unused -> item(new Outcome.Ignored(unused.reason()));
            case GithubEvent.Ping ping ->
                    item(new Outcome.Ignored("Ping: the webhook is set up well."));
            case GithubEvent.Told told -> facts.take(connection, List.of(told.fact()));
        };
    }

    @Override
    public List<String> streams(JsonObject config) {
        List<String> streams = new ArrayList<>(List.of("commits", "pulls", "issues"));
        if (config.getString("deployWorkflow") != null) {
            streams.add("runs");
        }
        streams.add("deployments");
        if (config.getString("releaseEnvironment") != null) {
            streams.add("releases");
        }
        return List.copyOf(streams);
    }

    /** Without a user agent GitHub refuses to answer. */
    @Override
    public Map<String, String> headers(Connection connection) {
        return Map.of(
                "Authorization",
                "Bearer " + connection.secrets().get(TOKEN),
                "Accept",
                "application/vnd.github+json",
                "X-GitHub-Api-Version",
                "2022-11-28",
                "User-Agent",
                "Payoff");
    }

    @Override
    public String repoPath(String repository) {
        return "/repos/" + repository;
    }

    @Override
    public Fact.Repo repo(Payload answer) {
        return GithubEvent.repository(answer);
    }

    @Override
    public String newest(String stream, Place place) {
        return GithubHistory.newest(stream, place);
    }

    @Override
    public Listing read(String stream, Place place, Payload page, boolean last) {
        return GithubHistory.read(stream, place, page, last, settings(place.config()));
    }

    @Override
    public Detailed read(Place place, Detail detail, Payload answer) {
        return GithubHistory.read(place, detail, answer);
    }

    private static GithubEvent.Settings settings(JsonObject config) {
        Set<String> labels = new HashSet<>();
        config.getJsonArray("incidentLabels").forEach(label -> labels.add(String.valueOf(label)));
        return new GithubEvent.Settings(
                labels,
                config.getString("deployWorkflow"),
                config.getString("deployWorkflowEnvironment"),
                config.getString("releaseEnvironment"));
    }

    private static Uni<Outcome> item(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
