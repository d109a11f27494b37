package dev.payoff.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payoff.app.OutgoingRules;
import dev.payoff.app.OutgoingRules.Verdict;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where people are told: Slack, an e-mail address, or any webhook. */
final class Channel {

    private static final int SHOWN_CHARS = 4;
    private static final int MIN_SLACK_PATH_CHARS = 8;

    /** RFC 5321, 4.5.3.1.3, without the angle brackets. */
    private static final int MAX_EMAIL_CHARS = 254;

    /** What is sure to be one address, and nothing that could end a header or name another. */
    private static final Pattern EMAIL =
            Pattern.compile(
                    "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}");

    private static final Pattern SLACK_CHANNEL = Pattern.compile("[CGD][A-Z0-9]{5,20}");

    /** What a channel is. */
    enum Kind {
        /** An incoming webhook of Slack. */
        SLACK,
        /** A channel of Slack's that a bot writes to. */
        SLACK_BOT,
        /** An e-mail address. */
        EMAIL,
        /** Whatever takes Alertmanager's webhook JSON; signed as Standard Webhooks says. */
        WEBHOOK;

        /** Whether messages can be changed after they were sent. */
        boolean updates() {
            return this == SLACK_BOT;
        }
    }

    private Channel() {}

    /**
     * A channel as it is sent.
     *
     * @param url of a SLACK or WEBHOOK
     * @param email of an EMAIL
     * @param slackChannel of a SLACK_BOT, its id there, such as C0123456789
     * @param botToken with which a SLACK_BOT writes
     * @param signingSecret with which Slack signs its calls to us; without it there are no buttons
     * @param digest how often an EMAIL is told of everything at once; left out: each by itself
     */
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
            @Nullable Kind kind,
            @Nullable String url,
            @Nullable String email,
            @Nullable String slackChannel,
            @Nullable String botToken,
            @Nullable String signingSecret,
            @Nullable Digest digest,
            @Nullable Severity minSeverity,
            @Nullable Boolean enabled) {}

    /**
     * A channel as it is answered; the address itself is never shown again.
     *
     * @param address the host and the last four characters; of an e-mail address its first letter
     *     and its domain
     * @param secret with which a WEBHOOK is signed; told once, when the channel is made
     */
    record View(
            UUID id,
            String name,
            Kind kind,
            String address,
            Severity minSeverity,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Digest digest,
            boolean enabled,
            int version,
            Instant createdAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

        static final String SELECT =
                """
                SELECT c.id, c.id AS channel_id, c.name, c.name AS channel_name, c.kind, c.address, c.secret,
                       c.address_host, c.address_end,
                       c.min_severity, c.digest, c.enabled, c.version, c.created_at
                  FROM channel c WHERE c.removed_at IS NULL
                """;

        static View of(Row row) {
            Kind kind = Kind.valueOf(row.getString("kind"));
            String host = row.getString("address_host");
            String end = row.getString("address_end");
            return new View(
                    row.getUUID("id"),
                    row.getString("name"),
                    kind,
                    kind == Kind.EMAIL ? end + "…@" + host : host + "/…" + end,
                    Severity.valueOf(row.getString("min_severity")),
                    row.getString("digest") == null
                            ? null
                            : Digest.valueOf(row.getString("digest")),
                    row.getBoolean("enabled"),
                    row.getInteger("version"),
                    Columns.instant(row, "created_at"),
                    null);
        }

        View with(@Nullable String told) {
            return new View(
                    id,
                    name,
                    kind,
                    address,
                    minSeverity,
                    digest,
                    enabled,
                    version,
                    createdAt,
                    told);
        }

        Input input() {
            return new Input(
                    name, kind, null, null, null, null, null, digest, minSeverity, enabled);
        }
    }

    /** The place that an address is sealed for. */
    static String place(UUID id) {
        return "channel/" + id;
    }

    /** The place that a secret is sealed for. */
    static String secretPlace(UUID id) {
        return "channel-secret/" + id;
    }

    /** An address that may be told, and what may be shown of it. */
    record Address(String text, String host, String end) {}

    /** How often the channel is told of everything at once; only of e-mail. */
    static @Nullable Digest digest(Kind kind, Input input) {
        if (input.digest() != null && kind != Kind.EMAIL) {
            throw Bodies.invalid("digest", "is for channels of the kind EMAIL");
        }
        return input.digest();
    }

    /** Whether the input names a new address. */
    static boolean namesAddress(Input input) {
        return input.url() != null || input.email() != null || input.slackChannel() != null;
    }

    /** The address of a channel, checked as far as that goes without looking its name up. */
    static Address address(OutgoingRules rules, Kind kind, Input input) {
        return switch (kind) {
            case EMAIL -> email(input.email());
            case SLACK_BOT -> slackChannel(input.slackChannel());
            case SLACK -> url(rules, input.url(), "a Slack incoming webhook", MIN_SLACK_PATH_CHARS);
            case WEBHOOK -> url(rules, input.url(), "a webhook", 0);
        };
    }

    private static Address slackChannel(@Nullable String id) {
        if (id == null || !SLACK_CHANNEL.matcher(id).matches()) {
            throw Bodies.invalid(
                    "slackChannel", "must be the id of a channel of Slack, such as C0123456789");
        }
        return new Address(id, "slack.com", id.substring(id.length() - SHOWN_CHARS));
    }

    private static Address email(@Nullable String email) {
        if (email == null || email.length() > MAX_EMAIL_CHARS || !EMAIL.matcher(email).matches()) {
            throw Bodies.invalid("email", "must be one e-mail address, such as ada@example.com");
        }
        return new Address(
                email, email.substring(email.lastIndexOf('@') + 1), email.substring(0, 1));
    }

    /** Whoever has the URL can post, so it must be https, but to an address that is opened. */
    private static Address url(
            OutgoingRules rules, @Nullable String url, String what, int minPathChars) {
        if (url == null || url.isBlank()) {
            throw Bodies.invalid("url", "must be the URL of " + what);
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
                if ((path == null ? "" : path).length() < minPathChars) {
                    throw Bodies.invalid("url", "is too short for the URL of " + what);
                }
                yield new Address(url, target.host(), url.substring(url.length() - SHOWN_CHARS));
            }
        };
    }
}
