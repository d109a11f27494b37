/**
 * Numbers out of whatever can post JSON. {@link dev.payoff.connector.json.JsonConnector} verifies a
 * delivery by token, signature or Standard Webhooks (standardwebhooks.com), {@link
 * dev.payoff.connector.json.JsonEvents} takes it out of its envelope (plain, or CloudEvents 1.0 in
 * each of the three modes of its HTTP binding), {@link dev.payoff.connector.json.JsonMapping} finds
 * the readings in it by JSON pointers (RFC 6901).
 */
@NullMarked
package dev.payoff.connector.json;

import org.jspecify.annotations.NullMarked;
