/**
 * Who is told of what, and when: routes, groups, inhibition, quiet hours, escalation. Pure Java:
 * state and time in, messages and the next state out, with a reason for each thing told or not
 * told. What it means is Alertmanager's; where it differs, the decision record 20 says so.
 */
@NullMarked
package dev.payoff.alert.routing;

import org.jspecify.annotations.NullMarked;
