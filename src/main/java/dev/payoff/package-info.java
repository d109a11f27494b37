/**
 * Payoff tells, live, whether IT projects are paying off. The packages follow the path of a
 * measurement:
 *
 * <ol>
 *   <li>{@link dev.payoff.connector} takes readings in from outside and hands them to Kafka;
 *   <li>{@link dev.payoff.stream} reads Kafka and commits windows, value, episodes and what goes
 *       out, in one PostgreSQL transaction a batch;
 *   <li>{@link dev.payoff.value} is the pure arithmetic of windows, money and finance;
 *   <li>{@link dev.payoff.alert} decides on thresholds and tells people;
 *   <li>{@link dev.payoff.live} keeps the hot copy in Redis and moves dashboards by Server-Sent
 *       Events.
 * </ol>
 *
 * <p>{@link dev.payoff.portfolio} is the registry of projects and value metrics, {@link
 * dev.payoff.identity} says who may do what, and {@link dev.payoff.app} is the hull that all of
 * them stand in. {@link dev.payoff.benefit} keeps what the numbers promise, to whom, and whether it
 * may count; {@link dev.payoff.analytics} says what is worth doing.
 */
@NullMarked
package dev.payoff;

import org.jspecify.annotations.NullMarked;
