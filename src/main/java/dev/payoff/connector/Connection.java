package dev.payoff.connector;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;

/**
 * An outside system as a tenant configured it.
 *
 * @param tenantKey the tenant's key, under which its readings go to Kafka
 * @param kind a manifest's kind
 * @param config the settings that are no secrets, defaults filled in
 * @param secrets the opened credentials by field name; held for one piece of work, never kept,
 *     logged or answered
 */
public record Connection(
        UUID id,
        UUID tenantId,
        String tenantKey,
        String kind,
        String name,
        JsonObject config,
        Map<String, String> secrets) {

    /** Without the credentials, so that a log line cannot hold them. */
    @Override
    public String toString() {
        return "connection " + id + " (" + kind + ")";
    }
}
