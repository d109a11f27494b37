/**
 * The fault laboratory: the packaged application as several processes, each behind proxies that can
 * be hurt; a generator with a ledger on disk of what was acknowledged; faults, each of which proves
 * that it landed; and a verifier that counts everything anew. {@code docs/faults.md} lists what is
 * promised. Classes that end in IT run after packaging, since they need the packaged application.
 */
package dev.payoff.faults;
