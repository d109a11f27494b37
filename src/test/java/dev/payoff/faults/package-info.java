/**
 * The application as a process of its own that is killed, and what must hold afterwards. Classes
 * that end in IT run after packaging, since they need the packaged application.
 */
package dev.payoff.faults;
