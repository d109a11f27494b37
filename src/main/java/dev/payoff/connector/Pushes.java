package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.Deliveries.Status;
import dev.payoff.identity.TenantDb;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;

/** What is the same for everything that pushes: credentials first, then counters and notes. */
@ApplicationScoped
class Pushes {

    /** How often a connection's last success is written down at most. */
    private static final Duration SUCCESS_NOTED_EVERY = Duration.ofSeconds(60);

    private final Deliveries deliveries;
    private final TenantDb db;
    private final MeterRegistry meters;
    private final TimeAndChance time;

    Pushes(Deliveries deliveries, TenantDb db, MeterRegistry meters, TimeAndChance time) {
        this.deliveries = deliveries;
        this.db = db;
        this.meters = meters;
        this.time = time;
    }

    Uni<Response> take(Connection connection, Push push, Incoming incoming) {
        String wrong = push.refusal(connection, incoming);
        if (wrong != null) {
            return deliveries
                    .note(connection, null, "unverified", Status.REFUSED, wrong, 0)
                    .replaceWith(() ->
                            Response.status(401)
                                    .type("text/plain")
                                    .entity(wrong.getBytes(StandardCharsets.UTF_8))
                                    .build());
        }
        return push.take(connection, incoming)
                .call(answer -> note(connection, answer))
                .map(Pushes::response);
    }

    private Uni<Void> note(Connection connection, Push.Answer answer) {
        count(connection, "taken", answer.tally().taken());
        count(connection, "unfed", answer.tally().unfed());
        count(connection, "skipped", answer.tally().skipped());
        String refused = answer.refused();
        if (refused == null) {
            return succeeded(connection);
        }
        Status status = answer.status() >= 500 ? Status.UNAVAILABLE : Status.REFUSED;
        return deliveries.note(
                connection, null, "samples", status, refused, answer.tally().taken());
    }

    private void count(Connection connection, String outcome, int samples) {
        if (samples > 0) {
            meters.counter("payoff.push.samples", "kind", connection.kind(), "outcome", outcome)
                    .increment(samples);
        }
    }

    private Uni<Void> succeeded(Connection connection) {
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        "UPDATE connection SET last_success = $2 WHERE id = $1"
                                                + " AND (last_success IS NULL OR last_success < $3)")
                                .execute(
                                        Tuple.of(
                                                connection.id(),
                                                time.now().atOffset(ZoneOffset.UTC),
                                                time.now()
                                                        .minus(SUCCESS_NOTED_EVERY)
                                                        .atOffset(ZoneOffset.UTC)))
                                .replaceWithVoid());
    }

    private static Response response(Push.Answer answer) {
        Response.ResponseBuilder response = Response.status(answer.status());
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            response.header(header.getKey(), header.getValue());
        }
        if (answer.status() != 204) {
            response.type(answer.type()).entity(answer.body());
        }
        return response.build();
    }
}
