package dev.payoff.alert;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The buttons below a message of Slack's bot, and what is meant when one is pressed. Pure. */
final class SlackButtons {

    private static final String ACKNOWLEDGE = "payoff_ack";
    private static final String SNOOZE = "payoff_snooze";
    private static final String EPISODE = "e:";
    private static final String GROUP = "g:";

    /** What a button does, and to what. */
    record Pressed(boolean group, UUID id, @Nullable Duration snooze) {}

    private SlackButtons() {}

    static String episode(UUID id) {
        return EPISODE + id;
    }

    static String group(UUID id) {
        return GROUP + id;
    }

    /**
     * Puts the buttons onto a message.
     *
     * @param episode the one that the message is about; where somebody has acknowledged it, there
     *     are none
     */
    static JsonObject onto(JsonObject message, String target, @Nullable EpisodeJson episode) {
        if (episode == null || episode.acknowledgedAt() == null && episode.resolvedAt() == null) {
            message.getJsonArray("blocks")
                    .add(
                            new JsonObject()
                                    .put("type", "actions")
                                    .put(
                                            "elements",
                                            new JsonArray()
                                                    .add(button(ACKNOWLEDGE, "Acknowledge", target))
                                                    .add(snooze("Snooze 1 h", "PT1H", target))
                                                    .add(snooze("Snooze 1 day", "PT24H", target))));
        }
        return message;
    }

    private static JsonObject snooze(String text, String time, String target) {
        return button(
                SNOOZE + "_" + time.toLowerCase(java.util.Locale.ROOT), text, time + "|" + target);
    }

    private static JsonObject button(String action, String text, String value) {
        return new JsonObject()
                .put("type", "button")
                .put("action_id", action)
                .put("text", SlackMessage.plainText(text))
                .put("value", value);
    }

    /** What is meant; empty where it is none of our buttons. */
    static Optional<Pressed> pressed(String action, String value) {
        int bar = value.indexOf('|');
        String target = value.substring(bar + 1);
        UUID id = target.length() < 3 ? null : Bodies.idOrNull(target.substring(2));
        boolean group = target.startsWith(GROUP);
        if (id == null || !group && !target.startsWith(EPISODE)) {
            return Optional.empty();
        }
        if (action.equals(ACKNOWLEDGE)) {
            return Optional.of(new Pressed(group, id, null));
        }
        if (!action.startsWith(SNOOZE)) {
            return Optional.empty();
        }
        return switch (bar < 0 ? "" : value.substring(0, bar)) {
            case "PT1H" -> Optional.of(new Pressed(group, id, Duration.ofHours(1)));
            case "PT24H" -> Optional.of(new Pressed(group, id, Duration.ofHours(24)));
            default -> Optional.empty();
        };
    }
}
