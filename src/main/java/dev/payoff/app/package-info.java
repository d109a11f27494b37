/**
 * The hull: roles of a process, names of topics and keys, the clock, the two times of a question,
 * proofs of figures, sealed secrets, problems (RFC 9457), paging. Depends on nothing of ours but
 * {@code value}.
 */
@NullMarked
package dev.payoff.app;

import org.jspecify.annotations.NullMarked;
