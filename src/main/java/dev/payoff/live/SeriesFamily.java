package dev.payoff.live;

import java.util.Set;

/** The series that the Prometheus API answers, by name; all are gauges. */
enum SeriesFamily {
    METRIC_VALUE(
            "payoff_metric_value",
            Of.METRIC,
            "Last reading, in the metric's unit, until the metric is stale."),
    METRIC_MEAN("payoff_metric_mean", Of.WINDOW, "Mean of the readings of a window."),
    METRIC_MIN("payoff_metric_min", Of.WINDOW, "Smallest reading of a window."),
    METRIC_MAX("payoff_metric_max", Of.WINDOW, "Largest reading of a window."),
    METRIC_SUM("payoff_metric_sum", Of.WINDOW, "Sum of the readings of a window."),
    METRIC_COUNT("payoff_metric_count", Of.WINDOW, "How many readings a window has."),
    METRIC_BASELINE(
            "payoff_metric_baseline",
            Of.METRIC,
            "What held before the project, or holds by its dated baselines, as defined now."),
    METRIC_TARGET("payoff_metric_target", Of.METRIC, "What is promised, as defined now."),
    METRIC_REALISED(
            "payoff_metric_realised_value",
            Of.METRIC_MONEY,
            "Money earned so far by a metric, in the project's currency."),
    PROJECT_REALISED(
            "payoff_project_realised_value",
            Of.PROJECT,
            "Money earned so far by measured improvement, in the project's currency."),
    PROJECT_WEIGHTED(
            "payoff_project_weighted_value", Of.PROJECT, "The same, weighted by confidence."),
    PROJECT_COST(
            "payoff_project_cost", Of.PROJECT, "Actual cost so far, in the project's currency."),
    PROJECT_ROI(
            "payoff_project_roi_simple",
            Of.PROJECT,
            "(value - cost) / cost, to date, nothing discounted; 0.25 is 25 %."),
    PROJECT_EARNING(
            "payoff_project_earning_per_hour",
            Of.PROJECT,
            "What the last measured hours earn per hour, while they are fresh."),
    ALERTS_FIRING("payoff_alerts_firing", Of.ALERTS, "Episodes of rules that fire, by severity.");

    /** What the series of a family belong to, which decides their labels. */
    enum Of {
        /** project, metric, category, type, unit, kind. */
        METRIC,
        /** The same and window. */
        WINDOW,
        /** project, metric, category, currency. */
        METRIC_MONEY,
        /** project, type, currency. */
        PROJECT,
        /** project, severity. */
        ALERTS
    }

    /** All labels that series may have. */
    static final Set<String> LABELS =
            Set.of(
                    "__name__",
                    "project",
                    "metric",
                    "category",
                    "type",
                    "unit",
                    "kind",
                    "window",
                    "currency",
                    "severity");

    private final String told;
    private final Of of;
    private final String help;

    SeriesFamily(String told, Of of, String help) {
        this.told = told;
        this.of = of;
        this.help = help;
    }

    /** Its name. */
    String told() {
        return told;
    }

    /** What its series belong to. */
    Of of() {
        return of;
    }

    /** What it says, in a sentence. */
    String help() {
        return help;
    }
}
