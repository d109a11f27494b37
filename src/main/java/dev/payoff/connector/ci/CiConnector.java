package dev.payoff.connector.ci;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Connection;
import dev.payoff.connector.Connections;
import dev.payoff.connector.DoraReadings;
import dev.payoff.connector.Fact;
import dev.payoff.connector.FactStore;
import dev.payoff.connector.FactTrial;
import dev.payoff.connector.Glob;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Signatures;
import dev.payoff.connector.Webhook;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deployments that a CI job tells at its end, or builds that Jenkins' plugins tell. Where the
 * connection names one of a Git system, they count as that one's: only there are the commits that a
 * lead time is worked out of.
 */
@ApplicationScoped
public class CiConnector implements Webhook {

    private static final String JENKINS = "jenkins";
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    private final FactStore facts;
    private final Connections connections;

    CiConnector(FactStore facts, Connections connections) {
        this.facts = facts;
        this.connections = connections;
    }

    @Override
    public String kind() {
        return "ci";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        String git = config.getString("git");
        return git == null || uuid(git) != null
                ? FactTrial.checkTeams(config)
                : List.of(new Violation("config.git", "is the id of a connection"));
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
        return Uni.createFrom()
                .item(
                        new Tried(
                                true,
                                "Your CI calls us: POST /hooks/"
                                        + connection.id()
                                        + "/deployments with the connection's token as bearer."));
    }

    @Override
    public boolean posts(String path) {
        return path.isEmpty() || path.equals("deployments") || isJenkins(path);
    }

    private static boolean isJenkins(String path) {
        return path.equals(JENKINS) || path.startsWith(JENKINS + "/");
    }

    @Override
    public Check check(Connection connection, Incoming incoming) {
        if (incoming.body().length > MAX_BODY_BYTES) {
            return new Check.Refused(413, "The body is larger than 1 MiB.");
        }
        String token = connection.secrets().get("token");
        if (token == null || !authorised(token, incoming)) {
            return new Check.Refused(401, "Authorization does not carry the connection's token.");
        }
        return new Check.Genuine(
                Signatures.digest(incoming.body()),
                isJenkins(incoming.path()) ? "build" : "deployment");
    }

    /** Jenkins' CloudEvents plugin can send no header of ours, so its address has the token. */
    private static boolean authorised(String token, Incoming incoming) {
        return Signatures.authorised(token, incoming.header("Authorization"))
                || incoming.path().startsWith(JENKINS + "/")
                        && Signatures.same(token, incoming.path().substring(JENKINS.length() + 1));
    }

    @Override
    public Uni<Outcome> take(Connection connection, Check.Genuine delivery, Incoming incoming) {
        DeploymentCall call =
                isJenkins(incoming.path())
                        ? JenkinsBuild.parse(incoming.body(), jenkins(connection.config()))
                        : DeploymentCall.parse(incoming.body(), incoming.at());
        return switch (call) {
            case DeploymentCall.Malformed malformed ->
                    Uni.createFrom().item(new Outcome.Malformed(malformed.reason()));
            case DeploymentCall.Unused unused ->
                    Uni.createFrom().item(new Outcome.Ignored(unused.reason()));
            case DeploymentCall.Told told -> keep(connection, told.deployments());
        };
    }

    private static JenkinsBuild.Settings jenkins(JsonObject config) {
        return new JenkinsBuild.Settings(
                config.getJsonArray("deployJobs", new JsonArray()).stream()
                        .map(job -> new Glob(String.valueOf(job), false))
                        .toList(),
                config.getString("deployJobsEnvironment", "production"));
    }

    private Uni<Outcome> keep(Connection connection, List<Fact> deployments) {
        String git = connection.config().getString("git");
        UUID id = git == null ? null : uuid(git);
        if (id == null) {
            return facts.take(connection, deployments);
        }
        return connections
                .beside(connection, id)
                .chain(found ->
                        found.isPresent()
                                ? facts.take(found.get(), deployments)
                                : Uni.createFrom()
                                        .item(
                                                new Outcome.Malformed(
                                                        "The connection that 'git' names is no longer there.")));
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
