/**
 * Who is asking and what they may do: tenants, users, roles, tokens, API keys, sessions, and the
 * audit trail.
 */
@NullMarked
package dev.payoff.identity;

import org.jspecify.annotations.NullMarked;
