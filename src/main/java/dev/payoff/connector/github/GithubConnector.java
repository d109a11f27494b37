package dev.payoff.connector.github;

import dev.payoff.connector.Connection;
import dev.payoff.connector.DoraReadings;
import dev.payoff.connector.Fact;
import dev.payoff.connector.FactStore;
import dev.payoff.connector.Family;
import dev.payoff.connector.Statements;
import dev.payoff.connector.Webhook;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** GitHub's webhooks: verifies them, and hands the facts in them on. */
@ApplicationScoped
public class GithubConnector implements Webhook {

    /** GitHub sends no larger payload (docs.github.com/webhooks, "payload cap"). */
    private static final int MAX_BODY_BYTES = 25 * 1024 * 1024;

    private static final String SIGNATURE = "X-Hub-Signature-256";
    private static final String ALGORITHM = "sha256=";

    private final FactStore facts;
    private final Statements statements;

    GithubConnector(FactStore facts, Statements statements) {
        this.facts = facts;
        this.statements = statements;
    }

    @Override
    public String kind() {
        return "github";
    }

    @Override
    public @Nullable String checkSeries(String series) {
        return !DoraReadings.isSeries(series)
                ? "is owner/repo|environment|measure, where * stands for any repository or environment"
                        + " and measure is change_lead_time, deployment_frequency, change_fail_rate or"
                        + " recovery_time"
                : null;
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        return Uni.createFrom()
                .item(
                        new Tried(
                                true,
                                "GitHub calls us: set the webhook's payload URL to /hooks/"
                                        + connection.id()
                                        + " of this server, content type application/json, and press"
                                        + " 'Redeliver' on its ping; it then stands among the deliveries."));
    }

    @Override
    public Check check(Connection connection, UnaryOperator<@Nullable String> header, byte[] body) {
        if (body.length > MAX_BODY_BYTES) {
            return new Check.Refused(413, "The body is larger than GitHub's 25 MiB.");
        }
        String secret = connection.secrets().get("webhookSecret");
        String signature = header.apply(SIGNATURE);
        if (secret == null || signature == null) {
            return new Check.Refused(401, "There is no " + SIGNATURE + " header.");
        }
        if (!genuine(secret, signature, body)) {
            return new Check.Refused(401, SIGNATURE + " does not fit the body.");
        }
        String event = header.apply("X-GitHub-Event");
        String delivery = header.apply("X-GitHub-Delivery");
        if (event == null || delivery == null) {
            return new Check.Refused(400, "X-GitHub-Event and X-GitHub-Delivery are needed.");
        }
        String type = header.apply("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            return new Check.Refused(415, "Set the webhook's content type to application/json.");
        }
        return new Check.Genuine(delivery, event);
    }

    /**
     * Whether the signature is that of the body; takes as long for a near miss as for a far one.
     */
    static boolean genuine(String secret, String signature, byte[] body) {
        if (!signature.startsWith(ALGORITHM)) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] told =
                    HexFormat.of().parseHex(signature, ALGORITHM.length(), signature.length());
            return MessageDigest.isEqual(mac.doFinal(body), told);
        } catch (IllegalArgumentException notHex) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no HmacSHA256.", e);
        }
    }

    /**
     * Facts and what is worked out of them commit first, unsent; then they are sent. GitHub is told
     * 503 where Kafka is away, so that its list shows the delivery as failed; when it is delivered
     * again, or any other delivery of the connection comes, what is unsent goes out.
     */
    @Override
    public Uni<Outcome> take(Connection connection, Check.Genuine delivery, byte[] body) {
        GithubEvent event = GithubEvent.parse(delivery.event(), body, settings(connection));
        return switch (event) {
            case GithubEvent.Malformed malformed -> item(new Outcome.Malformed(malformed.reason()));
            case GithubEvent.Unused unused -> item(new Outcome.Ignored(unused.reason()));
            case GithubEvent.Ping ping ->
                    item(new Outcome.Ignored("Ping: the webhook is set up well."));
            case GithubEvent.Told told -> keep(connection, told.fact());
        };
    }

    private Uni<Outcome> keep(Connection connection, Fact fact) {
        return facts.keep(connection, fact)
                .chain(() -> statements.send(connection, Family.DELIVERY))
                .map(sent ->
                        switch (sent) {
                            case Statements.Sent.All all -> new Outcome.Taken(all.readings());
                            case Statements.Sent.Unavailable no ->
                                    new Outcome.Unavailable(no.reason());
                        });
    }

    private static GithubEvent.Settings settings(Connection connection) {
        JsonObject config = connection.config();
        Set<String> labels = new HashSet<>();
        config.getJsonArray("incidentLabels").forEach(label -> labels.add(String.valueOf(label)));
        return new GithubEvent.Settings(
                labels,
                config.getString("deployWorkflow"),
                config.getString("deployWorkflowEnvironment"));
    }

    private static Uni<Outcome> item(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
