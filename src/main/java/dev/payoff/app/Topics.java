package dev.payoff.app;

import java.util.List;

/**
 * Names of the Kafka topics; {@code kafka-topics/} declares each with its key, partitions and
 * retention.
 */
public final class Topics {

    /** Readings of monitoring systems: many, small. */
    public static final String MONITORING = "payoff.measurements.monitoring.v1";

    /** Readings of delivery systems: Git, continuous integration, quality. */
    public static final String DELIVERY = "payoff.measurements.delivery.v1";

    /** Readings of business systems, and cost lines. */
    public static final String BUSINESS = "payoff.measurements.business.v1";

    /**
     * The three that the stream reads; the position in this list is part of the order of equal
     * instants.
     */
    public static final List<String> MEASUREMENTS = List.of(MONITORING, DELIVERY, BUSINESS);

    /** Records that were refused, with code and sentence. */
    public static final String REJECTED = "payoff.rejected.v1";

    /** Episodes as Alertmanager v4 JSON. */
    public static final String ALERTS = "payoff.alerts.v1";

    /** The source of a record of a measurement topic that names none. */
    public static final String DEFAULT_SOURCE = "kafka";

    private Topics() {}
}
