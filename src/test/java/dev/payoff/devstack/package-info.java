/**
 * Real PostgreSQL, Kafka and Redis without Docker, for the tests, the demo and live development
 * alike; never part of the product's jar. A test asks {@link dev.payoff.devstack.StackResource} for
 * them; the launcher runs {@link dev.payoff.devstack.StackMain}.
 */
package dev.payoff.devstack;
