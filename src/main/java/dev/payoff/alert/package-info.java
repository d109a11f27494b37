/** Thresholds: rules, the state machine (pure), episodes, and the notifiers that tell people. */
@NullMarked
package dev.payoff.alert;

import org.jspecify.annotations.NullMarked;
