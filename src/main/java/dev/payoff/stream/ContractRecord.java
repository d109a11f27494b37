package dev.payoff.stream;

import dev.payoff.alert.RuleTerms;
import dev.payoff.alert.Transition;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is told while a contract is played: episodes, and frames of the events that are compared.
 */
final class ContractRecord {

    private final Contract.@Nullable ExpectedFrames expected;
    private final List<JsonObject> episodes = new ArrayList<>();
    private final List<JsonObject> frames = new ArrayList<>();

    ContractRecord(Contract.@Nullable ExpectedFrames expected) {
        this.expected = expected;
    }

    List<JsonObject> episodes() {
        return episodes;
    }

    List<JsonObject> frames() {
        return frames;
    }

    /** What a step of a rule came to. */
    void tell(RuleTerms rule, List<Transition> transitions, @Nullable String detail, Instant at) {
        for (Transition transition : transitions) {
            switch (transition) {
                case Transition.Fired(Instant activeAt, Instant firedAt, BigDecimal value) -> {
                    JsonObject episode =
                            new JsonObject()
                                    .put("rule", rule.name())
                                    .put("severity", rule.severity().name())
                                    .put("state", "FIRING")
                                    .put("activeAt", activeAt.toString())
                                    .put("firedAt", firedAt.toString())
                                    .put("resolvedAt", null)
                                    .put("value", value)
                                    .put("resolvedValue", null)
                                    .put("detail", detail);
                    episodes.add(episode);
                    frame(at, "alert", episode.copy());
                }
                case Transition.Resolved(Instant activeAt, Instant resolvedAt, BigDecimal value) ->
                        resolve(rule, activeAt, resolvedAt, value, at);
            }
        }
    }

    /** Closes an episode. */
    void resolve(
            RuleTerms rule,
            Instant activeAt,
            Instant resolvedAt,
            @Nullable BigDecimal value,
            Instant at) {
        episodes.stream()
                .filter(it ->
                        it.getString("rule").equals(rule.name())
                                && it.getString("state").equals("FIRING")
                                && it.getString("activeAt").equals(activeAt.toString()))
                .forEach(episode -> {
                    episode.put("state", "RESOLVED")
                            .put("resolvedAt", resolvedAt.toString())
                            .put("resolvedValue", value);
                    frame(at, "alert", episode.copy());
                });
    }

    /** Whether frames of these events are compared. */
    boolean wants(String event) {
        return expected != null && expected.of().contains(event);
    }

    /** Tells a frame, where it is compared. */
    void frame(Instant at, String event, JsonObject data) {
        if (wants(event)) {
            frames.add(
                    new JsonObject()
                            .put("at", at.toString())
                            .put("event", event)
                            .put("data", data));
        }
    }
}
