package dev.payoff.alert;

import dev.payoff.alert.SlackButtons.Pressed;
import dev.payoff.app.Outgoing;
import dev.payoff.app.OutgoingLimits;
import dev.payoff.app.Problem;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where Slack calls us when somebody presses a button: the signature over the raw body is the
 * credential, and is checked before anything is parsed. A Slack app has one such address; it is
 * that of any channel with the app's signing secret, and serves all of the tenant's.
 */
@Path("/hooks/slack/{channel}")
@Tag(name = "Alerts")
@PermitAll
public class SlackInteractionResource {

    private static final Logger LOG = Logger.getLogger(SlackInteractionResource.class);

    /** Slack's own are a few kilobytes. */
    private static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_USER_CHARS = 64;
    private static final String FIELD = "payload=";

    private final SlackActions actions;
    private final Outgoing outgoing;
    private final TimeAndChance time;
    private final String publicUrl;

    SlackInteractionResource(
            SlackActions actions,
            Outgoing outgoing,
            TimeAndChance time,
            @ConfigProperty(name = "payoff.public-url") String publicUrl) {
        this.actions = actions;
        this.outgoing = outgoing;
        this.time = time;
        this.publicUrl = publicUrl;
    }

    /**
     * Takes a button's call. Slack shows what the answer holds to whoever pressed, so it is empty.
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Buttons of Slack messages, verified by Slack's signature")
    public Uni<Response> press(
            @PathParam("channel") UUID id,
            @HeaderParam("X-Slack-Signature") @Nullable String signature,
            @HeaderParam("X-Slack-Request-Timestamp") @Nullable String timestamp,
            byte[] body) {
        return actions.named(id)
                .chain(found -> {
                    SlackActions.Bot bot =
                            found.orElseThrow(
                                    () -> ProblemException.notFound("channel", id.toString()));
                    String wrong =
                            body.length > MAX_BYTES
                                    ? "The body is too large."
                                    : bot.secret().refuses(signature, timestamp, body, time.now());
                    if (wrong != null) {
                        LOG.infof("A call from Slack was refused: channel=%s reason=%s", id, wrong);
                        return Uni.createFrom().item(refusal(wrong));
                    }
                    return act(bot, payload(body)).replaceWith(Response.ok().build());
                });
    }

    private Uni<Void> act(SlackActions.Bot bot, JsonObject payload) {
        Optional<Pressed> pressed = pressed(payload);
        return pressed.isEmpty()
                ? Uni.createFrom().voidItem()
                : actions.press(bot, user(payload), pressed.get(), time.now())
                        .invoke(changed -> show(payload, pressed.get(), changed))
                        .replaceWithVoid();
    }

    /**
     * Shows at once, in place of the message, what was pressed; beside the answer, for which Slack
     * waits 3 s. A group's message is changed by the notifier.
     */
    private void show(JsonObject payload, Pressed pressed, List<EpisodeJson> changed) {
        String address = payload.getString("response_url");
        if (pressed.group() || changed.isEmpty() || address == null) {
            return;
        }
        EpisodeJson episode = changed.getFirst();
        JsonObject message =
                SlackMessage.known(
                                episode,
                                pressed.snooze() == null ? null : episode.snoozedUntil(),
                                publicUrl)
                        .put("replace_original", true);
        if (episode.acknowledgedAt() == null) {
            SlackButtons.onto(message, SlackButtons.episode(episode.id()), episode);
        }
        outgoing.post(
                        URI.create(address),
                        Map.of("Content-Type", "application/json; charset=utf-8"),
                        message.encode().getBytes(StandardCharsets.UTF_8),
                        OutgoingLimits.SMALL)
                .subscribe()
                .with(
                        answer -> LOG.debugf("Slack was shown what was pressed: %s", answer),
                        e -> LOG.warn("Slack could not be shown what was pressed", e));
    }

    private static Optional<Pressed> pressed(JsonObject payload) {
        if (!"block_actions".equals(payload.getValue("type"))
                || !(payload.getValue("actions") instanceof JsonArray pressed)
                || pressed.isEmpty()
                || !(pressed.getValue(0) instanceof JsonObject action)
                || !(action.getValue("action_id") instanceof String name)
                || !(action.getValue("value") instanceof String value)) {
            return Optional.empty();
        }
        return SlackButtons.pressed(name, value);
    }

    private static String user(JsonObject payload) {
        JsonObject user =
                payload.getValue("user") instanceof JsonObject told ? told : new JsonObject();
        Object name = user.getValue("username", user.getValue("id", "unknown"));
        String plain = String.valueOf(name).replaceAll("[^A-Za-z0-9._-]", "?");
        return plain.length() > MAX_USER_CHARS ? plain.substring(0, MAX_USER_CHARS) : plain;
    }

    /** The one field of the form. */
    private static JsonObject payload(byte[] body) {
        String form = new String(body, StandardCharsets.UTF_8);
        try {
            if (form.startsWith(FIELD)) {
                String text = form.substring(FIELD.length());
                return new JsonObject(URLDecoder.decode(text, StandardCharsets.UTF_8));
            }
        } catch (DecodeException | IllegalArgumentException | ClassCastException e) {
            throw Bodies.invalid("payload", "is not the JSON that Slack sends");
        }
        throw Bodies.invalid("payload", "must be the form's one field");
    }

    private static Response refusal(String wrong) {
        return Response.status(401)
                .type(Problem.MEDIA_TYPE)
                .entity(
                        Problem.of(
                                401,
                                "NOT_VERIFIED",
                                "Call not taken",
                                wrong,
                                "Compare the signing secret of the Slack app with the channel's."))
                .build();
    }
}
