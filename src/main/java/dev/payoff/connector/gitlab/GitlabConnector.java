package dev.payoff.connector.gitlab;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Connection;
import dev.payoff.connector.DoraReadings;
import dev.payoff.connector.Fact;
import dev.payoff.connector.FactPull;
import dev.payoff.connector.FactStore;
import dev.payoff.connector.FactTrial;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Rest;
import dev.payoff.connector.Signatures;
import dev.payoff.connector.Webhook;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * GitLab's webhooks: verifies them, and hands the facts in them on. GitLab gives a webhook up for
 * good after four answers of 4xx, so only what is not GitLab's is answered with one. With a token,
 * its API is asked for what no webhook told.
 */
@ApplicationScoped
public class GitlabConnector implements Webhook, FactPull {

    private static final Pattern PROJECT = Pattern.compile("[\\w.-]{1,255}(/[\\w.-]{1,255}){1,20}");

    /** GitLab's own bound of a webhook's payload (docs.gitlab.com, GitLab.com settings). */
    private static final int MAX_BODY_BYTES = 25 * 1024 * 1024;

    private final FactStore facts;
    private final FactTrial trial;

    GitlabConnector(FactStore facts, FactTrial trial) {
        this.facts = facts;
        this.trial = trial;
    }

    @Override
    public String kind() {
        return "gitlab";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        String key = config.getString("signingToken");
        return key == null || Signatures.webhookKey(key) != null
                ? FactTrial.check(config, PROJECT, "group/project")
                : List.of(new Violation("config.signingToken", "is whsec_ and base64"));
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
    public Uni<Tried> test(Connection connection) {
        if (asks(connection)) {
            return trial.test(
                    this,
                    connection,
                    "GitLab shows the projects to this token; its webhooks go to /hooks/"
                            + connection.id()
                            + ".");
        }
        return Uni.createFrom()
                .item(
                        new Tried(
                                true,
                                "GitLab calls us: set the webhook's URL to /hooks/"
                                        + connection.id()
                                        + " of this server and press 'Test'; the event then stands"
                                        + " among the deliveries."));
    }

    @Override
    public Check check(Connection connection, Incoming incoming) {
        if (incoming.body().length > MAX_BODY_BYTES) {
            return new Check.Refused(413, "The body is larger than GitLab's 25 MB.");
        }
        String wrong = wrong(connection, incoming);
        if (wrong != null) {
            return new Check.Refused(401, wrong);
        }
        String event = incoming.header("X-Gitlab-Event");
        return new Check.Genuine(delivery(incoming), event == null ? "unnamed" : event);
    }

    /** Once a signing token is set, the plain token alone is not enough. */
    private static @Nullable String wrong(Connection connection, Incoming incoming) {
        String signing = connection.secrets().get("signingToken");
        if (signing != null) {
            return Signatures.standardWebhook(signing, incoming);
        }
        String token = connection.secrets().get("webhookSecret");
        return token != null && Signatures.same(token, incoming.header("X-Gitlab-Token"))
                ? null
                : "X-Gitlab-Token is not the connection's secret.";
    }

    /** The key that stays the same when GitLab sends an event again; older ones send none. */
    private static String delivery(Incoming incoming) {
        for (String name : List.of("webhook-id", "Idempotency-Key")) {
            String told = incoming.header(name);
            if (told != null && !told.isBlank()) {
                return told;
            }
        }
        String event = String.valueOf(incoming.header("X-Gitlab-Event-UUID"));
        return Signatures.digest(event.getBytes(StandardCharsets.UTF_8), incoming.body());
    }

    @Override
    public Uni<Outcome> take(Connection connection, Check.Genuine delivery, Incoming incoming) {
        return switch (GitlabEvent.parse(incoming.body(), settings(connection.config()))) {
            case GitlabEvent.Foreign foreign -> item(new Outcome.Malformed(foreign.reason()));
            case GitlabEvent.Incomplete incomplete ->
                    item(new Outcome.Unusable(incomplete.reason()));
            case GitlabEvent.Unused unused -> item(new Outcome.Ignored(unused.reason()));
            case GitlabEvent.Told told -> facts.take(connection, List.of(told.fact()));
        };
    }

    @Override
    public List<String> streams(JsonObject config) {
        List<String> streams = new ArrayList<>(List.of("commits", "merge requests", "issues"));
        if (config.getString("deployPipelineRef") != null) {
            streams.add("pipelines");
        }
        streams.add("deployments");
        if (config.getString("releaseEnvironment") != null) {
            streams.add("releases");
        }
        return streams;
    }

    @Override
    public Map<String, String> headers(Connection connection) {
        return Rest.bearer(String.valueOf(connection.secrets().get(TOKEN)));
    }

    @Override
    public String repoPath(String repository) {
        return "/api/v4/projects/" + Rest.encoded(repository);
    }

    @Override
    public Fact.Repo repo(Payload answer) {
        return new Fact.Repo(
                answer.number("id"),
                answer.text("path_with_namespace"),
                answer.textOr("default_branch", "main"));
    }

    @Override
    public String newest(String stream, Place place) {
        return GitlabHistory.newest(stream, place);
    }

    @Override
    public Listing read(String stream, Place place, Payload page, boolean last) {
        return GitlabHistory.read(stream, place, page, last, settings(place.config()));
    }

    @Override
    public Detailed read(Place place, Detail detail, Payload answer) {
        return GitlabHistory.read(place, detail, answer, settings(place.config()));
    }

    private static GitlabEvent.Settings settings(JsonObject config) {
        Set<String> labels = new HashSet<>();
        config.getJsonArray("incidentLabels").forEach(label -> labels.add(String.valueOf(label)));
        return new GitlabEvent.Settings(
                labels,
                config.getString("deployPipelineRef"),
                config.getString("deployPipelineEnvironment"),
                config.getString("releaseEnvironment"));
    }

    private static Uni<Outcome> item(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
