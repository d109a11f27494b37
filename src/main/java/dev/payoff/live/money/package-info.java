/**
 * What a project's flows are worth, told: its case to date, as planned and as it looks, its risk,
 * its earned value, what waiting costs; and the proof of each figure down to its readings. The
 * arithmetic is {@link dev.payoff.value.appraisal}'s; here it is fed from the {@link
 * dev.payoff.live.Ledger} and shown.
 */
@NullMarked
package dev.payoff.live.money;

import org.jspecify.annotations.NullMarked;
