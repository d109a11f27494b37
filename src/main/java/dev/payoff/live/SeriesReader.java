package dev.payoff.live;

import dev.payoff.live.SeriesCatalogue.Candidate;
import dev.payoff.live.promql.LabelMatcher;
import dev.payoff.live.promql.QueryRefused;
import dev.payoff.live.promql.Series;
import dev.payoff.value.BaselineSeries;
import dev.payoff.value.WindowSize;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the series of a selector at the moments of a grid, within one tenant's transaction. */
final class SeriesReader {

    /** The most samples of one selector: series times moments. */
    static final int MAX_SAMPLES = 200_000;

    /** The most episodes that a query looks through. */
    static final int MAX_EPISODES = 20_000;

    private final SqlConnection tx;
    private final Instant present;

    SeriesReader(SqlConnection tx, Instant present) {
        this.tx = tx;
        this.present = present;
    }

    /** The series whose labels meet all conditions; those without a sample among them. */
    Uni<List<Series>> read(List<LabelMatcher> matchers, Grid grid) {
        return SeriesCatalogue.read(tx, matchers)
                .map(catalogue -> bounded(catalogue.candidates(matchers), grid))
                .chain(candidates -> {
                    Map<SeriesFamily, List<Candidate>> byFamily =
                            candidates.stream()
                                    .collect(
                                            Collectors.groupingBy(
                                                    Candidate::family,
                                                    () -> new EnumMap<>(SeriesFamily.class),
                                                    Collectors.toList()));
                    return Multi.createFrom()
                            .iterable(byFamily.entrySet())
                            .onItem()
                            .transformToUniAndConcatenate(
                                    it -> family(it.getKey(), it.getValue(), grid))
                            .collect()
                            .asList()
                            .map(all -> all.stream().flatMap(List::stream).toList());
                });
    }

    private static List<Candidate> bounded(List<Candidate> candidates, Grid grid) {
        if (candidates.size() > SeriesCatalogue.MAX_SERIES) {
            throw QueryRefused.execution(
                    "The selector names "
                            + candidates.size()
                            + " series; at most "
                            + SeriesCatalogue.MAX_SERIES
                            + " are answered. Narrow it by labels, such as project.");
        }
        long samples = (long) candidates.size() * grid.points();
        if (samples > MAX_SAMPLES) {
            throw QueryRefused.execution(
                    "The selector asks for "
                            + candidates.size()
                            + " series at "
                            + grid.points()
                            + " moments each; at most "
                            + MAX_SAMPLES
                            + " samples are answered. Narrow it by labels, or ask for a longer step.");
        }
        return candidates;
    }

    private Uni<List<Series>> family(SeriesFamily family, List<Candidate> of, Grid grid) {
        return switch (family) {
            case METRIC_VALUE -> readings(of, grid);
            case METRIC_MEAN, METRIC_MIN, METRIC_MAX, METRIC_SUM, METRIC_COUNT ->
                    windows(family, of, grid);
            case METRIC_BASELINE, METRIC_TARGET -> constants(family, of, grid);
            case METRIC_REALISED,
                    PROJECT_REALISED,
                    PROJECT_WEIGHTED,
                    PROJECT_COST,
                    PROJECT_ROI,
                    PROJECT_EARNING ->
                    MoneyFacts.read(tx, projects(of), grid.start(), present)
                            .map(facts -> new MoneySeries(facts, present, grid).of(family, of));
            case ALERTS_FIRING -> alerts(of, grid);
        };
    }

    private static Set<UUID> projects(List<Candidate> of) {
        return of.stream().map(it -> it.project().id()).collect(Collectors.toSet());
    }

    private Uni<List<Series>> readings(List<Candidate> of, Grid grid) {
        WindowSize size =
                grid.points() == 1 || grid.step().compareTo(Duration.ofHours(1)) < 0
                        ? WindowSize.MINUTE
                        : WindowSize.HOUR;
        return sampled(
                SeriesSql.READINGS,
                of,
                size,
                grid,
                (row, metric, at) ->
                        at.isBefore(holdsUntil(row, metric))
                                ? row.getBigDecimal("last_value")
                                : null);
    }

    /** As the value model carries a level: the staleness after the hour of its last reading. */
    private static Instant holdsUntil(Row row, SeriesCatalogue.Metric metric) {
        return WindowSize.HOUR
                .startOf(row.getOffsetDateTime("last_observed").toInstant(), ZoneOffset.UTC)
                .plus(Duration.ofHours(1))
                .plus(metric.staleness());
    }

    private Uni<List<Series>> windows(SeriesFamily family, List<Candidate> of, Grid grid) {
        Map<WindowSize, List<Candidate>> bySize =
                of.stream().collect(Collectors.groupingBy(it -> orHour(it.window())));
        return Multi.createFrom()
                .iterable(bySize.entrySet())
                .onItem()
                .transformToUniAndConcatenate(it ->
                        sampled(
                                SeriesSql.WINDOWS,
                                it.getValue(),
                                it.getKey(),
                                grid,
                                (row, metric, at) -> aggregate(family, row)))
                .collect()
                .asList()
                .map(all -> all.stream().flatMap(List::stream).toList());
    }

    private static WindowSize orHour(@Nullable WindowSize size) {
        return size == null ? WindowSize.HOUR : size;
    }

    private static BigDecimal aggregate(SeriesFamily family, Row row) {
        return switch (family) {
            case METRIC_MIN -> row.getBigDecimal("minimum");
            case METRIC_MAX -> row.getBigDecimal("maximum");
            case METRIC_SUM -> row.getBigDecimal("sum");
            case METRIC_COUNT -> BigDecimal.valueOf(row.getLong("count"));
            default ->
                    row.getBigDecimal("sum")
                            .divide(
                                    BigDecimal.valueOf(row.getLong("count")),
                                    MathContext.DECIMAL128);
        };
    }

    private interface Sample {
        @Nullable BigDecimal of(Row row, SeriesCatalogue.Metric metric, Instant at);
    }

    private Uni<List<Series>> sampled(
            String sql, List<Candidate> of, WindowSize size, Grid grid, Sample sample) {
        UUID[] metrics = of.stream().map(it -> metric(it).id()).toArray(UUID[]::new);
        OffsetDateTime[] moments =
                grid.moments().stream().map(SeriesReader::utc).toArray(OffsetDateTime[]::new);
        return tx.preparedQuery(sql)
                .execute(Tuple.of(metrics, moments, size.code()))
                .map(rows -> {
                    List<List<@Nullable BigDecimal>> values =
                            of.stream().map(it -> unknown(grid)).toList();
                    for (Row row : rows) {
                        int series = row.getInteger("metric") - 1;
                        int moment = row.getInteger("moment") - 1;
                        Instant at = grid.moment(moment);
                        if (!at.isAfter(present.plus(PastValue.TOLERANCE))) {
                            values.get(series)
                                    .set(moment, sample.of(row, metric(of.get(series)), at));
                        }
                    }
                    List<Series> series = new ArrayList<>(of.size());
                    for (int i = 0; i < of.size(); i++) {
                        series.add(new Series(of.get(i).labels(), values.get(i)));
                    }
                    return series;
                });
    }

    private static List<@Nullable BigDecimal> unknown(Grid grid) {
        return Arrays.asList(new @Nullable BigDecimal[grid.points()]);
    }

    private static SeriesCatalogue.Metric metric(Candidate candidate) {
        SeriesCatalogue.Metric metric = candidate.metric();
        if (metric == null) {
            throw new IllegalArgumentException(candidate.labels() + " is not of a metric");
        }
        return metric;
    }

    private static Uni<List<Series>> constants(SeriesFamily family, List<Candidate> of, Grid grid) {
        List<Series> series = new ArrayList<>();
        for (Candidate each : of) {
            SeriesCatalogue.Metric metric = metric(each);
            BigDecimal value =
                    family == SeriesFamily.METRIC_BASELINE ? metric.baseline() : metric.target();
            BaselineSeries dated =
                    family == SeriesFamily.METRIC_BASELINE ? metric.baselines() : null;
            if (value != null) {
                List<@Nullable BigDecimal> values =
                        new ArrayList<>(Collections.nCopies(grid.points(), value));
                if (dated != null) {
                    for (int i = 0; i < grid.points(); i++) {
                        values.set(i, dated.at(grid.moment(i), value));
                    }
                }
                series.add(new Series(each.labels(), values));
            }
        }
        return Uni.createFrom().item(series);
    }

    private Uni<List<Series>> alerts(List<Candidate> of, Grid grid) {
        UUID[] projects = projects(of).toArray(UUID[]::new);
        return tx.preparedQuery(SeriesSql.EPISODES)
                .execute(Tuple.of(projects, utc(grid.start()), utc(grid.last()), MAX_EPISODES + 1))
                .map(rows -> {
                    if (rows.size() > MAX_EPISODES) {
                        throw QueryRefused.execution(
                                "More than "
                                        + MAX_EPISODES
                                        + " episodes fall into the range. Ask for a shorter one, or"
                                        + " for one project.");
                    }
                    List<Row> episodes = new ArrayList<>();
                    rows.forEach(episodes::add);
                    return of.stream().map(it -> firing(it, episodes, grid)).toList();
                });
    }

    /** How many fire at each moment; without an episode in the range it is no series. */
    private Series firing(Candidate of, List<Row> episodes, Grid grid) {
        List<Row> own =
                episodes.stream()
                        .filter(it ->
                                it.getUUID("project_id").equals(of.project().id())
                                        && it.getString("severity").equals(of.severity()))
                        .toList();
        List<@Nullable BigDecimal> values = new ArrayList<>(grid.points());
        for (int i = 0; i < grid.points(); i++) {
            Instant at = grid.moment(i);
            values.add(
                    own.isEmpty() || at.isAfter(present.plus(PastValue.TOLERANCE))
                            ? null
                            : BigDecimal.valueOf(own.stream().filter(it -> fires(it, at)).count()));
        }
        return new Series(of.labels(), values);
    }

    private static boolean fires(Row episode, Instant at) {
        OffsetDateTime resolved = episode.getOffsetDateTime("resolved_at");
        return !episode.getOffsetDateTime("fired_at").toInstant().isAfter(at)
                && (resolved == null || resolved.toInstant().isAfter(at));
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
