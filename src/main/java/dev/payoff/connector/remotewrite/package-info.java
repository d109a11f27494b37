/**
 * A receiver of Prometheus' remote write, versions 1.0 and 2.0
 * (prometheus.io/docs/specs/prw/remote_write_spec): {@link
 * dev.payoff.connector.remotewrite.RemoteWriteConnector} answers as the specification has it,
 * {@link dev.payoff.connector.remotewrite.RemoteWriteRequest} reads what was sent.
 */
@NullMarked
package dev.payoff.connector.remotewrite;

import org.jspecify.annotations.NullMarked;
