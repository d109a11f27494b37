package dev.payoff.alert;

import dev.payoff.app.OutgoingAnswer;
import dev.payoff.app.OutgoingAnswer.Answered;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;

/**
 * What Slack's Web API said. It answers 200 whatever happens; {@code ok} tells, and {@code error}
 * why not. Pure.
 */
sealed interface SlackAnswer {

    /** It was done. */
    record Done(String channel, String ts) implements SlackAnswer {}

    /**
     * The message that was to be changed is not there, or cannot be changed any more: say it anew.
     */
    record Gone(String error) implements SlackAnswer {}

    /** It was not done. */
    record Not(Delivery delivery) implements SlackAnswer {}

    /** Errors that may pass by themselves. */
    Set<String> PASSING =
            Set.of(
                    "ratelimited",
                    "rate_limited",
                    "message_limit_exceeded",
                    "internal_error",
                    "fatal_error",
                    "service_unavailable",
                    "request_timeout",
                    "team_added_to_org");

    /** Errors of a change that cannot be made to that message. */
    Set<String> UNCHANGEABLE =
            Set.of("message_not_found", "cant_update_message", "edit_window_closed");

    /**
     * Judges an answer.
     *
     * @param attempts tries so far, this one included
     * @param fraction chance in [0, 1) for the jitter
     */
    static SlackAnswer judge(OutgoingAnswer answer, int attempts, Instant now, double fraction) {
        Delivery delivery = Delivery.judge(answer, attempts, now, fraction);
        if (!(delivery instanceof Delivery.Sent) || !(answer instanceof Answered answered)) {
            // A head of 200 without its body: nobody knows, so it is tried again.
            return new Not(
                    delivery instanceof Delivery.Sent
                            ? Delivery.again(attempts, now, fraction, "the answer broke off")
                            : delivery);
        }
        JsonObject said;
        try {
            said = new JsonObject(answered.text());
        } catch (DecodeException e) {
            return new Not(Delivery.again(attempts, now, fraction, "the answer is no JSON"));
        }
        if (Boolean.TRUE.equals(said.getValue("ok"))) {
            return new Done(
                    String.valueOf(said.getValue("channel")), String.valueOf(said.getValue("ts")));
        }
        String error = String.valueOf(said.getValue("error"));
        String shown = error.length() > 100 ? error.substring(0, 100) : error;
        String reason = "Slack: " + shown.replaceAll("[^A-Za-z0-9_ -]", "?");
        if (UNCHANGEABLE.contains(error)) {
            return new Gone(error);
        }
        return new Not(
                PASSING.contains(error)
                        ? Delivery.again(
                                attempts,
                                now,
                                Delivery.retryAfter(answered.header("Retry-After"), now),
                                fraction,
                                reason)
                        : new Delivery.GaveUp(reason));
    }
}
