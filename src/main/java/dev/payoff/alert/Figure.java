package dev.payoff.alert;

/** What a rule looks at. */
public enum Figure {
    /** The metric's last reading, in the metric's unit. */
    VALUE("value", Scope.METRIC),
    /** The mean of a window's readings. */
    MEAN("mean", Scope.WINDOW),
    /** The least reading of a window. */
    MIN("minimum", Scope.WINDOW),
    /** The greatest reading of a window. */
    MAX("maximum", Scope.WINDOW),
    /** The sum of a window's readings. */
    SUM("sum", Scope.WINDOW),
    /** How many readings a window has. */
    COUNT("number of readings", Scope.WINDOW),
    /** (current − baseline) / (target − baseline): 1 is the target reached. */
    ACHIEVEMENT("achievement", Scope.METRIC_OR_PROJECT),
    /** Money earned so far, in the project's currency. */
    REALISED("realised value", Scope.METRIC_OR_PROJECT),
    /** (value − cost) / cost of the project, to date. */
    ROI_SIMPLE("simple ROI", Scope.PROJECT),
    /** Whether the metric is silent: 1 once it is stale, 0 while it speaks. */
    NO_DATA("silence", Scope.METRIC),
    /** Realised value / value planned to date: 1 is as planned. */
    REALISATION("realisation rate", Scope.METRIC_OR_PROJECT),
    /**
     * Value expected at the target's date at the present pace / planned by then: 1 is as planned.
     */
    FORECAST("forecast", Scope.METRIC_OR_PROJECT),
    /**
     * How fast missing value eats what may be missing, over two windows: 1 eats it up at the
     * target's date.
     */
    BURN_RATE("value burn rate", Scope.METRIC_OR_PROJECT),
    /** Whether the metric's benefit has begun and nobody ever measured it: 1, else 0. */
    UNMEASURED("measurement", Scope.METRIC),
    /** Whether nobody owns it: 1, else 0. */
    NO_OWNER("owner", Scope.METRIC_OR_PROJECT);

    /** What a figure is a figure of. */
    enum Scope {
        METRIC,
        WINDOW,
        PROJECT,
        METRIC_OR_PROJECT
    }

    private final String words;
    private final Scope scope;

    Figure(String words, Scope scope) {
        this.words = words;
        this.scope = scope;
    }

    /** The figure in words, for people. */
    public String words() {
        return words;
    }

    /**
     * Whether it is a question that is answered by yes or no, so that a rule tells no threshold.
     */
    public boolean yesOrNo() {
        return this == NO_DATA || this == UNMEASURED || this == NO_OWNER;
    }

    /** Whether it looks at two windows and an allowance, which the rule must tell. */
    public boolean needsBurn() {
        return this == BURN_RATE;
    }

    /** Whether it is taken from a window, whose size the rule must tell. */
    public boolean needsWindow() {
        return scope == Scope.WINDOW;
    }

    /** Whether a rule may put it on a metric. */
    public boolean ofMetric() {
        return scope != Scope.PROJECT;
    }

    /** Whether a rule may put it on a whole project. */
    public boolean ofProject() {
        return scope == Scope.PROJECT || scope == Scope.METRIC_OR_PROJECT;
    }
}
