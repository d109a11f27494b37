package dev.payoff.connector.alerts;

import dev.payoff.connector.Connection;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Signatures;
import dev.payoff.connector.Webhook;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Grafana's alert webhooks. Its signature is the HMAC-SHA256 of the body, or, where a header for
 * the time is set, of time, colon and body.
 */
@ApplicationScoped
public class GrafanaConnector implements Webhook {

    private final AlertReadings readings;

    GrafanaConnector(AlertReadings readings) {
        this.readings = readings;
    }

    @Override
    public String kind() {
        return "grafana";
    }

    @Override
    public @Nullable String checkSeries(String series) {
        return AlertReadings.checkSeries(series);
    }

    @Override
    public boolean takes(String feed, String seen) {
        return AlertReadings.takes(feed, seen);
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        return Uni.createFrom()
                .item(
                        new Tried(
                                true,
                                "Grafana calls us: a contact point of the integration Webhook with the"
                                        + " URL /hooks/"
                                        + connection.id()
                                        + " of this server; its 'Test' then stands among the deliveries."));
    }

    @Override
    public Check check(Connection connection, Incoming incoming) {
        if (incoming.body().length > AlertmanagerConnector.MAX_BODY_BYTES) {
            return new Check.Refused(413, "The body is larger than 8 MiB.");
        }
        String secret = connection.secrets().get("secret");
        if (secret == null) {
            return new Check.Refused(401, "The connection has no secret.");
        }
        String wrong =
                "token".equals(connection.config().getString("auth"))
                        ? Signatures.authorised(secret, incoming.header("Authorization"))
                                ? null
                                : "Authorization does not carry the connection's secret."
                        : unsigned(connection, secret, incoming);
        return wrong == null
                ? new Check.Genuine(
                        Signatures.digest(incoming.body()), "alerts", AlertReadings.REPEATED_WITHIN)
                : new Check.Refused(401, wrong);
    }

    private static @Nullable String unsigned(
            Connection connection, String secret, Incoming incoming) {
        String header = connection.config().getString("signatureHeader");
        String signature = incoming.header(header);
        if (signature == null) {
            return "There is no " + header + " header.";
        }
        String timed = connection.config().getString("timestampHeader");
        if (timed == null) {
            return Signatures.hexFits(secret, signature, incoming.body())
                    ? null
                    : header + " does not fit the body.";
        }
        String timestamp = incoming.header(timed);
        if (timestamp == null) {
            return "There is no " + timed + " header.";
        }
        byte[] before = (timestamp + ":").getBytes(StandardCharsets.UTF_8);
        return Signatures.hexFits(secret, signature, before, incoming.body())
                ? Signatures.fresh(timestamp, incoming.at())
                : header + " does not fit time and body.";
    }

    @Override
    public Uni<Outcome> take(Connection connection, Check.Genuine delivery, Incoming incoming) {
        return readings.take(connection, incoming.body(), incoming.at());
    }
}
