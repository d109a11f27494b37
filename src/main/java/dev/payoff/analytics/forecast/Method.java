package dev.payoff.analytics.forecast;

/** The methods; each forecasts a series from its past alone. */
public enum Method {
    /** The last value holds. */
    NAIVE,
    /** Simple exponential smoothing: a level. */
    SIMPLE,
    /** Exponential smoothing with a trend that fades (Gardner and McKenzie). */
    DAMPED,
    /** Half a straight line, half simple smoothing of what doubles its curvature (Theta). */
    THETA,
    /** Additive Holt-Winters: level, trend and seasons, smoothed. */
    HOLT_WINTERS
}
