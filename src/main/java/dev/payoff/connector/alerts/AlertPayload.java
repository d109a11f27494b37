package dev.payoff.connector.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.connector.Connection;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Signatures;
import dev.payoff.portfolio.ProjectMark;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The list of alerts that Alertmanager (version 4 of its payload) and Grafana post; pure. */
sealed interface AlertPayload {

    /**
     * Alerts.
     *
     * @param unusable how many of the list could not be used
     * @param why what is wrong with the first of those, or null
     * @param truncated how many the sender left out
     */
    record Read(List<Alert> alerts, int unusable, @Nullable String why, long truncated)
            implements AlertPayload {}

    /** There is no list of alerts in it, as with a template of one's own. */
    record WithoutAlerts() implements AlertPayload {}

    /** It cannot be read. */
    record Malformed(String reason) implements AlertPayload {}

    /**
     * An alert as it stands.
     *
     * @param fingerprint of its labels
     * @param endsAt when it was resolved; null while it is firing
     * @param summary what its annotations say in a sentence
     * @param link where to look at it
     */
    record Alert(
            String fingerprint,
            SortedMap<String, String> labels,
            Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String summary,
            @Nullable String link) {

        /** Labels that are told otherwise than as a tag. */
        private static final Set<String> TOLD = Set.of("alertname", "severity");

        /**
         * What it is on the line of time of a project.
         *
         * @param told when this was told
         */
        ProjectMark mark(Connection connection, String project, Instant told) {
            return new ProjectMark(
                    project,
                    ProjectMark.identity(connection.id(), fingerprint + "/" + startsAt),
                    labels.getOrDefault("alertname", "Alert"),
                    summary,
                    link,
                    labels.get("severity"),
                    labels.entrySet().stream()
                            .filter(each -> !TOLD.contains(each.getKey()))
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .toList(),
                    startsAt,
                    endsAt == null
                            ? ProjectMark.Until.lasting(told)
                            : ProjectMark.Until.ended(endsAt, told));
        }
    }

    /** Alerts of one delivery; Alertmanager's {@code max_alerts} bounds them at its side. */
    int MAX_ALERTS = 5_000;

    /** Labels of one alert that are looked at. */
    int MAX_LABELS = 100;

    /** Reads a delivery; one alert that cannot be used does not keep the others out. */
    static AlertPayload parse(byte[] body) {
        Payload root;
        try {
            root = Payload.object(body);
        } catch (Payload.Unusable e) {
            return new Malformed(e.reason());
        }
        if (!root.node().path("alerts").isArray()) {
            return new WithoutAlerts();
        }
        List<Payload> list = root.each("alerts");
        if (list.size() > MAX_ALERTS) {
            return new Malformed(
                    "There are more than "
                            + MAX_ALERTS
                            + " alerts; set max_alerts, or group them.");
        }
        List<Alert> alerts = new ArrayList<>();
        String why = null;
        for (Payload each : list) {
            try {
                alerts.add(alert(each));
            } catch (Payload.Unusable e) {
                why = why == null ? e.reason() : why;
            }
        }
        return new Read(
                List.copyOf(alerts),
                list.size() - alerts.size(),
                why,
                root.node().path("truncatedAlerts").asLong(0));
    }

    private static Alert alert(Payload alert) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> label : alert.at("labels").node().properties()) {
            if (label.getValue().isTextual() && labels.size() < MAX_LABELS) {
                labels.put(label.getKey(), label.getValue().textValue());
            }
        }
        Instant startsAt = alert.time("startsAt");
        Instant endsAt = null;
        switch (alert.text("status")) {
            case "firing" -> {}
            case "resolved" -> endsAt = alert.time("endsAt");
            default ->
                    throw new Payload.Unusable(
                            "An alert's status is " + alert.text("status") + ".");
        }
        if (endsAt != null && endsAt.isBefore(startsAt)) {
            throw new Payload.Unusable("An alert ended before it started.");
        }
        String fingerprint =
                alert.textOr(
                        "fingerprint",
                        Signatures.digest(labels.toString().getBytes(StandardCharsets.UTF_8)));
        return new Alert(
                fingerprint,
                labels,
                startsAt,
                endsAt,
                first(alert.at("annotations").node(), "summary", "message", "description"),
                // Grafana's panel and dashboard tell more than the rule that fired.
                first(alert.node(), "panelURL", "dashboardURL", "generatorURL"));
    }

    /** The first of the fields that has a text. */
    private static @Nullable String first(JsonNode of, String... fields) {
        for (String field : fields) {
            String text = of.path(field).asText("");
            if (!text.isBlank()) {
                return text;
            }
        }
        return null;
    }
}
