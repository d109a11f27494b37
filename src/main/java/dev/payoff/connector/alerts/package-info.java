/**
 * Alerts of other systems. {@link dev.payoff.connector.alerts.AlertmanagerConnector} and {@link
 * dev.payoff.connector.alerts.GrafanaConnector} verify a delivery each in its way, {@link
 * dev.payoff.connector.alerts.AlertPayload} reads the list of alerts that both send
 * (prometheus.io/docs/alerting/latest/configuration, webhook_config), and {@link
 * dev.payoff.connector.alerts.AlertReadings} makes readings of it for the feeds, and annotations on
 * the lines of time of their projects.
 */
@NullMarked
package dev.payoff.connector.alerts;

import org.jspecify.annotations.NullMarked;
