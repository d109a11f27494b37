package dev.payoff.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What happened since the last digest.
 *
 * @param episodes those that are named, as they stand when it is sent
 * @param all how many there are
 */
record DigestNote(Instant from, Instant to, List<EpisodeJson> episodes, int all) {

    /** How many episodes a digest names. */
    static final int MAX_NAMED = 100;

    /** A digest as it waits to be sent. */
    record Waiting(Instant from, Instant to, List<UUID> episodes, int all) {

        static Waiting of(Instant from, Instant to, Set<UUID> episodes) {
            return new Waiting(
                    from, to, episodes.stream().limit(MAX_NAMED).toList(), episodes.size());
        }

        DigestNote with(List<EpisodeJson> found) {
            Map<UUID, EpisodeJson> byId =
                    found.stream().collect(Collectors.toMap(EpisodeJson::id, Function.identity()));
            List<EpisodeJson> named = new ArrayList<>();
            for (UUID id : episodes) {
                EpisodeJson episode = byId.get(id);
                if (episode != null) {
                    named.add(episode);
                }
            }
            return new DigestNote(from, to, named, all);
        }
    }

    /** The episodes that a message would have named as news. */
    static Set<UUID> news(GroupMessage message) {
        int fresh = Math.min(message.fresh(), message.firing().size());
        Set<UUID> news = new LinkedHashSet<>(message.firing().subList(0, fresh));
        news.addAll(message.ended());
        return news;
    }

    List<EpisodeJson> firing() {
        return episodes.stream().filter(it -> it.resolvedAt() == null).toList();
    }

    List<EpisodeJson> over() {
        return episodes.stream().filter(it -> it.resolvedAt() != null).toList();
    }
}
