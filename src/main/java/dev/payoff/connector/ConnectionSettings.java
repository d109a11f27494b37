package dev.payoff.connector;

import dev.payoff.app.Problem;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.ConnectionStore.View;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What people set on a connection: merged, checked, and its secrets kept apart. */
@ApplicationScoped
class ConnectionSettings {

    private static final int SECRET_BYTES = 32;

    private final Connectors connectors;
    private final TimeAndChance time;

    ConnectionSettings(Connectors connectors, TimeAndChance time) {
        this.connectors = connectors;
        this.time = time;
    }

    /** Makes up the secrets that are missing and may be made up. */
    Map<String, String> generate(Manifest manifest, JsonObject settings) {
        Map<String, String> generated = new HashMap<>();
        for (Manifest.Field field : manifest.fields()) {
            if (field.generate() && settings.getValue(field.name()) == null) {
                String secret = HexFormat.of().formatHex(time.bytes(SECRET_BYTES));
                generated.put(field.name(), secret);
                settings.put(field.name(), secret);
            }
        }
        return generated;
    }

    /**
     * Checks settings by the manifest and by the connector.
     *
     * @throws ProblemException 400 with what is wrong field by field
     */
    void check(Manifest manifest, JsonObject settings, Map<String, String> held) {
        List<Violation> violations = new ArrayList<>(manifest.check(settings, held.keySet()));
        Connector connector = connectors.connector(manifest.kind());
        if (violations.isEmpty() && connector != null) {
            violations.addAll(connector.check(settings));
        }
        if (!violations.isEmpty()) {
            throw new ProblemException(
                    new Problem(
                            "Not valid",
                            400,
                            "VALIDATION",
                            violations.getFirst().field()
                                    + " "
                                    + violations.getFirst().message()
                                    + ".",
                            "Correct the fields that are listed in violations.",
                            violations));
        }
    }

    /** The old settings with the changes; a secret that is taken away leaves the given map. */
    static JsonObject merged(
            View old, ConnectionResource.ConnectionChange change, Map<String, String> secrets) {
        JsonObject settings = new JsonObject(new HashMap<>(old.config()));
        if (change.config() != null) {
            change.config()
                    .forEach((name, value) -> {
                        if (value == null) {
                            settings.remove(name);
                            secrets.remove(name);
                        } else {
                            settings.put(name, value);
                        }
                    });
        }
        return settings;
    }

    /** Takes the secrets out of settings. */
    static Map<String, String> takeSecrets(Manifest manifest, JsonObject settings) {
        Map<String, String> secrets = new HashMap<>();
        for (String name : manifest.secretNames()) {
            if (settings.remove(name) instanceof String secret) {
                secrets.put(name, secret);
            }
        }
        return secrets;
    }

    /** The names of what is changed, never the values: for the audit trail. */
    static List<String> fields(ConnectionResource.ConnectionChange change) {
        TreeSet<String> fields = new TreeSet<>();
        if (change.name() != null) {
            fields.add("name");
        }
        if (change.enabled() != null) {
            fields.add("enabled");
        }
        if (change.config() != null) {
            change.config().keySet().forEach(name -> fields.add("config." + name));
        }
        return List.copyOf(fields);
    }
}
