package dev.payoff.alert;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as e-mail: what the two templates, text and HTML, show. Pure. All messages of an
 * episode have one subject and refer to the first, so that they are one thread in any mail program.
 *
 * @param messageId unique, and the same when the message is sent again
 * @param inReplyTo the id of the episode's first message; null where this is it
 * @param link null where there is no page to open
 * @param unsubscribe the page that ends these mails
 */
record AlertMail(
        String subject,
        String messageId,
        @Nullable String inReplyTo,
        String headline,
        String sentence,
        List<Fact> facts,
        @Nullable String link,
        String footer,
        String unsubscribe) {

    private static final int MAX_NAME = 200;
    private static final AlertWords WORDS = new AlertWords(AlertMail::plain);

    /** A line of a table. */
    record Fact(String title, String text) {}

    /** What the templates show, by name. */
    Map<String, Object> shown() {
        return Map.of(
                "headline", headline,
                "sentence", sentence,
                "facts",
                        facts.stream()
                                .map(fact -> Map.of("title", fact.title(), "text", fact.text()))
                                .toList(),
                "link", link == null ? "" : link,
                "footer", footer,
                "unsubscribe", unsubscribe);
    }

    static AlertMail of(
            Announcement message, String channel, String unsubscribe, String publicUrl) {
        return of(message, channel, publicUrl).with(unsubscribe);
    }

    private AlertMail with(String page) {
        return new AlertMail(
                subject, messageId, inReplyTo, headline, sentence, facts, link, footer, page);
    }

    /** What happened since the last digest. */
    static AlertMail of(
            UUID id, DigestNote digest, String channel, String unsubscribe, String publicUrl) {
        return new AlertMail(
                "[Payoff] Digest: " + digest.all() + (digest.all() == 1 ? " alert" : " alerts"),
                id("digest-" + id, publicUrl),
                null,
                digest.all()
                        + (digest.all() == 1 ? " alert" : " alerts")
                        + " since the last digest",
                "From " + SlackText.utc(digest.from()) + " to " + SlackText.utc(digest.to()) + ".",
                GroupMail.facts(digest, WORDS),
                null,
                footer(channel),
                unsubscribe);
    }

    private static AlertMail of(Announcement message, String channel, String publicUrl) {
        return switch (message) {
            case Announcement.Firing firing -> firing(firing.episode(), channel, publicUrl);
            case Announcement.Resolved over -> resolved(over, channel, publicUrl);
            case Announcement.Grouped(_, GroupNote note) -> grouped(note, channel, publicUrl);
            case Announcement.Test test ->
                    new AlertMail(
                            "[Payoff] Test",
                            id("test-" + test.id(), publicUrl),
                            null,
                            "Payoff can write to you",
                            plain(test.sender())
                                    + " asked for this test of the channel "
                                    + plain(test.channel())
                                    + "; nothing has happened.",
                            List.of(),
                            null,
                            footer(channel),
                            "");
        };
    }

    /**
     * All messages of a group, while it lives, are one thread: the subject is its name, not its
     * state.
     */
    private static AlertMail grouped(GroupNote note, String channel, String publicUrl) {
        GroupMessage message = note.message();
        String first = id(message.thread() + ".1", publicUrl);
        boolean begins = message.number() == 1;
        String about = note.name().isEmpty() ? "route " + message.route() : note.name();
        boolean fires = message.allFiring() > 0;
        return new AlertMail(
                (begins ? "" : "Re: ") + "[Payoff] Alerts: " + plain(about),
                begins ? first : id(message.thread() + "." + message.number(), publicUrl),
                begins ? null : first,
                (fires ? AlertWords.severity(note.severity()) : "Resolved")
                        + ": "
                        + plain(note.headline()),
                GroupMail.sentence(note),
                GroupMail.facts(note, WORDS),
                note.all().isEmpty() ? null : AlertWords.link(note.all().getFirst(), publicUrl),
                footer(channel),
                "");
    }

    private static AlertMail firing(EpisodeJson episode, String channel, String publicUrl) {
        return new AlertMail(
                subject(episode),
                first(episode, publicUrl),
                null,
                AlertWords.severity(episode.severity()) + ": " + plain(episode.name()),
                WORDS.sentence(episode),
                List.of(
                        new Fact("Project", plain(episode.projectName())),
                        new Fact("What it is worth", WORDS.worth(episode)),
                        new Fact("Since", SlackText.utc(episode.activeAt()))),
                AlertWords.link(episode, publicUrl),
                footer(channel),
                "");
    }

    private static AlertMail resolved(
            Announcement.Resolved over, String channel, String publicUrl) {
        EpisodeJson episode = over.episode();
        return new AlertMail(
                "Re: " + subject(episode),
                id(episode.id() + ".resolved", publicUrl),
                first(episode, publicUrl),
                "Resolved: " + plain(episode.name()),
                "It lasted "
                        + SlackText.duration(Duration.between(episode.activeAt(), over.at()))
                        + "."
                        + WORDS.recovered(episode),
                List.of(
                        new Fact("Project", plain(episode.projectName())),
                        new Fact("From", SlackText.utc(episode.activeAt())),
                        new Fact("To", SlackText.utc(over.at()))),
                AlertWords.link(episode, publicUrl),
                footer(channel),
                "");
    }

    private static String subject(EpisodeJson episode) {
        return "[Payoff] "
                + AlertWords.severity(episode.severity())
                + ": "
                + plain(episode.name())
                + " ("
                + plain(episode.projectName())
                + ")";
    }

    private static String first(EpisodeJson episode, String publicUrl) {
        return id(episode.id() + ".firing", publicUrl);
    }

    private static String id(String local, String publicUrl) {
        String host = URI.create(publicUrl).getHost();
        return "<" + local + "@" + (host == null ? "payoff.invalid" : host) + ">";
    }

    private static String footer(String channel) {
        return "You get this because an administrator of Payoff has made the channel "
                + plain(channel)
                + " with your address. Ask there to change or to end it.";
    }

    /** A name on one line, without what could begin a header, turn the writing or look like one. */
    static String plain(String name) {
        String clean = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\s]+", " ").strip();
        return clean.codePointCount(0, clean.length()) > MAX_NAME
                ? clean.substring(0, clean.offsetByCodePoints(0, MAX_NAME - 1)) + "…"
                : clean;
    }
}
