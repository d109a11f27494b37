package dev.payoff.alert;

import dev.payoff.alert.AlertState.Firing;
import dev.payoff.alert.AlertState.Inactive;
import dev.payoff.alert.AlertState.Pending;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AlertState} as {@code rule_state.state} keeps it. The value is a text: as a JSON number
 * it would come back from the database client as a double.
 */
public final class AlertStateJson {

    private AlertStateJson() {}

    /** Writes a state. */
    public static JsonObject write(AlertState state) {
        JsonObject json = new JsonObject();
        return switch (state) {
            case Inactive inactive ->
                    json.put("phase", "INACTIVE").put("lastAt", text(inactive.lastAt()));
            case Pending pending ->
                    json.put("phase", "PENDING")
                            .put("activeAt", pending.activeAt().toString())
                            .put("lastAt", pending.lastAt().toString())
                            .put("value", pending.value().toString());
            case Firing firing ->
                    json.put("phase", "FIRING")
                            .put("activeAt", firing.activeAt().toString())
                            .put("firedAt", firing.firedAt().toString())
                            .put("keepFiringSince", text(firing.keepFiringSince()))
                            .put("lastAt", firing.lastAt().toString())
                            .put("value", firing.value().toString());
        };
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the phase is none of ours
     */
    public static AlertState read(JsonObject json) {
        String phase = json.getString("phase");
        return switch (phase) {
            case "INACTIVE" -> new Inactive(instantOrNull(json, "lastAt"));
            case "PENDING" ->
                    new Pending(instant(json, "activeAt"), instant(json, "lastAt"), value(json));
            case "FIRING" ->
                    new Firing(
                            instant(json, "activeAt"),
                            instant(json, "firedAt"),
                            instantOrNull(json, "keepFiringSince"),
                            instant(json, "lastAt"),
                            value(json));
            case null, default ->
                    throw new IllegalArgumentException("not a phase of an alert: " + phase);
        };
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static Instant instant(JsonObject json, String field) {
        return Instant.parse(json.getString(field));
    }

    private static @Nullable Instant instantOrNull(JsonObject json, String field) {
        String text = json.getString(field);
        return text == null ? null : Instant.parse(text);
    }

    private static BigDecimal value(JsonObject json) {
        return new BigDecimal(json.getString("value"));
    }
}
