package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.Rest.Reply;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens by OAuth 2.0's client credentials (RFC 6749, 4.4). A token is used until shortly
 * before its end, or until it is refused; then another is asked for, once. Tokens are held in
 * memory only, under a hash of all that they were asked for with.
 */
@ApplicationScoped
public class ClientCredentials {

    /** Tokens held; the one unused for longest goes first. */
    static final int MAX_TOKENS = 1_000;

    private static final Duration BEFORE_ITS_END = Duration.ofSeconds(60);
    private static final Duration LIFE_WITHOUT_A_WORD = Duration.ofMinutes(15);
    private static final Duration LONGEST_LIFE = Duration.ofHours(12);

    /**
     * What a token is asked for with.
     *
     * @param scope or null
     */
    public record Grant(URI tokenUrl, String clientId, String secret, @Nullable String scope) {

        /** Without the secret, so that a log line cannot hold it. */
        @Override
        public String toString() {
            return "grant of " + clientId;
        }

        String name() {
            return Signatures.digest(
                    (tokenUrl + "\n" + clientId + "\n" + secret + "\n" + scope)
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    private record Held(String token, Instant until) {}

    private final Rest rest;
    private final TimeAndChance time;

    /** By the grant's name, least recently used first; guarded by itself. */
    private final Map<String, Held> held =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
                    return size() > MAX_TOKENS;
                }
            };

    ClientCredentials(Rest rest, TimeAndChance time) {
        this.rest = rest;
        this.time = time;
    }

    /**
     * Makes a call with a token; once more with a new one where it is refused.
     *
     * @param call gets the headers that carry the token
     */
    public Uni<Reply> with(Grant grant, Function<Map<String, String>, Uni<Reply>> call) {
        Optional<String> kept = kept(grant);
        if (kept.isEmpty()) {
            return asked(grant, call);
        }
        return call.apply(Rest.bearer(kept.get()))
                .chain(reply -> {
                    if (reply instanceof Reply.No no && no.status() == 401) {
                        drop(grant);
                        return asked(grant, call);
                    }
                    return Uni.createFrom().item(reply);
                });
    }

    private Uni<Reply> asked(Grant grant, Function<Map<String, String>, Uni<Reply>> call) {
        String form =
                "grant_type=client_credentials"
                        + (grant.scope() == null ? "" : "&scope=" + Rest.encoded(grant.scope()));
        return rest.form(
                        grant.tokenUrl(),
                        // RFC 6749, 2.3.1: both parts are form-encoded first.
                        Rest.basic(Rest.encoded(grant.clientId()), Rest.encoded(grant.secret())),
                        form)
                .chain(reply ->
                        switch (reply) {
                            case Reply.No no ->
                                    Uni.createFrom()
                                            .item(
                                                    new Reply.No(
                                                            no.status() == 401 ? 403 : no.status(),
                                                            "No token: " + no.reason(),
                                                            no.pause()));
                            case Reply.Json json -> {
                                String token =
                                        Payload.plain(json.body().node().path("access_token"));
                                if (token.isBlank()) {
                                    yield Uni.createFrom()
                                            .item(
                                                    new Reply.No(
                                                            200,
                                                            "No token: the answer has no access_token.",
                                                            null));
                                }
                                keep(grant, token, json.body().node().path("expires_in").asLong());
                                yield call.apply(Rest.bearer(token));
                            }
                        });
    }

    private Optional<String> kept(Grant grant) {
        synchronized (held) {
            Held token = held.get(grant.name());
            return token != null && time.now().isBefore(token.until())
                    ? Optional.of(token.token())
                    : Optional.empty();
        }
    }

    private void drop(Grant grant) {
        synchronized (held) {
            held.remove(grant.name());
        }
    }

    /** A token that says nothing of its end, as Salesforce's, is held for a while only. */
    private void keep(Grant grant, String token, long seconds) {
        Duration told =
                seconds <= 0 || seconds > LONGEST_LIFE.toSeconds()
                        ? seconds <= 0 ? LIFE_WITHOUT_A_WORD : LONGEST_LIFE
                        : Duration.ofSeconds(seconds);
        synchronized (held) {
            held.put(grant.name(), new Held(token, time.now().plus(told).minus(BEFORE_ITS_END)));
        }
    }
}
