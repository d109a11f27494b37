/**
 * GitHub's webhooks: {@link dev.payoff.connector.github.GithubConnector} checks the signature on
 * the raw bytes, {@link dev.payoff.connector.github.GithubEvent} reads a payload into the one fact
 * in it.
 */
@NullMarked
package dev.payoff.connector.github;

import org.jspecify.annotations.NullMarked;
