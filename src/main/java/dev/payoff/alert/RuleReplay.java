package dev.payoff.alert;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule would have done in the past: the same {@link AlertMachine} that watches live
 * readings, over samples that are there already. Pure.
 */
final class RuleReplay {

    private RuleReplay() {}

    /**
     * A stretch in which the alert would have fired.
     *
     * @param activeAt since when the condition was true
     * @param firedAt when it would have been told
     * @param resolvedAt null: it would fire still
     * @param value the figure when it fired
     */
    record Episode(
            Instant activeAt, Instant firedAt, @Nullable Instant resolvedAt, BigDecimal value) {}

    /**
     * The episodes, in the order of their firing.
     *
     * @param ascending samples by time
     * @param until the end of what is looked at; timers that run out by then do so
     */
    static List<Episode> episodes(Threshold threshold, List<Sample> ascending, Instant until) {
        List<Transition> transitions = new ArrayList<>();
        AlertState state = AlertState.NEW;
        for (Sample sample : ascending) {
            Step step = AlertMachine.step(threshold, state, sample);
            transitions.addAll(step.transitions());
            state = step.state();
        }
        transitions.addAll(AlertMachine.tick(threshold, state, until).transitions());
        return paired(transitions);
    }

    private static List<Episode> paired(List<Transition> transitions) {
        List<Episode> episodes = new ArrayList<>();
        for (Transition transition : transitions) {
            switch (transition) {
                case Transition.Fired(Instant activeAt, Instant firedAt, BigDecimal value) ->
                        episodes.add(new Episode(activeAt, firedAt, null, value));
                case Transition.Resolved(
                                Instant activeAt,
                                Instant resolvedAt,
                                BigDecimal value) -> {
                    Episode open = episodes.removeLast();
                    episodes.add(
                            new Episode(open.activeAt(), open.firedAt(), resolvedAt, open.value()));
                }
            }
        }
        return episodes;
    }

    /** How long it would have fired altogether; what fires still does so until the end. */
    static Duration firing(List<Episode> episodes, Instant until) {
        Duration total = Duration.ZERO;
        for (Episode episode : episodes) {
            Instant end = episode.resolvedAt() == null ? until : episode.resolvedAt();
            total = total.plus(Duration.between(episode.firedAt(), end));
        }
        return total;
    }

    /**
     * The samples of a rule on {@link Figure#NO_DATA}: 0 with each reading, 1 once nothing came for
     * longer than the staleness.
     *
     * @param ascending when readings were made
     */
    static List<Sample> silence(List<Instant> ascending, Duration staleness, Instant until) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < ascending.size(); i++) {
            Instant observed = ascending.get(i);
            samples.add(new Sample(observed, BigDecimal.ZERO));
            Instant stale = observed.plus(staleness);
            if (stale.isBefore(i + 1 < ascending.size() ? ascending.get(i + 1) : until)) {
                samples.add(new Sample(stale, BigDecimal.ONE));
            }
        }
        return samples;
    }
}
