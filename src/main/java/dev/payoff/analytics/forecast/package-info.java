/**
 * Forecasts of evenly spaced series, pure and deterministic: exponential smoothing (simple, Holt,
 * damped), additive Holt-Winters, Theta; their intervals by split-conformal calibration; and what
 * would have been without a project. Statistics, so in double: money is made of them elsewhere.
 */
@NullMarked
package dev.payoff.analytics.forecast;

import org.jspecify.annotations.NullMarked;
