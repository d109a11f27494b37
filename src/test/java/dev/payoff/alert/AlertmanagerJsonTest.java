package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Episodes as receivers of Alertmanager's webhook (version 4) expect them. */
class AlertmanagerJsonTest {

    private static JsonObject of(JsonObject episode) {
        return AlertmanagerJson.of(new JsonObject(episode.encode()), "https://payoff.example");
    }

    private static JsonObject firing() {
        return new JsonObject()
                .put("id", "e1")
                .put("name", "Cost is back")
                .put("project", "cloud")
                .put("metric", "cloud/cost")
                .put("severity", "CRITICAL")
                .put("state", "FIRING")
                .put("late", false)
                .put("firedAt", "2026-11-21T09:30:00Z")
                .put("value", 46000.5)
                .put("threshold", 42000)
                .put("worthPerHour", -8.21)
                .put("currency", "EUR");
    }

    @Test
    void aFiringEpisodeHasNotEnded() {
        JsonObject json = of(firing());
        assertThat(json.getString("version")).isEqualTo("4");
        assertThat(json.getString("status")).isEqualTo("firing");
        assertThat(json.getString("receiver")).isEqualTo("payoff");
        JsonObject alert = json.getJsonArray("alerts").getJsonObject(0);
        assertThat(alert.getString("status")).isEqualTo("firing");
        assertThat(alert.getString("startsAt")).isEqualTo("2026-11-21T09:30:00Z");
        assertThat(alert.getString("endsAt")).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(alert.getString("fingerprint")).isEqualTo("e1");
        assertThat(alert.getString("generatorURL"))
                .isEqualTo("https://payoff.example/projects/cloud?alert=e1");
        assertThat(alert.getJsonObject("labels").getMap())
                .containsEntry("alertname", "Cost is back")
                .containsEntry("severity", "critical")
                .containsEntry("metric", "cloud/cost")
                .containsEntry("project", "cloud");
        assertThat(alert.getJsonObject("annotations").getMap())
                .containsEntry("value", "46000.5")
                .containsEntry("threshold", "42000")
                .containsEntry("currency", "EUR")
                .containsEntry("late", "false");
    }

    @Test
    void aResolvedEpisodeTellsItsEndUnderTheSameFingerprintAndGroup() {
        JsonObject json =
                of(firing().put("state", "RESOLVED").put("resolvedAt", "2026-11-21T10:00:00Z"));
        JsonObject alert = json.getJsonArray("alerts").getJsonObject(0);
        assertThat(json.getString("status")).isEqualTo("resolved");
        assertThat(alert.getString("endsAt")).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(alert.getString("fingerprint")).isEqualTo("e1");
        assertThat(json.getString("groupKey")).isEqualTo(of(firing()).getString("groupKey"));
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        JsonObject episode = firing();
        episode.remove("metric");
        episode.putNull("worthPerHour");
        JsonObject alert = of(episode).getJsonArray("alerts").getJsonObject(0);
        assertThat(alert.getJsonObject("labels").containsKey("metric")).isFalse();
        assertThat(alert.getJsonObject("annotations").containsKey("worthPerHour")).isFalse();
    }
}
