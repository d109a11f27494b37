package dev.payoff.alert;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a sample or of the passing of time.
 *
 * @param transitions in the order of their instants; mostly none
 * @param nextCheck when the clock alone would change the state; null: never
 */
public record Step(AlertState state, List<Transition> transitions, @Nullable Instant nextCheck) {

    public Step {
        transitions = List.copyOf(transitions);
    }
}
