/**
 * Plays a file of readings into Payoff over its public HTTP contract: a client program, so it
 * shares nothing with the server but that contract.
 */
@NullMarked
package dev.payoff.connector.replay;

import org.jspecify.annotations.NullMarked;
