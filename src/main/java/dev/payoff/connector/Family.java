package dev.payoff.connector;

import dev.payoff.app.Topics;
import java.util.Locale;

/**
 * The three families of systems; each has a topic of its own, so that a flood in one never delays
 * another.
 */
public enum Family {
    /** Monitoring: many readings, small. */
    MONITORING(Topics.MONITORING),
    /** Git, continuous integration, code quality. */
    DELIVERY(Topics.DELIVERY),
    /** ERP, CRM, bills, and what people send by hand. */
    BUSINESS(Topics.BUSINESS);

    private final String topic;

    Family(String topic) {
        this.topic = topic;
    }

    /** The family of this name, in any case; the query parameter of the REST way in. */
    public static Family fromString(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The Kafka topic of the family. */
    public String topic() {
        return topic;
    }
}
