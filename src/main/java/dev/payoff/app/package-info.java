/**
 * The hull: roles of a process, names of topics and keys, the clock, sealed secrets, problems (RFC
 * 9457), paging. Depends on nothing of ours.
 */
@NullMarked
package dev.payoff.app;

import org.jspecify.annotations.NullMarked;
