/**
 * GitHub's webhooks and API: {@link dev.payoff.connector.github.GithubConnector} checks the
 * signature on the raw bytes, {@link dev.payoff.connector.github.GithubEvent} reads a payload into
 * the one fact in it, {@link dev.payoff.connector.github.GithubHistory} pages of the API
 * (docs.github.com/rest) into the same facts.
 */
@NullMarked
package dev.payoff.connector.github;

import org.jspecify.annotations.NullMarked;
