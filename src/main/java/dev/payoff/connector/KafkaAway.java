package dev.payoff.connector;

import dev.payoff.app.Problem;
import jakarta.ws.rs.core.Response;

/** The answer to whoever sends while the brokers do not confirm. */
final class KafkaAway {

    private static final int RETRY_AFTER_SECONDS = 5;

    private KafkaAway() {}

    /** 503: nothing is promised, and the same request later counts nothing twice. */
    static Response answer(String reason) {
        return Response.status(503)
                .header("Retry-After", RETRY_AFTER_SECONDS)
                .type(Problem.MEDIA_TYPE)
                .entity(
                        Problem.of(
                                503,
                                "KAFKA_UNAVAILABLE",
                                "Not taken",
                                reason,
                                "Send the same request again after the seconds that Retry-After tells; nothing counts twice."))
                .build();
    }
}
