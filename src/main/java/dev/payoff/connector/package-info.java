/**
 * Outside systems on their way to Kafka. Each system has a package of its own of at most four
 * classes and knows no other system; what they share is here.
 *
 * <ol>
 *   <li>A {@link dev.payoff.connector.Manifest} (a JSON resource, {@code connector/<kind>.json})
 *       says what can be set; validation, and later forms and pages, come from it.
 *   <li>A {@link dev.payoff.connector.Connection} is one outside system as a tenant configured it,
 *       its credentials sealed; a {@link dev.payoff.connector.Feed} binds one of its series to one
 *       metric.
 *   <li>A system's {@link dev.payoff.connector.Connector} is told of by its kind. It is also a
 *       {@link dev.payoff.connector.Webhook} where the system calls us ({@link
 *       dev.payoff.connector.HookResource} does all that is the same for each of them), a {@link
 *       dev.payoff.connector.Push} where it does so every few seconds in a protocol of its own
 *       ({@link dev.payoff.connector.Samples} finds the feeds that ask for its samples), or a
 *       {@link dev.payoff.connector.Pull} where we call it ({@link
 *       dev.payoff.connector.PullSchedule} has leases, back-off and cursors), or a {@link
 *       dev.payoff.connector.CostPull} where it is a ledger of costs. {@link
 *       dev.payoff.connector.Rest} makes the calls, {@link dev.payoff.connector.ClientCredentials}
 *       gets tokens for them, {@link dev.payoff.connector.ProjectRules} tell whose cost a line is.
 *       {@link dev.payoff.connector.RecordMap} makes readings of the records of a user's query.
 *   <li>Files come in through a resource of the system's own and the {@link
 *       dev.payoff.connector.ImportJournal}; what is the same for all tables is in {@link
 *       dev.payoff.connector.TableLines}, {@link dev.payoff.connector.MeasurementFiles} and {@link
 *       dev.payoff.connector.CostFiles}.
 *   <li>Readings worked out from facts go through {@link dev.payoff.connector.Statements}, which
 *       say a thing once, and again under a higher revision when it changed.
 *   <li>A delivery system (Git, continuous integration) tells {@link dev.payoff.connector.Fact}s to
 *       the {@link dev.payoff.connector.FactStore}; the DORA measures come of them, whichever
 *       system speaks, by {@link dev.payoff.connector.Dora}. One that is a {@link
 *       dev.payoff.connector.FactPull} is also asked for them: {@link
 *       dev.payoff.connector.FactPages} calls, {@link dev.payoff.connector.FactTurn} knows how far
 *       each stream is, {@link dev.payoff.connector.MainLine} makes arrivals of commits. {@link
 *       dev.payoff.connector.DoraResource} tells the measures without any feed, {@link
 *       dev.payoff.connector.DeploymentMarkResource} what was deployed for a project.
 *   <li>Everything ends at the {@code Intake}, which answers only after the brokers have.
 * </ol>
 *
 * <p>What outside systems tell of a project's time, such as an alert from its start to its end, is
 * written down by {@link dev.payoff.portfolio.ProjectMarks}, in the transaction of the readings.
 *
 * <p>What comes and no feed takes is offered by {@link dev.payoff.connector.UnfedResource}, with
 * what {@link dev.payoff.connector.UnitSuggestion} says of its unit.
 *
 * <p>What many deliveries need at the same moment is done in one by {@link
 * dev.payoff.connector.Batches}. What came in is noted in {@link dev.payoff.connector.Deliveries}.
 * To add a system, see {@code CONTRIBUTING.md}.
 */
@NullMarked
package dev.payoff.connector;

import org.jspecify.annotations.NullMarked;
