/**
 * Benefits: what the numbers of a value metric promise, to whom, on which assumptions; from the
 * profile by way of the gate, the map and the reviews to the day when the benefit is the
 * business's.
 *
 * <p>Decisions are pure and have one class each: {@link dev.payoff.benefit.Lifecycle} (states),
 * {@link dev.payoff.benefit.Gate} (what must hold before a benefit counts), {@link
 * dev.payoff.benefit.ReviewPlan}, {@link dev.payoff.benefit.Risks}, {@link
 * dev.payoff.benefit.Handover}, {@link dev.payoff.benefit.MapGraph}. What they decide reaches the
 * value function by way of {@link dev.payoff.portfolio.Traits} only, as a version of the metric.
 *
 * <p>A viewer reads everything; a manager edits; an admin turns the gate on and off.
 */
@NullMarked
package dev.payoff.benefit;

import org.jspecify.annotations.NullMarked;
