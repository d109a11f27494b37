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
        JsonObject alert =
                new JsonObject()
                        .put("status", status)
                        .put("labels", labels)
                        .put("annotations", annotations)
                        .put("startsAt", episode.getString("firedAt"))
                        .put("endsAt", resolved ? episode.getString("resolvedAt") : NOT_ENDED)
                        .put("generatorURL", link)
                        .put("fingerprint", episode.getString("id"));
        return new JsonObject()
                .put("version", "4")
                .put("groupKey", "{}:{episode=\"" + episode.getString("id") + "\"}")
                .put("truncatedAlerts", 0)
                .put("status", status)
                .put("receiver", "payoff")
                .put("groupLabels", new JsonObject())
                .put("commonLabels", labels)
                .put("commonAnnotations", annotations)
                .put("externalURL", publicUrl)
                .put("alerts", new JsonArray().add(alert));
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
