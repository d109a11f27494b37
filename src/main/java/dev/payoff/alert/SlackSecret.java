package dev.payoff.alert;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a channel of Slack's bot keeps sealed.
 *
 * @param token with which we call Slack
 * @param signing with which Slack signs its calls to us; null: there are no buttons
 */
record SlackSecret(String token, @Nullable String signing) {

    /** How far a signed time may be from ours, to either side: Slack's own advice. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String VERSION = "v0";
    private static final Pattern TOKEN = Pattern.compile("xoxb-[A-Za-z0-9-]{10,250}");
    private static final Pattern SIGNING = Pattern.compile("[A-Za-z0-9]{16,64}");

    /** The secret of a channel that is made or changed. */
    static SlackSecret of(@Nullable String token, @Nullable String signing) {
        if (token == null || !TOKEN.matcher(token).matches()) {
            throw Bodies.invalid("botToken", "must be the token of a Slack bot, xoxb-…");
        }
        if (signing != null && !SIGNING.matcher(signing).matches()) {
            throw Bodies.invalid(
                    "signingSecret", "must be the signing secret of the Slack app, or left out");
        }
        return new SlackSecret(token, signing);
    }

    static SlackSecret read(String text) {
        JsonObject json = new JsonObject(text);
        return new SlackSecret(json.getString("token"), json.getString("signing"));
    }

    String text() {
        return new JsonObject().put("token", token).put("signing", signing).encode();
    }

    /**
     * Whether a call came from Slack, just now: its signature is the HMAC-SHA256 of version, time
     * and raw body. The signature comes first, so that nobody without the secret learns anything
     * about our clock.
     *
     * @return what is wrong, as a sentence; null: nothing
     */
    @Nullable String refuses(
            @Nullable String signature, @Nullable String timestamp, byte[] body, Instant now) {
        if (signing == null) {
            return "This channel has no signing secret, and so no buttons.";
        }
        if (signature == null || timestamp == null) {
            return "The headers X-Slack-Signature and X-Slack-Request-Timestamp are needed.";
        }
        String right = VERSION + "=" + HexFormat.of().formatHex(mac(signing, timestamp, body));
        if (!MessageDigest.isEqual(bytes(right), bytes(signature))) {
            return "X-Slack-Signature does not fit the body.";
        }
        long seconds;
        try {
            seconds = Long.parseLong(timestamp);
        } catch (NumberFormatException e) {
            return "X-Slack-Request-Timestamp is not a number of seconds since 1970.";
        }
        return Math.abs(seconds - now.getEpochSecond()) > TOLERANCE.toSeconds()
                ? "The call is more than " + TOLERANCE.toMinutes() + " minutes away from now."
                : null;
    }

    private static byte[] mac(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
            mac.update(bytes(VERSION + ":" + timestamp + ":"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no HmacSHA256.", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SlackSecret[…]";
    }
}
