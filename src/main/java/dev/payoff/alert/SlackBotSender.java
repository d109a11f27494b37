package dev.payoff.alert;

import dev.payoff.alert.SlackPosts.Post;
import dev.payoff.app.Outgoing;
import dev.payoff.app.OutgoingLimits;
import dev.payoff.app.SecretBox;
import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a channel of Slack as a bot. An episode, or a group while it lives, has one message,
 * which is changed when something changes, and a thread below it, where what is new is said, since
 * a change alone notifies nobody. What is only repeated changes the message and says nothing.
 *
 * <p>The change comes first: it can be made again without harm, should the word in the thread fail.
 */
@ApplicationScoped
class SlackBotSender implements Messenger {

    private final Outgoing outgoing;
    private final SecretBox box;
    private final SlackPosts posts;
    private final TimeAndChance time;
    private final String apiUrl;
    private final String publicUrl;

    SlackBotSender(
            Outgoing outgoing,
            SecretBox box,
            SlackPosts posts,
            TimeAndChance time,
            @ConfigProperty(name = "payoff.slack.api-url") String apiUrl,
            @ConfigProperty(name = "payoff.public-url") String publicUrl) {
        this.outgoing = outgoing;
        this.box = box;
        this.posts = posts;
        this.time = time;
        this.apiUrl = apiUrl;
        this.publicUrl = publicUrl;
    }

    @Override
    public Channel.Kind kind() {
        return Channel.Kind.SLACK_BOT;
    }

    /**
     * What is to be said.
     *
     * @param thread null: it begins none
     * @param whole how the message looks now
     * @param news what is said below it where it was there before; null: nothing
     */
    private record Said(@Nullable String thread, JsonObject whole, @Nullable JsonObject news) {}

    /** Where, as whom, and for how many times. */
    private record Way(Target target, String channel, SlackSecret secret, int attempts) {}

    @Override
    public Uni<Delivery> send(Target target, Announcement message, int attempts) {
        SlackSecret secret =
                SlackSecret.read(
                        box.open(
                                Objects.requireNonNull(target.secret(), "a bot without a token"),
                                Channel.secretPlace(target.channelId())));
        String channel = box.open(target.address(), Channel.place(target.channelId()));
        Way way = new Way(target, channel, secret, attempts);
        Said said = said(message, secret.signing() != null);
        String thread = said.thread();
        return thread == null
                ? post(way, said.whole(), null).map(SlackBotSender::delivery)
                : posts.find(target.channelId(), thread)
                        .chain(before ->
                                before.isEmpty()
                                        ? begin(way, thread, said.whole())
                                        : goOn(way, thread, said, before.get()));
    }

    private Said said(Announcement message, boolean buttons) {
        return switch (message) {
            case Announcement.Firing(_, EpisodeJson episode) -> {
                JsonObject whole = SlackMessage.known(episode, null, publicUrl);
                yield new Said(
                        episode.id().toString(),
                        buttons
                                ? SlackButtons.onto(
                                        whole, SlackButtons.episode(episode.id()), episode)
                                : whole,
                        null);
            }
            case Announcement.Resolved over -> {
                JsonObject whole = SlackMessage.resolved(over.episode(), over.at(), publicUrl);
                yield new Said(over.episode().id().toString(), whole, SlackMessage.spoken(whole));
            }
            case Announcement.Grouped(_, GroupNote note) ->
                    new Said(
                            note.message().thread(),
                            SlackGroupMessage.of(note, publicUrl, buttons),
                            switch (note.message().kind()) {
                                case NEWS, ESCALATION -> SlackGroupMessage.news(note);
                                case REPEAT, REFRESH -> null;
                            });
            case Announcement.Test test ->
                    new Said(null, SlackMessage.test(test.channel(), test.sender()), null);
        };
    }

    private Uni<Delivery> begin(Way way, String thread, JsonObject whole) {
        return post(way, whole, null)
                .call(answer ->
                        answer instanceof SlackAnswer.Done(String channel, String ts)
                                ? posts.keep(
                                        way.target().channelId(),
                                        thread,
                                        new Post(channel, ts),
                                        time.now())
                                : Uni.createFrom().voidItem())
                .map(SlackBotSender::delivery);
    }

    private Uni<Delivery> goOn(Way way, String thread, Said said, Post first) {
        JsonObject change =
                said.whole().copy().put("channel", first.channel()).put("ts", first.ts());
        JsonObject news = said.news();
        return call("chat.update", way, change)
                .chain(answer ->
                        switch (answer) {
                            case SlackAnswer.Gone gone -> begin(way, thread, said.whole());
                            case SlackAnswer.Not(Delivery delivery) ->
                                    Uni.createFrom().item(delivery);
                            case SlackAnswer.Done done ->
                                    news == null
                                            ? Uni.createFrom().item(new Delivery.Sent())
                                            : post(way, news, first.ts())
                                                    .map(SlackBotSender::delivery);
                        });
    }

    private Uni<SlackAnswer> post(Way way, JsonObject message, @Nullable String thread) {
        JsonObject posted = message.copy().put("channel", way.channel());
        return call(
                "chat.postMessage", way, thread == null ? posted : posted.put("thread_ts", thread));
    }

    private Uni<SlackAnswer> call(String method, Way way, JsonObject body) {
        return outgoing.post(
                        URI.create(apiUrl + "/" + method),
                        Map.of(
                                "Content-Type",
                                "application/json; charset=utf-8",
                                "Authorization",
                                "Bearer " + way.secret().token()),
                        body.encode().getBytes(StandardCharsets.UTF_8),
                        OutgoingLimits.SMALL)
                .map(answer ->
                        SlackAnswer.judge(answer, way.attempts(), time.now(), time.fraction()));
    }

    private static Delivery delivery(SlackAnswer answer) {
        return switch (answer) {
            case SlackAnswer.Done done -> new Delivery.Sent();
            case SlackAnswer.Gone(String error) -> new Delivery.GaveUp("Slack: " + error);
            case SlackAnswer.Not(Delivery delivery) -> delivery;
        };
    }
}
