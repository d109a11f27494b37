/**
 * The dashboard in a real Chromium, against the whole application on real servers. Skips, saying
 * so, where the machine has no Chromium.
 */
package dev.payoff.browser;
