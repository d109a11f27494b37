package dev.payoff.connector.alerts;

import dev.payoff.connector.Connection;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Signatures;
import dev.payoff.connector.Webhook;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Prometheus Alertmanager's webhooks, which carry no signature but a token. */
@ApplicationScoped
public class AlertmanagerConnector implements Webhook {

    static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    private final AlertReadings readings;

    AlertmanagerConnector(AlertReadings readings) {
        this.readings = readings;
    }

    @Override
    public String kind() {
        return "alertmanager";
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
                                "Alertmanager calls us: a receiver with webhook_configs url /hooks/"
                                        + connection.id()
                                        + " of this server and the token as http_config.authorization."));
    }

    @Override
    public Check check(Connection connection, Incoming incoming) {
        if (incoming.body().length > MAX_BODY_BYTES) {
            return new Check.Refused(413, "The body is larger than 8 MiB; set max_alerts.");
        }
        String token = connection.secrets().get("token");
        return token != null && Signatures.authorised(token, incoming.header("Authorization"))
                ? new Check.Genuine(
                        Signatures.digest(incoming.body()), "alerts", AlertReadings.REPEATED_WITHIN)
                : new Check.Refused(401, "Authorization does not carry the connection's token.");
    }

    @Override
    public Uni<Outcome> take(Connection connection, Check.Genuine delivery, Incoming incoming) {
        return readings.take(connection, incoming.body(), incoming.at());
    }
}
