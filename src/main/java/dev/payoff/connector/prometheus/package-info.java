/**
 * Pulls series out of a Prometheus, or anything that speaks its query API: {@link
 * dev.payoff.connector.prometheus.PrometheusConnector} asks, {@link
 * dev.payoff.connector.prometheus.PrometheusAnswer} reads what comes.
 */
@NullMarked
package dev.payoff.connector.prometheus;

import org.jspecify.annotations.NullMarked;
