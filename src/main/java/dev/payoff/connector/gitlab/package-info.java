/**
 * GitLab's webhooks and API (docs.gitlab.com/user/project/integrations/webhook_events): {@link
 * dev.payoff.connector.gitlab.GitlabConnector} checks token or signature on the raw bytes, {@link
 * dev.payoff.connector.gitlab.GitlabEvent} reads a payload into the one fact in it, {@link
 * dev.payoff.connector.gitlab.GitlabHistory} pages of the API (docs.gitlab.com/api) into the same
 * facts.
 */
@NullMarked
package dev.payoff.connector.gitlab;

import org.jspecify.annotations.NullMarked;
