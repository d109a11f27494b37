package dev.payoff.alert;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** An episode to vary. */
final class EpisodeFixture {

    static final Instant ACTIVE = Instant.parse("2026-03-01T10:00:00Z");
    static final UUID ID = UUID.fromString("00000000-0000-8000-8000-000000000001");
    static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-00000000000a");
    static final UUID RULE = UUID.fromString("00000000-0000-7000-8000-00000000000b");
    static final UUID PROJECT = UUID.fromString("00000000-0000-7000-8000-00000000000c");

    String name = "Cost is back";
    String projectName = "Cloud move";
    String metricName = "Cost per month";
    String unit = "EUR";
    Figure figure = Figure.MEAN;
    String window = "HOUR";
    String comparator = ">";
    Severity severity = Severity.CRITICAL;
    boolean late;
    Instant resolvedAt;
    BigDecimal value = new BigDecimal("46000.5");
    BigDecimal resolvedValue;
    BigDecimal threshold = new BigDecimal("42000");
    BigDecimal worthPerHour = new BigDecimal("-8.21355236");
    String currency = "EUR";
    Instant acknowledgedAt;
    Instant snoozedUntil;
    String detail;

    EpisodeJson episode() {
        return new EpisodeJson(
                ID,
                TENANT,
                RULE,
                name,
                "cloud",
                PROJECT,
                projectName,
                metricName == null ? null : "cloud/cost",
                metricName == null ? null : UUID.randomUUID(),
                metricName,
                unit,
                figure,
                window,
                comparator,
                severity,
                resolvedAt == null ? "FIRING" : "RESOLVED",
                late,
                ACTIVE,
                ACTIVE.plusSeconds(600),
                resolvedAt,
                value,
                resolvedValue,
                threshold,
                worthPerHour,
                currency,
                acknowledgedAt,
                acknowledgedAt == null ? null : "ann@acme.example",
                snoozedUntil,
                null,
                detail);
    }
}
