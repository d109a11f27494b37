/** What the whole product does per second on this machine, and what bounds it. */
package dev.payoff.bench;
