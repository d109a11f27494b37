package dev.payoff.connector;

import dev.payoff.app.Problem;
import jakarta.ws.rs.core.Response;

/**
 * The answer to whoever sends while the brokers do not confirm, or more than the tenant's share.
 */
final class NotTaken {

    private static final int RETRY_AFTER_SECONDS = 5;

    static final String OVER_QUOTA = "OVER_QUOTA";

    private NotTaken() {}

    /** 429 to a tenant over its quota, else 503. */
    static int status(Receipt.Unavailable receipt) {
        return receipt.overQuota() ? 429 : 503;
    }

    /** What the body of a refused delivery or file calls it. */
    static String code(Receipt.Unavailable receipt) {
        return receipt.overQuota() ? OVER_QUOTA : "UNAVAILABLE";
    }

    /** 429 to a tenant over its quota, else 503. */
    static Response answer(Receipt.Unavailable receipt) {
        return receipt.overQuota()
                ? answer(429, OVER_QUOTA, receipt.reason())
                : answer(receipt.reason());
    }

    /** 503: nothing is promised, and the same request later counts nothing twice. */
    static Response answer(String reason) {
        return answer(503, "KAFKA_UNAVAILABLE", reason);
    }

    private static Response answer(int status, String code, String reason) {
        return Response.status(status)
                .header("Retry-After", RETRY_AFTER_SECONDS)
                .type(Problem.MEDIA_TYPE)
                .entity(
                        Problem.of(
                                status,
                                code,
                                "Not taken",
                                reason,
                                "Send the same request again after the seconds that Retry-After tells; nothing counts twice."))
                .build();
    }
}
