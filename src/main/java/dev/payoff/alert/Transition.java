package dev.payoff.alert;

import java.math.BigDecimal;
import java.time.Instant;

/** What people are told of: an episode's beginning and its end. */
public sealed interface Transition {

    /** Since when the condition was true; with rule and version it names the episode. */
    Instant activeAt();

    /** The value at the transition. */
    BigDecimal value();

    /** The condition had held for long enough. */
    record Fired(Instant activeAt, Instant firedAt, BigDecimal value) implements Transition {}

    /** The condition was false, for as long as the alert is kept. */
    record Resolved(Instant activeAt, Instant resolvedAt, BigDecimal value) implements Transition {}
}
