package dev.payoff.alert;

import dev.payoff.app.OutgoingRules;
import dev.payoff.app.OutgoingRules.Verdict;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where people are told: an incoming webhook of Slack. */
final class Channel {

    private static final int SHOWN_CHARS = 4;
    private static final int MIN_PATH_CHARS = 8;

    private Channel() {}

    /** A channel as it is sent. */
    @org.eclipse.microprofile.openapi.annotations.media.Schema(
            name = "Channel",
            example =
                    """
                    {"name": "#payoff", "kind": "SLACK", \
                    "url": "https://hooks.slack.com/services/T000/B000/XXXX", \
                    "minSeverity": "WARNING"}\
                    """)
    record Input(
            @Nullable String name,
            @Nullable String kind,
            @Nullable String url,
            @Nullable Severity minSeverity,
            @Nullable Boolean enabled) {}

    /**
     * A channel as it is answered; the address itself is never shown again.
     *
     * @param address the host and the last four characters
     */
    record View(
            UUID id,
            String name,
            String kind,
            String address,
            Severity minSeverity,
            boolean enabled,
            int version,
            Instant createdAt) {

        static final String SELECT =
                """
                SELECT c.id, c.name, c.kind, c.address, c.address_host, c.address_end,
                       c.min_severity, c.enabled, c.version, c.created_at
                  FROM channel c WHERE c.removed_at IS NULL
                """;

        static View of(Row row) {
            return new View(
                    row.getUUID("id"),
                    row.getString("name"),
                    row.getString("kind"),
                    row.getString("address_host") + "/…" + row.getString("address_end"),
                    Severity.valueOf(row.getString("min_severity")),
                    row.getBoolean("enabled"),
                    row.getInteger("version"),
                    Columns.instant(row, "created_at"));
        }

        Input input() {
            return new Input(name, kind, null, minSeverity, enabled);
        }
    }

    /** The place that an address is sealed for. */
    static String place(UUID id) {
        return "channel/" + id;
    }

    /** An address that may be called. */
    record Address(String url, String host, String end) {}

    /**
     * Checks an address as far as that goes without looking its name up. Whoever has the URL can
     * post, so it must be https, but to an address that the operator opened himself.
     */
    static Address address(OutgoingRules rules, @Nullable String url) {
        if (url == null || url.isBlank()) {
            throw Bodies.invalid("url", "must be the URL of a Slack incoming webhook");
        }
        return switch (rules.judge(url)) {
            case Verdict.Refused refused ->
                    throw Bodies.invalid("url", "cannot be called: " + refused.detail());
            case Verdict.Callable target -> {
                boolean opened = target.literal() != null && rules.allows(target.literal());
                if (!target.tls() && !opened) {
                    throw Bodies.invalid("url", "must be https");
                }
                String path = target.uri().getRawPath();
                if (path == null || path.length() < MIN_PATH_CHARS) {
                    throw Bodies.invalid("url", "is too short for a webhook's URL");
                }
                yield new Address(url, target.host(), url.substring(url.length() - SHOWN_CHARS));
            }
        };
    }
}
