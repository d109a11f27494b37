package dev.payoff.alert;

import dev.payoff.app.OutgoingRules;
import dev.payoff.app.SecretBox;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks what is sent of a channel, seals what is secret of it, and writes it. */
@ApplicationScoped
class ChannelWriter {

    private final OutgoingRules rules;
    private final SecretBox box;
    private final TimeAndChance time;
    private final MailSender mail;

    ChannelWriter(OutgoingRules rules, SecretBox box, TimeAndChance time, MailSender mail) {
        this.rules = rules;
        this.box = box;
        this.time = time;
        this.mail = mail;
    }

    /**
     * A channel that was checked and can be written.
     *
     * @param secret what is kept sealed of it; null: nothing, or what there is
     */
    record Checked(
            String name,
            Channel.Kind kind,
            Channel.@Nullable Address address,
            @Nullable String secret,
            Severity least,
            @Nullable Digest digest,
            boolean on) {

        /** The secret that was made here, to be told once; null where it was the user's own. */
        @Nullable String told() {
            return kind == Channel.Kind.WEBHOOK ? secret : null;
        }
    }

    /** A new channel. */
    Checked made(Channel.Input input) {
        String name = Bodies.text("name", input.name(), RuleInput.MAX_NAME);
        Channel.Kind kind = kind(input);
        return checked(name, kind, Channel.address(rules, kind, input), secret(kind, input), input);
    }

    /** A change of one that there is. */
    Checked changed(Channel.View present, @Nullable String ifMatch, String body) {
        Versions.check(ifMatch, present.version());
        Channel.Input input = Bodies.merged(present.input(), body, Channel.Input.class);
        String name = Bodies.text("name", input.name(), RuleInput.MAX_NAME);
        Channel.Kind kind = present.kind();
        if (input.kind() != kind) {
            throw Bodies.invalid("kind", "cannot change; make another channel");
        }
        boolean rekeyed =
                kind == Channel.Kind.SLACK_BOT
                        && (input.botToken() != null || input.signingSecret() != null);
        return checked(
                name,
                kind,
                Channel.namesAddress(input) ? Channel.address(rules, kind, input) : null,
                rekeyed ? secret(kind, input) : null,
                input);
    }

    private static Checked checked(
            String name,
            Channel.Kind kind,
            Channel.@Nullable Address address,
            @Nullable String secret,
            Channel.Input input) {
        return new Checked(
                name,
                kind,
                address,
                secret,
                input.minSeverity() == null ? Severity.INFO : input.minSeverity(),
                Channel.digest(kind, input),
                input.enabled() == null || input.enabled());
    }

    Uni<Void> insert(SqlConnection tx, UUID tenantId, UUID id, Checked made) {
        Channel.Address address = made.address();
        if (address == null) {
            throw new IllegalStateException("A channel without an address");
        }
        return ChannelRows.insert(
                        tx,
                        new ChannelRows.Made(
                                id,
                                tenantId,
                                made.name(),
                                made.kind(),
                                box.seal(address.text(), Channel.place(id)),
                                address,
                                sealed(id, made.secret()),
                                made.least(),
                                made.on(),
                                time.now()))
                .chain(() -> ChannelRows.digest(tx, id, tenantId, made.digest(), time.now()));
    }

    Uni<Void> update(SqlConnection tx, UUID tenantId, UUID id, Checked changed) {
        Channel.Address address = changed.address();
        return ChannelRows.update(tx, id, changed.name(), changed.least(), changed.on())
                .chain(() ->
                        address == null
                                ? Uni.createFrom().voidItem()
                                : ChannelRows.move(
                                        tx,
                                        id,
                                        box.seal(address.text(), Channel.place(id)),
                                        address))
                .chain(() -> ChannelRows.digest(tx, id, tenantId, changed.digest(), time.now()))
                .chain(() -> ChannelRows.rekey(tx, id, sealed(id, changed.secret())));
    }

    /** What the channel keeps sealed: made here for a webhook, told by the user for a bot. */
    private @Nullable String secret(Channel.Kind kind, Channel.Input input) {
        return switch (kind) {
            case WEBHOOK -> WebhookSender.newSecret(time);
            case SLACK_BOT -> SlackSecret.of(input.botToken(), input.signingSecret()).text();
            case SLACK, EMAIL -> null;
        };
    }

    private Channel.Kind kind(Channel.Input input) {
        if (input.kind() == null) {
            throw Bodies.invalid("kind", "must be SLACK, SLACK_BOT, EMAIL or WEBHOOK");
        }
        if (input.kind() == Channel.Kind.EMAIL && !mail.isSetUp()) {
            throw Bodies.invalid(
                    "kind",
                    "cannot be EMAIL: this installation has no mail server; its operator sets payoff.mail.from");
        }
        return input.kind();
    }

    private byte @Nullable [] sealed(UUID id, @Nullable String secret) {
        return secret == null ? null : box.seal(secret, Channel.secretPlace(id));
    }
}
