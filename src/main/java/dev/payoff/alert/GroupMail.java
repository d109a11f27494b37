package dev.payoff.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What an e-mail of a group says. Pure. */
final class GroupMail {

    private GroupMail() {}

    /** A fact for each alert that it names, and one for how many it does not. */
    static List<AlertMail.Fact> facts(GroupNote note, AlertWords words) {
        List<AlertMail.Fact> facts = new ArrayList<>();
        int fresh = note.message().fresh();
        for (int i = 0; i < note.firing().size(); i++) {
            facts.add(fires(i < fresh ? "New: " : "", note.firing().get(i), words));
        }
        note.ended().forEach(it -> facts.add(over(it, words)));
        more(facts, note.moreFiring() + note.moreEnded());
        return facts;
    }

    /** The same of a digest. */
    static List<AlertMail.Fact> facts(DigestNote digest, AlertWords words) {
        List<AlertMail.Fact> facts = new ArrayList<>();
        digest.firing().forEach(it -> facts.add(fires("Fires: ", it, words)));
        digest.over().forEach(it -> facts.add(over(it, words)));
        more(facts, digest.all() - digest.episodes().size());
        return facts;
    }

    private static AlertMail.Fact fires(String mark, EpisodeJson episode, AlertWords words) {
        return new AlertMail.Fact(
                mark + AlertMail.plain(episode.name()),
                AlertWords.severity(episode.severity())
                        + ", "
                        + AlertMail.plain(episode.projectName())
                        + ". "
                        + words.sentence(episode)
                        + " Since "
                        + SlackText.utc(episode.activeAt())
                        + "."
                        + known(episode));
    }

    private static AlertMail.Fact over(EpisodeJson episode, AlertWords words) {
        Instant resolvedAt = episode.resolvedAt();
        Instant over = resolvedAt == null ? episode.firedAt() : resolvedAt;
        return new AlertMail.Fact(
                "Over: " + AlertMail.plain(episode.name()),
                AlertMail.plain(episode.projectName())
                        + ". It lasted "
                        + SlackText.duration(Duration.between(episode.activeAt(), over))
                        + "."
                        + words.recovered(episode));
    }

    private static void more(List<AlertMail.Fact> facts, int more) {
        if (more > 0) {
            facts.add(new AlertMail.Fact("And more", more + " that are not named here"));
        }
    }

    /** The first line below the headline. */
    static String sentence(GroupNote note) {
        String cause = note.cause();
        return cause.isEmpty()
                ? "Told by the route " + AlertMail.plain(note.message().route()) + "."
                : cause;
    }

    private static String known(EpisodeJson episode) {
        return episode.acknowledgedAt() == null
                ? ""
                : " Acknowledged by "
                        + AlertMail.plain(String.valueOf(episode.acknowledgedBy()))
                        + ".";
    }
}
