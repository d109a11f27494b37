/**
 * A receiver of OpenTelemetry metrics over HTTP (opentelemetry.io/docs/specs/otlp, OTLP/HTTP):
 * {@link dev.payoff.connector.otlp.OtlpConnector} answers as the specification has it, {@link
 * dev.payoff.connector.otlp.OtlpProto} and {@link dev.payoff.connector.otlp.OtlpJson} read the two
 * encodings into one {@link dev.payoff.connector.otlp.OtlpRequest}.
 */
@NullMarked
package dev.payoff.connector.otlp;

import org.jspecify.annotations.NullMarked;
