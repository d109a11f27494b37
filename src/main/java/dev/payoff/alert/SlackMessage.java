package dev.payoff.alert;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Slack is sent: Block Kit, with a text for notifications and screen readers. Pure. Bounds are
 * Slack's: a header of 150 characters, a section of 3000, a field of 2000, 50 blocks.
 *
 * <p>Names come from users. They are escaped, and mark-up is told to take texts verbatim, so that a
 * name is never a mention or a link.
 */
final class SlackMessage {

    static final int MAX_HEADER = 150;
    static final int MAX_NAME = 400;
    static final AlertWords WORDS = new AlertWords(name -> SlackText.name(name, MAX_NAME));

    private SlackMessage() {}

    /** The message that an alert fires. */
    static JsonObject firing(EpisodeJson episode, String publicUrl) {
        String headline =
                mark(episode.severity()) + " " + AlertWords.severity(episode.severity()) + ": ";
        String what = WORDS.sentence(episode);
        JsonArray fields =
                new JsonArray()
                        .add(field("Project", SlackText.name(episode.projectName(), MAX_NAME)))
                        .add(field("Severity", AlertWords.severity(episode.severity())))
                        .add(field("What it is worth", WORDS.worth(episode)))
                        .add(field("Since", SlackText.date(episode.activeAt())));
        return message(
                headline,
                episode,
                what + " Since " + SlackText.utc(episode.activeAt()) + ".",
                List.of(
                        section(what),
                        new JsonObject().put("type", "section").put("fields", fields)),
                publicUrl);
    }

    /** The message that it is over. */
    static JsonObject resolved(EpisodeJson episode, Instant resolvedAt, String publicUrl) {
        String lasted =
                "It lasted "
                        + SlackText.duration(Duration.between(episode.activeAt(), resolvedAt))
                        + ".";
        String value = WORDS.recovered(episode);
        JsonArray fields =
                new JsonArray()
                        .add(field("Project", SlackText.name(episode.projectName(), MAX_NAME)))
                        .add(field("Severity was", AlertWords.severity(episode.severity())))
                        .add(field("From", SlackText.date(episode.activeAt())))
                        .add(field("To", SlackText.date(resolvedAt)));
        return message(
                "✅ Resolved: ",
                episode,
                lasted + value,
                List.of(
                        section(lasted + value),
                        new JsonObject().put("type", "section").put("fields", fields)),
                publicUrl);
    }

    /** The message that only shows that the channel works. */
    static JsonObject test(String channelName, String sender) {
        String text =
                "Payoff can write to "
                        + SlackText.name(channelName, MAX_NAME)
                        + ". "
                        + SlackText.name(sender, MAX_NAME)
                        + " asked for this test; nothing has happened.";
        return envelope(text, new JsonArray().add(section(text)));
    }

    /**
     * The message that an alert fires, and who knows of it already.
     *
     * @param snoozed until when somebody has just put it off; null: nobody has
     */
    static JsonObject known(EpisodeJson episode, @Nullable Instant snoozed, String publicUrl) {
        JsonObject message = firing(episode, publicUrl);
        String known =
                episode.acknowledgedAt() != null
                        ? "Acknowledged by "
                                + SlackText.name(String.valueOf(episode.acknowledgedBy()), MAX_NAME)
                        : snoozed == null ? "" : "Snoozed until " + SlackText.date(snoozed);
        if (!known.isEmpty()) {
            message.getJsonArray("blocks")
                    .add(
                            new JsonObject()
                                    .put("type", "context")
                                    .put("elements", new JsonArray().add(markup(known + "."))));
        }
        return message;
    }

    /** The same as a word in a thread: its text only. */
    static JsonObject spoken(JsonObject message) {
        String text = message.getString("text");
        return envelope(text, new JsonArray().add(section(text)));
    }

    private static JsonObject message(
            String headline,
            EpisodeJson episode,
            String plain,
            List<JsonObject> body,
            String publicUrl) {
        String name = SlackText.name(episode.name(), MAX_NAME);
        JsonArray blocks =
                new JsonArray()
                        .add(
                                new JsonObject()
                                        .put("type", "header")
                                        .put(
                                                "text",
                                                plainText(
                                                        headline
                                                                + SlackText.name(
                                                                        episode.name(),
                                                                        MAX_HEADER
                                                                                - headline
                                                                                        .length()))));
        body.forEach(blocks::add);
        if (episode.late()) {
            blocks.add(
                    new JsonObject()
                            .put("type", "context")
                            .put(
                                    "elements",
                                    new JsonArray()
                                            .add(markup("Told late: readings came in late."))));
        }
        blocks.add(link(episode, publicUrl));
        return envelope(
                headline
                        + name
                        + " ("
                        + SlackText.name(episode.projectName(), MAX_NAME)
                        + "). "
                        + plain,
                blocks);
    }

    static JsonObject envelope(String text, JsonArray blocks) {
        return new JsonObject()
                .put("text", text)
                .put("parse", "none")
                .put("link_names", false)
                .put("unfurl_links", false)
                .put("unfurl_media", false)
                .put("blocks", blocks);
    }

    static JsonObject link(EpisodeJson episode, String publicUrl) {
        return new JsonObject()
                .put("type", "actions")
                .put(
                        "elements",
                        new JsonArray()
                                .add(
                                        new JsonObject()
                                                .put("type", "button")
                                                .put("text", plainText("Open in Payoff"))
                                                .put("url", AlertWords.link(episode, publicUrl))));
    }

    static String mark(Severity severity) {
        return switch (severity) {
            case INFO -> "🔵";
            case WARNING -> "🟠";
            case CRITICAL -> "🔴";
        };
    }

    static JsonObject section(String text) {
        return new JsonObject().put("type", "section").put("text", markup(text));
    }

    static JsonObject field(String title, String text) {
        return markup("*" + title + "*\n" + text);
    }

    static JsonObject markup(String text) {
        return new JsonObject().put("type", "mrkdwn").put("text", text).put("verbatim", true);
    }

    static JsonObject plainText(String text) {
        return new JsonObject().put("type", "plain_text").put("text", text).put("emoji", false);
    }
}
