package dev.payoff.alert;

import dev.payoff.app.SecretBox;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The link by which whoever gets e-mails ends them (RFC 8058). It names the channel and the
 * address, sealed, so that nobody can make one up, and one that was made for an address does not
 * end the mails of another.
 */
@ApplicationScoped
class Unsubscribing {

    private static final String PLACE = "unsubscribe";
    private static final int MAX_TOKEN_CHARS = 1_000;

    private final SecretBox box;
    private final String publicUrl;

    Unsubscribing(SecretBox box, @ConfigProperty(name = "payoff.public-url") String publicUrl) {
        this.box = box;
        this.publicUrl = publicUrl;
    }

    /** Which mails a link ends. */
    record Wish(UUID channelId, String address) {}

    /** The link below a mail to this address. */
    String link(UUID channelId, String address) {
        String plain =
                new JsonObject()
                        .put("channel", channelId.toString())
                        .put("address", address)
                        .encode();
        String base =
                publicUrl.endsWith("/")
                        ? publicUrl.substring(0, publicUrl.length() - 1)
                        : publicUrl;
        return base
                + "/hooks/unsubscribe/"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(box.seal(plain, PLACE));
    }

    /** What a link's last part means; empty where we have not made it. */
    Optional<Wish> read(String token) {
        if (token.length() > MAX_TOKEN_CHARS) {
            return Optional.empty();
        }
        try {
            JsonObject wish = new JsonObject(box.open(Base64.getUrlDecoder().decode(token), PLACE));
            return Optional.of(
                    new Wish(
                            UUID.fromString(wish.getString("channel")), wish.getString("address")));
        } catch (IllegalArgumentException | IllegalStateException | DecodeException notOurs) {
            return Optional.empty();
        }
    }
}
