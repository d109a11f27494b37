package dev.payoff.stream;

import dev.payoff.alert.RuleTerms;
import dev.payoff.value.WindowAggregate;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What late readings mean for rules on windows that had closed: nothing late is silently nothing.
 */
final class LateWindows {

    /** A closed window that late readings changed, under the eyes of a rule. */
    record Late(RuleTerms rule, WindowKey window) {}

    private LateWindows() {}

    /**
     * Judges a closed window anew: one sample for the whole of it, since its inner order is past.
     */
    static Uni<Void> rejudge(
            SqlConnection tx, Flush flush, Late late, @Nullable WindowAggregate now) {
        if (now == null) {
            return Uni.createFrom().voidItem();
        }
        RuleTerms rule = late.rule();
        Instant start = late.window().start();
        Instant end = Watch.endOf(late.window(), flush, rule);
        BigDecimal value = Watch.figure(rule.figure(), now);
        boolean breached = rule.threshold().breached(value, false);
        return EpisodeStore.overlapping(tx, rule, start, end)
                .chain(found -> {
                    Instant firedAt = start.plus(rule.threshold().forTime());
                    if (breached && found.isEmpty() && firedAt.isBefore(end)) {
                        return EpisodeStore.fire(
                                tx,
                                rule,
                                start,
                                firedAt,
                                end,
                                value,
                                true,
                                Watch.worth(flush, rule),
                                null,
                                flush.now);
                    }
                    Uni<Void> marked = Uni.createFrom().voidItem();
                    if (!breached) {
                        for (EpisodeStore.Found episode : found) {
                            if (isWithin(episode, start, end)) {
                                marked =
                                        marked.chain(() ->
                                                EpisodeStore.markLate(
                                                        tx,
                                                        episode.id(),
                                                        "Late readings took this breach away again.",
                                                        flush.now));
                            }
                        }
                    }
                    return marked;
                });
    }

    private static boolean isWithin(EpisodeStore.Found episode, Instant start, Instant end) {
        return !episode.activeAt().isBefore(start)
                && episode.resolvedAt() != null
                && !episode.resolvedAt().isAfter(end);
    }
}
