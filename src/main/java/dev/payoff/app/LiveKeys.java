package dev.payoff.app;

import java.util.UUID;

/**
 * Names of what stands in Redis. The tenant comes first in each key; nothing that a user typed is
 * part of one.
 */
public final class LiveKeys {

    /** Present while Redis holds the figures; gone when it was emptied. */
    public static final String FILLED = "payoff:filled";

    private static final String PREFIX = "payoff:{";

    private LiveKeys() {}

    /** Hash of a tenant's figures: field to {@code revision TAB line}. */
    public static String figures(UUID tenantId) {
        return PREFIX + tenantId + "}:figures";
    }

    /** Channel on which a tenant's figures move. */
    public static String figuresChannel(UUID tenantId) {
        return PREFIX + tenantId + "}:figures:moved";
    }

    /** Stream of a tenant's events; ids are {@code seq-0}. */
    public static String events(UUID tenantId) {
        return PREFIX + tenantId + "}:events";
    }

    /** Channel on which a tenant's events are announced. */
    public static String eventsChannel(UUID tenantId) {
        return PREFIX + tenantId + "}:events:new";
    }

    /** All channels of all tenants, for one subscription a node. */
    public static String channels() {
        return PREFIX + "*}:*:*";
    }

    /** The tenant that a channel belongs to. */
    public static UUID tenantOf(String channel) {
        return UUID.fromString(channel.substring(PREFIX.length(), channel.indexOf('}')));
    }

    /**
     * One figure on a channel: the name of its event, the topic that it belongs to, and its JSON.
     */
    public static String line(String event, String topic, String json) {
        return event + '\t' + topic + '\t' + json;
    }
}
