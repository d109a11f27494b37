package dev.payoff.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A group's message with the episodes that it names, as they stand when it is sent.
 *
 * @param firing those that fire, the new ones first
 * @param ended those that are over
 */
record GroupNote(
        UUID groupId, GroupMessage message, List<EpisodeJson> firing, List<EpisodeJson> ended) {

    /**
     * With the episodes in the order of the message; those that are not there any more are left
     * out.
     */
    static GroupNote of(UUID groupId, GroupMessage message, List<EpisodeJson> episodes) {
        Map<UUID, EpisodeJson> byId =
                episodes.stream().collect(Collectors.toMap(EpisodeJson::id, it -> it));
        return new GroupNote(
                groupId, message, named(message.firing(), byId), named(message.ended(), byId));
    }

    private static List<EpisodeJson> named(List<UUID> ids, Map<UUID, EpisodeJson> byId) {
        List<EpisodeJson> found = new ArrayList<>();
        for (UUID id : ids) {
            EpisodeJson episode = byId.get(id);
            if (episode != null) {
                found.add(episode);
            }
        }
        return found;
    }

    /** All that it names. */
    List<EpisodeJson> all() {
        List<EpisodeJson> all = new ArrayList<>(firing);
        all.addAll(ended);
        return all;
    }

    /** The gravest severity among those that fire, or among the others where none does. */
    Severity severity() {
        Severity gravest = Severity.INFO;
        for (EpisodeJson episode : firing.isEmpty() ? ended : firing) {
            gravest = episode.severity().atLeast(gravest) ? episode.severity() : gravest;
        }
        return gravest;
    }

    /** How many fire that it does not name. */
    int moreFiring() {
        return message.allFiring() - firing.size();
    }

    /** How many are over that it does not name. */
    int moreEnded() {
        return message.allEnded() - ended.size();
    }

    /** What the group is called: the values of its labels; empty where it has none. */
    String name() {
        return message.labels().entrySet().stream()
                .filter(label -> !label.getKey().equals("alert") && !label.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .map(label -> label.getKey() + " " + label.getValue())
                .collect(Collectors.joining(", "));
    }

    /** What it says at the top, but for the severity. */
    String headline() {
        String what =
                message.allFiring() == 0
                        ? message.allEnded()
                                + (message.allEnded() == 1 ? " alert is over" : " alerts are over")
                        : message.allFiring()
                                + (message.allFiring() == 1 ? " alert" : " alerts")
                                + (message.allEnded() == 0
                                        ? ""
                                        : ", " + message.allEnded() + " over");
        return name().isEmpty() ? what : what + " (" + name() + ")";
    }

    /** Why it comes, where that is not plain; else empty. */
    String cause() {
        return switch (message.kind()) {
            case NEWS, REFRESH -> "";
            case REPEAT -> "Nothing has changed since it was told last.";
            case ESCALATION -> "Nobody has acknowledged it.";
        };
    }
}
