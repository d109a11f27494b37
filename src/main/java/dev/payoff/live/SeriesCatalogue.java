package dev.payoff.live;

import dev.payoff.live.promql.LabelMatcher;
import dev.payoff.live.promql.Parser;
import dev.payoff.live.promql.QueryRefused;
import dev.payoff.portfolio.Definitions;
import dev.payoff.value.BaselineSeries;
import dev.payoff.value.WindowSize;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which series a tenant has, by their labels, whether there are samples of them or not. What is
 * archived has none.
 */
final class SeriesCatalogue {

    /** The most metrics that a query looks through; and projects. */
    static final int MAX_ROWS = 10_000;

    /** The most series that selectors of one query may name. */
    static final int MAX_SERIES = 2_000;

    /** The most series that a question for labels goes through; beyond it some are not told. */
    static final int MAX_LABEL_SETS = 50_000;

    /** The label that tells the size of a window. */
    static final String WINDOW = "window";

    private static final List<String> SEVERITIES = List.of("CRITICAL", "WARNING", "INFO");

    private static final String PROJECTS =
            """
            SELECT id, key, type, currency FROM project
             WHERE archived_at IS NULL AND ($1::text IS NULL OR key = $1) ORDER BY key LIMIT $2
            """;

    private static final String METRICS =
            """
            SELECT m.id, m.key, m.project_id, m.category, m.type, m.unit, m.kind, m.baseline, m.baseline_series::text AS baselines, m.target, m.staleness_s
              FROM metric m JOIN project p ON p.id = m.project_id
             WHERE m.archived_at IS NULL AND p.archived_at IS NULL AND ($1::text IS NULL OR p.key = $1)
             ORDER BY m.full_key LIMIT $2
            """;

    /** A project that series belong to. */
    record Project(UUID id, String key, String type, String currency) {}

    /** A metric that series belong to. */
    record Metric(
            UUID id,
            Project project,
            String key,
            String category,
            String type,
            String unit,
            String kind,
            @Nullable BigDecimal baseline,
            @Nullable BaselineSeries baselines,
            @Nullable BigDecimal target,
            Duration staleness) {}

    /**
     * A series that there may be samples of.
     *
     * @param metric null of a project's
     * @param window null where it has none
     * @param severity null but of alerts
     */
    record Candidate(
            SeriesFamily family,
            SortedMap<String, String> labels,
            Project project,
            @Nullable Metric metric,
            @Nullable WindowSize window,
            @Nullable String severity) {}

    private final List<Project> projects;
    private final List<Metric> metrics;

    SeriesCatalogue(List<Project> projects, List<Metric> metrics) {
        this.projects = projects;
        this.metrics = metrics;
    }

    /** Reads what there is, of one project where the matchers name one. */
    static Uni<SeriesCatalogue> read(SqlConnection tx, List<LabelMatcher> matchers) {
        String key =
                matchers.stream()
                        .filter(it -> it.label().equals("project") && it.op() == LabelMatcher.Op.IS)
                        .map(LabelMatcher::value)
                        .findFirst()
                        .orElse(null);
        Tuple asked = Tuple.of(key, MAX_ROWS + 1);
        return tx.preparedQuery(PROJECTS)
                .execute(asked)
                .map(rows -> {
                    Map<UUID, Project> projects = new LinkedHashMap<>();
                    for (Row row : bounded(rows)) {
                        projects.put(row.getUUID("id"), project(row));
                    }
                    return projects;
                })
                .chain(projects ->
                        tx.preparedQuery(METRICS)
                                .execute(asked)
                                .map(rows -> {
                                    List<Metric> metrics = new ArrayList<>();
                                    for (Row row : bounded(rows)) {
                                        Project of = projects.get(row.getUUID("project_id"));
                                        if (of != null) {
                                            metrics.add(metric(row, of));
                                        }
                                    }
                                    return new SeriesCatalogue(
                                            List.copyOf(projects.values()), metrics);
                                }));
    }

    private static RowSet<Row> bounded(RowSet<Row> rows) {
        if (rows.size() > MAX_ROWS) {
            throw QueryRefused.execution(
                    "There are more than "
                            + MAX_ROWS
                            + " metrics or projects to look through. Name a"
                            + " project: {project=\"...\"}.");
        }
        return rows;
    }

    /**
     * Series whose labels meet all conditions. Those of windows are of hours unless a condition
     * names the window.
     */
    List<Candidate> candidates(List<LabelMatcher> matchers) {
        List<WindowSize> sizes =
                matchers.stream().anyMatch(it -> it.label().equals(WINDOW))
                        ? List.of(WindowSize.values())
                        : List.of(WindowSize.HOUR);
        List<Candidate> found = new ArrayList<>();
        for (SeriesFamily family : SeriesFamily.values()) {
            SortedMap<String, String> name = new TreeMap<>(Map.of(Parser.NAME, family.told()));
            if (matchers.stream()
                    .filter(it -> it.label().equals(Parser.NAME))
                    .allMatch(it -> it.accepts(name))) {
                of(family, sizes).stream()
                        .filter(it -> matchers.stream().allMatch(m -> m.accepts(it.labels())))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private List<Candidate> of(SeriesFamily family, List<WindowSize> sizes) {
        List<Candidate> all = new ArrayList<>();
        switch (family.of()) {
            case METRIC -> metrics.forEach(it -> all.add(ofMetric(family, it)));
            case WINDOW ->
                    metrics.forEach(
                            it -> sizes.forEach(size -> all.add(ofWindow(family, it, size))));
            case METRIC_MONEY -> metrics.forEach(it -> all.add(ofMoney(family, it)));
            case PROJECT -> projects.forEach(it -> all.add(ofProject(family, it)));
            case ALERTS ->
                    projects.forEach(it ->
                            SEVERITIES.forEach(
                                    severity -> all.add(ofAlerts(family, it, severity))));
        }
        return all;
    }

    private static Candidate ofMetric(SeriesFamily family, Metric metric) {
        return new Candidate(family, labels(family, metric), metric.project(), metric, null, null);
    }

    private static Candidate ofWindow(SeriesFamily family, Metric metric, WindowSize size) {
        SortedMap<String, String> labels = labels(family, metric);
        labels.put(WINDOW, size.name().toLowerCase(Locale.ROOT));
        return new Candidate(family, labels, metric.project(), metric, size, null);
    }

    private static SortedMap<String, String> labels(SeriesFamily family, Metric metric) {
        SortedMap<String, String> labels = labels(family, metric.project());
        labels.put("metric", metric.key());
        labels.put("category", metric.category());
        labels.put("type", metric.type());
        labels.put("unit", metric.unit());
        labels.put("kind", metric.kind());
        return labels;
    }

    private static Candidate ofMoney(SeriesFamily family, Metric metric) {
        SortedMap<String, String> labels = labels(family, metric.project());
        labels.put("metric", metric.key());
        labels.put("category", metric.category());
        labels.put("currency", metric.project().currency());
        return new Candidate(family, labels, metric.project(), metric, null, null);
    }

    private static Candidate ofProject(SeriesFamily family, Project project) {
        SortedMap<String, String> labels = labels(family, project);
        labels.put("type", project.type());
        labels.put("currency", project.currency());
        return new Candidate(family, labels, project, null, null, null);
    }

    private static Candidate ofAlerts(SeriesFamily family, Project project, String severity) {
        SortedMap<String, String> labels = labels(family, project);
        labels.put("severity", severity.toLowerCase(Locale.ROOT));
        return new Candidate(family, labels, project, null, null, severity);
    }

    private static SortedMap<String, String> labels(SeriesFamily family, Project project) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put(Parser.NAME, family.told());
        labels.put("project", project.key());
        return labels;
    }

    private static Project project(Row row) {
        return new Project(
                row.getUUID("id"),
                row.getString("key"),
                row.getString("type"),
                row.getString("currency"));
    }

    private static Metric metric(Row row, Project of) {
        return new Metric(
                row.getUUID("id"),
                of,
                row.getString("key"),
                row.getString("category"),
                row.getString("type"),
                row.getString("unit"),
                row.getString("kind"),
                row.getBigDecimal("baseline"),
                Definitions.baselines(row.getString("baselines")),
                row.getBigDecimal("target"),
                Duration.ofSeconds(row.getLong("staleness_s")));
    }
}
