/**
 * What is worth doing: the best set of projects under budgets, skills, needs and decisions already
 * taken, what a unit more of each would bring, what risk a set carries, and how projects compare.
 *
 * <p>The core is pure: a {@link dev.payoff.analytics.ChoiceProblem} goes into {@link
 * dev.payoff.analytics.ChoiceSolver} and a {@link dev.payoff.analytics.Choice} comes out, bounded
 * in time; {@link dev.payoff.analytics.Mip} alone knows the library that does the search, and what
 * it answers is checked in exact arithmetic. Everything that searches runs on a worker thread.
 *
 * <p>Every figure of a group or a choice has a proof ({@link dev.payoff.analytics.GroupProof},
 * {@link dev.payoff.analytics.ScenarioProof}); groups look back to any time and any knowledge,
 * behind {@link dev.payoff.portfolio.Standings}.
 */
@NullMarked
package dev.payoff.analytics;

import org.jspecify.annotations.NullMarked;
