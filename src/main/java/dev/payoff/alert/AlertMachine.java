package dev.payoff.alert;

import dev.payoff.alert.AlertState.Firing;
import dev.payoff.alert.AlertState.Inactive;
import dev.payoff.alert.AlertState.Pending;
import dev.payoff.alert.Transition.Fired;
import dev.payoff.alert.Transition.Resolved;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides when an alert fires and when it recovers. Pure, and in event time: a level holds from its
 * sample until the next one, so the times at which {@code for} and {@code keepFiringFor} run out
 * follow from the samples alone, however often and in whatever batches the machine is called.
 *
 * <p>The rules are those of Prometheus' alerting rules, judged at each sample: true while unknown
 * is pending; true for long enough fires, at once where {@code for} is 0; false while pending is
 * dropped; false while firing is kept for {@code keepFiringFor} and true again meanwhile goes on as
 * the same episode. Two things differ, on purpose: a timer that ran out between two samples counts
 * from when it ran out, not from the next evaluation; and a firing alert does not recover because
 * its data vanished. A pending one is dropped then: nobody saw the level hold.
 *
 * <p>Of a sample and a timer at the same instant the sample goes first: false at the very end of
 * {@code for} drops, true at the very end of {@code keepFiringFor} goes on. Feed the samples of an
 * instant before a {@link #tick} to it.
 */
public final class AlertMachine {

    private AlertMachine() {}

    /**
     * Takes a sample. Timers that ran out before it come first; a sample older than the state is
     * ignored, since what it says of the past is for the caller to re-judge.
     */
    public static Step step(Threshold threshold, AlertState state, Sample sample) {
        Instant lastAt = state.lastAt();
        if (lastAt != null && sample.at().isBefore(lastAt)) {
            return new Step(state, List.of(), nextCheck(threshold, state));
        }
        List<Transition> transitions = new ArrayList<>(2);
        AlertState before = advance(threshold, state, sample.at(), false, transitions);
        AlertState after = judge(threshold, before, sample, transitions);
        return new Step(after, transitions, nextCheck(threshold, after));
    }

    /** Lets time pass up to and including an instant, without a sample. */
    public static Step tick(Threshold threshold, AlertState state, Instant now) {
        List<Transition> transitions = new ArrayList<>(1);
        AlertState after = advance(threshold, state, now, true, transitions);
        return new Step(after, transitions, nextCheck(threshold, after));
    }

    /**
     * The state under changed terms: a firing alert that has not been active for as long as the new
     * {@code for} is pending again. Where a firing state becomes pending, its episode is over (at
     * {@code lastAt}) and is the caller's to close; the next firing is another episode, since its
     * rule has another version.
     */
    public static AlertState revise(Threshold now, AlertState state) {
        return switch (state) {
            case Inactive inactive -> inactive;
            case Pending pending -> pending;
            case Firing firing ->
                    firing.lastAt().isBefore(firing.activeAt().plus(now.forTime()))
                            ? new Pending(firing.activeAt(), firing.lastAt(), firing.value())
                            : firing;
        };
    }

    /** When the clock alone would change the state; null: never. */
    public static @Nullable Instant nextCheck(Threshold threshold, AlertState state) {
        return switch (state) {
            case Inactive inactive -> null;
            case Pending pending -> pending.activeAt().plus(threshold.forTime());
            case Firing firing -> {
                Instant since = firing.keepFiringSince();
                yield since == null ? null : since.plus(threshold.keepFiringFor());
            }
        };
    }

    /** Fires or ends what ran out before the instant, or at it where that counts. */
    private static AlertState advance(
            Threshold threshold,
            AlertState state,
            Instant until,
            boolean inclusive,
            List<Transition> transitions) {
        Instant due = nextCheck(threshold, state);
        if (due == null || (inclusive ? due.isAfter(until) : !due.isBefore(until))) {
            return state;
        }
        return switch (state) {
            case Inactive inactive -> inactive;
            case Pending pending -> {
                transitions.add(new Fired(pending.activeAt(), due, pending.value()));
                yield new Firing(
                        pending.activeAt(),
                        due,
                        null,
                        later(due, pending.lastAt()),
                        pending.value());
            }
            case Firing firing -> {
                transitions.add(new Resolved(firing.activeAt(), due, firing.value()));
                yield new Inactive(later(due, firing.lastAt()));
            }
        };
    }

    private static AlertState judge(
            Threshold threshold, AlertState state, Sample sample, List<Transition> transitions) {
        BigDecimal value = sample.value();
        Instant at = sample.at();
        return switch (state) {
            case Inactive inactive ->
                    value != null && threshold.breached(value, false)
                            ? activate(threshold, at, at, value, transitions)
                            : new Inactive(at);
            case Pending pending ->
                    value != null && threshold.breached(value, false)
                            ? activate(threshold, pending.activeAt(), at, value, transitions)
                            : new Inactive(at);
            case Firing firing -> judgeFiring(threshold, firing, at, value, transitions);
        };
    }

    private static AlertState activate(
            Threshold threshold,
            Instant activeAt,
            Instant at,
            BigDecimal value,
            List<Transition> transitions) {
        if (at.isBefore(activeAt.plus(threshold.forTime()))) {
            return new Pending(activeAt, at, value);
        }
        transitions.add(new Fired(activeAt, at, value));
        return new Firing(activeAt, at, null, at, value);
    }

    private static AlertState judgeFiring(
            Threshold threshold,
            Firing firing,
            Instant at,
            @Nullable BigDecimal value,
            List<Transition> transitions) {
        if (value == null) {
            if (keptOut(threshold, firing, at)) {
                transitions.add(new Resolved(firing.activeAt(), at, firing.value()));
                return new Inactive(at);
            }
            return new Firing(
                    firing.activeAt(),
                    firing.firedAt(),
                    firing.keepFiringSince(),
                    at,
                    firing.value());
        }
        if (threshold.breached(value, true)) {
            return new Firing(firing.activeAt(), firing.firedAt(), null, at, value);
        }
        Instant since = firing.keepFiringSince() == null ? at : firing.keepFiringSince();
        Firing kept = new Firing(firing.activeAt(), firing.firedAt(), since, at, value);
        if (keptOut(threshold, kept, at)) {
            transitions.add(new Resolved(firing.activeAt(), at, value));
            return new Inactive(at);
        }
        return kept;
    }

    private static boolean keptOut(Threshold threshold, Firing firing, Instant at) {
        Instant since = firing.keepFiringSince();
        return since != null && !at.isBefore(since.plus(threshold.keepFiringFor()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
