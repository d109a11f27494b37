package dev.payoff.alert;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What Slack is sent of a group: a line for each alert, as many as Slack takes (50 blocks, and
 * about 13,000 characters in all of them together). One alert by itself looks as it does without
 * routes. Pure.
 */
final class SlackGroupMessage {

    private static final int MAX_FIRING = 10;
    private static final int MAX_ENDED = 6;
    private static final int MAX_NAME = 80;
    private static final AlertWords WORDS = new AlertWords(name -> SlackText.name(name, MAX_NAME));

    private SlackGroupMessage() {}

    /**
     * The message.
     *
     * @param buttons whether it can be acknowledged and snoozed from there
     */
    static JsonObject of(GroupNote note, String publicUrl, boolean buttons) {
        return switch (shape(note)) {
            case ONE_FIRES -> {
                EpisodeJson episode = note.firing().getFirst();
                JsonObject message = SlackMessage.known(episode, null, publicUrl);
                context(message.getJsonArray("blocks"), note.cause());
                yield buttons
                        ? SlackButtons.onto(message, SlackButtons.episode(episode.id()), episode)
                        : message;
            }
            case ONE_IS_OVER -> {
                EpisodeJson episode = note.ended().getFirst();
                yield SlackMessage.resolved(episode, over(episode), publicUrl);
            }
            case SEVERAL -> several(note, publicUrl, buttons);
        };
    }

    /** What is new, for the thread below the message. */
    static JsonObject news(GroupNote note) {
        JsonArray blocks = new JsonArray();
        context(blocks, note.cause());
        int fresh = Math.min(note.message().fresh(), note.firing().size());
        first(note.firing().subList(0, fresh), MAX_FIRING)
                .forEach(it -> blocks.add(SlackMessage.section(line(it, true))));
        first(note.ended(), MAX_ENDED).forEach(it -> blocks.add(SlackMessage.section(line(it))));
        more(blocks, note.message().fresh() - Math.min(fresh, MAX_FIRING), "are new");
        more(
                blocks,
                note.message().allEnded() - Math.min(note.ended().size(), MAX_ENDED),
                "are over");
        return SlackMessage.envelope(
                SlackText.name(note.headline(), SlackMessage.MAX_NAME), blocks);
    }

    private enum Shape {
        ONE_FIRES,
        ONE_IS_OVER,
        SEVERAL
    }

    private static Shape shape(GroupNote note) {
        int firing = note.message().allFiring();
        int ended = note.message().allEnded();
        if (firing == 1 && ended == 0 && note.firing().size() == 1) {
            return Shape.ONE_FIRES;
        }
        return firing == 0 && ended == 1 && note.ended().size() == 1
                ? Shape.ONE_IS_OVER
                : Shape.SEVERAL;
    }

    private static JsonObject several(GroupNote note, String publicUrl, boolean buttons) {
        boolean fires = note.message().allFiring() > 0;
        String headline =
                (fires
                                ? SlackMessage.mark(note.severity())
                                        + " "
                                        + AlertWords.severity(note.severity())
                                        + ": "
                                : "✅ Resolved: ")
                        + note.headline();
        JsonArray blocks =
                new JsonArray()
                        .add(
                                new JsonObject()
                                        .put("type", "header")
                                        .put(
                                                "text",
                                                SlackMessage.plainText(
                                                        SlackText.name(
                                                                headline,
                                                                SlackMessage.MAX_HEADER))));
        context(blocks, note.cause());
        List<EpisodeJson> firing = first(note.firing(), MAX_FIRING);
        List<EpisodeJson> ended = first(note.ended(), MAX_ENDED);
        int fresh = note.message().fresh();
        for (int i = 0; i < firing.size(); i++) {
            blocks.add(SlackMessage.section(line(firing.get(i), i < fresh)));
        }
        ended.forEach(it -> blocks.add(SlackMessage.section(line(it))));
        more(blocks, note.message().allFiring() - firing.size(), "fire");
        more(blocks, note.message().allEnded() - ended.size(), "are over");
        if (!note.all().isEmpty()) {
            blocks.add(SlackMessage.link(note.all().getFirst(), publicUrl));
        }
        JsonObject message =
                SlackMessage.envelope(
                        SlackText.name(headline, SlackMessage.MAX_NAME) + names(firing), blocks);
        return buttons && fires
                ? SlackButtons.onto(message, SlackButtons.group(note.groupId()), null)
                : message;
    }

    private static String line(EpisodeJson episode, boolean fresh) {
        String known = known(episode);
        return SlackMessage.mark(episode.severity())
                + (fresh ? " *New:* " : " ")
                + SlackText.name(episode.name(), MAX_NAME)
                + " ("
                + SlackText.name(episode.projectName(), MAX_NAME)
                + ")\n"
                + WORDS.sentence(episode)
                + " Since "
                + SlackText.date(episode.activeAt())
                + "."
                + (known.isEmpty() ? "" : " " + known);
    }

    private static String line(EpisodeJson episode) {
        return "✅ "
                + SlackText.name(episode.name(), MAX_NAME)
                + " ("
                + SlackText.name(episode.projectName(), MAX_NAME)
                + ") lasted "
                + SlackText.duration(Duration.between(episode.activeAt(), over(episode)))
                + "."
                + WORDS.recovered(episode);
    }

    /** Who knows of it already; empty where nobody does. */
    private static String known(EpisodeJson episode) {
        return episode.acknowledgedAt() == null
                ? ""
                : "Acknowledged by "
                        + SlackText.name(String.valueOf(episode.acknowledgedBy()), MAX_NAME)
                        + ".";
    }

    private static Instant over(EpisodeJson episode) {
        Instant resolvedAt = episode.resolvedAt();
        return resolvedAt == null ? episode.firedAt() : resolvedAt;
    }

    private static String names(List<EpisodeJson> firing) {
        StringBuilder names = new StringBuilder();
        for (EpisodeJson episode : first(firing, 3)) {
            names.append(names.isEmpty() ? ": " : ", ")
                    .append(SlackText.name(episode.name(), MAX_NAME));
        }
        return names.toString();
    }

    private static void more(JsonArray blocks, int more, String what) {
        if (more > 0) {
            context(blocks, "And " + more + " more " + what + ".");
        }
    }

    private static void context(JsonArray blocks, String text) {
        if (!text.isEmpty()) {
            blocks.add(
                    new JsonObject()
                            .put("type", "context")
                            .put("elements", new JsonArray().add(SlackMessage.markup(text))));
        }
    }

    private static <T> List<T> first(List<T> list, int most) {
        return list.subList(0, Math.min(most, list.size()));
    }
}
