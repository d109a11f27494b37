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
            EpisodeJson episode = note.firing().get(i);
            facts.add(
                    new AlertMail.Fact(
                            (i < fresh ? "New: " : "") + AlertMail.plain(episode.name()),
                            AlertWords.severity(episode.severity())
                                    + ", "
                                    + AlertMail.plain(episode.projectName())
                                    + ". "
                                    + words.sentence(episode)
                                    + " Since "
                                    + SlackText.utc(episode.activeAt())
                                    + "."
                                    + known(episode)));
        }
        for (EpisodeJson episode : note.ended()) {
            Instant resolvedAt = episode.resolvedAt();
            Instant over = resolvedAt == null ? episode.firedAt() : resolvedAt;
            facts.add(
                    new AlertMail.Fact(
                            "Over: " + AlertMail.plain(episode.name()),
                            AlertMail.plain(episode.projectName())
                                    + ". It lasted "
                                    + SlackText.duration(Duration.between(episode.activeAt(), over))
                                    + "."
                                    + words.recovered(episode)));
        }
        int more = note.moreFiring() + note.moreEnded();
        if (more > 0) {
            facts.add(new AlertMail.Fact("And more", more + " that are not named here"));
        }
        return facts;
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
