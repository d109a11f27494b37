/** What people see move: the hot copy of figures in Redis, and Server-Sent Events. */
@NullMarked
package dev.payoff.live;

import org.jspecify.annotations.NullMarked;
