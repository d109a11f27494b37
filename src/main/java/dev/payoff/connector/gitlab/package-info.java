/**
 * GitLab's webhooks (docs.gitlab.com/user/project/integrations/webhook_events): {@link
 * dev.payoff.connector.gitlab.GitlabConnector} checks token or signature on the raw bytes, {@link
 * dev.payoff.connector.gitlab.GitlabEvent} reads a payload into the one fact in it.
 */
@NullMarked
package dev.payoff.connector.gitlab;

import org.jspecify.annotations.NullMarked;
