package dev.payoff.alert;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An episode in the shape of Alertmanager's webhook, version 4, so that receivers that people have
 * already can read it. The fingerprint is the episode's id.
 */
public final class AlertmanagerJson {

    /** Alertmanager's way of saying that an alert has not ended. */
    private static final String NOT_ENDED = "0001-01-01T00:00:00Z";

    private AlertmanagerJson() {}

    /**
     * The message of one episode.
     *
     * @param episode the properties of {@link EpisodeJson}
     */
    public static JsonObject of(JsonObject episode, String publicUrl) {
        JsonObject alert = alert(episode, publicUrl);
        return envelope(
                "{}:{episode=\"" + episode.getString("id") + "\"}",
                "payoff",
                new JsonObject(),
                new JsonArray().add(alert),
                0,
                publicUrl);
    }

    /** The message of a group; the receiver is its route. */
    static JsonObject of(GroupNote note, String publicUrl) {
        JsonArray alerts = new JsonArray();
        note.firing().forEach(it -> alerts.add(alert(it.json().put("state", "FIRING"), publicUrl)));
        note.ended().forEach(it -> alerts.add(alert(it.json(), publicUrl)));
        JsonObject labels = new JsonObject();
        note.message().labels().forEach(labels::put);
        return envelope(
                "{}/{}:{route=\""
                        + note.message().route()
                        + "\", group=\""
                        + note.groupId()
                        + "\"}",
                note.message().route(),
                labels,
                alerts,
                note.moreFiring() + note.moreEnded(),
                publicUrl);
    }

    private static JsonObject envelope(
            String groupKey,
            String receiver,
            JsonObject groupLabels,
            JsonArray alerts,
            int truncated,
            String publicUrl) {
        boolean firing =
                alerts.stream()
                        .anyMatch(it -> "firing".equals(((JsonObject) it).getString("status")));
        return new JsonObject()
                .put("version", "4")
                .put("groupKey", groupKey)
                .put("truncatedAlerts", truncated)
                .put("status", firing ? "firing" : "resolved")
                .put("receiver", receiver)
                .put("groupLabels", groupLabels)
                .put("commonLabels", common(alerts, "labels"))
                .put("commonAnnotations", common(alerts, "annotations"))
                .put("externalURL", publicUrl)
                .put("alerts", alerts);
    }

    /** What all alerts have in common. */
    private static JsonObject common(JsonArray alerts, String field) {
        JsonObject common = new JsonObject();
        if (!alerts.isEmpty()) {
            common = alerts.getJsonObject(0).getJsonObject(field).copy();
        }
        for (int i = 1; i < alerts.size(); i++) {
            JsonObject other = alerts.getJsonObject(i).getJsonObject(field);
            common.getMap()
                    .entrySet()
                    .removeIf(it -> !it.getValue().equals(other.getValue(it.getKey())));
        }
        return common;
    }

    private static JsonObject alert(JsonObject episode, String publicUrl) {
        boolean resolved = "RESOLVED".equals(episode.getString("state"));
        String status = resolved ? "resolved" : "firing";
        JsonObject labels =
                new JsonObject()
                        .put("alertname", episode.getString("name"))
                        .put("project", episode.getString("project"))
                        .put(
                                "severity",
                                String.valueOf(episode.getString("severity"))
                                        .toLowerCase(Locale.ROOT));
        putIfKnown(labels, "metric", episode.getString("metric"));
        JsonObject annotations =
                new JsonObject().put("late", String.valueOf(episode.getBoolean("late")));
        putIfKnown(annotations, "value", text(episode.getValue("value")));
        putIfKnown(annotations, "threshold", text(episode.getValue("threshold")));
        putIfKnown(annotations, "worthPerHour", text(episode.getValue("worthPerHour")));
        putIfKnown(annotations, "currency", episode.getString("currency"));
        String link =
                publicUrl
                        + "/projects/"
                        + episode.getString("project")
                        + "?alert="
                        + episode.getString("id");
        return new JsonObject()
                .put("status", status)
                .put("labels", labels)
                .put("annotations", annotations)
                .put("startsAt", episode.getString("firedAt"))
                .put("endsAt", resolved ? episode.getString("resolvedAt") : NOT_ENDED)
                .put("generatorURL", link)
                .put("fingerprint", episode.getString("id"));
    }

    private static void putIfKnown(JsonObject json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
