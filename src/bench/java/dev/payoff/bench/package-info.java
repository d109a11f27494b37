/**
 * What Payoff does per second on this machine and what it costs, beside other ways to the same
 * rows. {@link dev.payoff.bench.Bench} is the entrance; the peers are in {@code peer}.
 */
package dev.payoff.bench;
