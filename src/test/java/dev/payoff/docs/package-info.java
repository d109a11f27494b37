/** Keeps the documentation true: its links lead somewhere, and its commands do what it says. */
package dev.payoff.docs;
