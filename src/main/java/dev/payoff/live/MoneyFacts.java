package dev.payoff.live;

import dev.payoff.live.promql.QueryRefused;
import dev.payoff.stream.FigureStore;
import dev.payoff.stream.MetricFigure;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.HourWindow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What series of money rest on: figures of the present, measured hours since a moment, costs. */
final class MoneyFacts {

    /** The most measured hours that one query looks through. */
    static final int MAX_HOURS = 300_000;

    private final Map<UUID, FigureStore.Figures> figures = new HashMap<>();
    private final Map<UUID, List<HourWindow>> hours = new HashMap<>();
    private final Map<UUID, Instant> first = new HashMap<>();
    private final Map<UUID, List<DatedAmount>> costs = new HashMap<>();
    private final Set<UUID> costsUnknown = new HashSet<>();

    private MoneyFacts() {}

    /**
     * Reads what there is of projects.
     *
     * @param since hours are read from the last one before this moment on
     */
    static Uni<MoneyFacts> read(
            SqlConnection tx, Set<UUID> projects, Instant since, Instant present) {
        MoneyFacts facts = new MoneyFacts();
        return FigureStore.read(tx, projects, present)
                .invoke(read -> read.forEach(it -> facts.figures.put(it.project().id(), it)))
                .chain(() -> facts.readHours(tx, since))
                .chain(() -> facts.readFirst(tx))
                .chain(() -> facts.readCosts(tx, projects, present))
                .replaceWith(facts);
    }

    /** Metrics of a project whose value is known and counts in its figures. */
    List<MetricFigure> counted(UUID project) {
        return known(project).stream().filter(it -> it.definition().terms().counted()).toList();
    }

    /** Metrics of a project whose value is known, whether it counts or not. */
    List<MetricFigure> known(UUID project) {
        FigureStore.Figures of = figures.get(project);
        return of == null
                ? List.of()
                : of.metrics().stream().filter(it -> it.realised() != null).toList();
    }

    /** Measured hours, ascending. */
    List<HourWindow> hours(MetricFigure metric) {
        return hours.getOrDefault(metric.definition().id(), List.of());
    }

    /** When a metric spoke first; null where it never did. */
    @Nullable Instant first(UUID metric) {
        return first.get(metric);
    }

    /** Whether every cost of a project could be told in its currency. */
    boolean costKnown(UUID project) {
        return !costsUnknown.contains(project);
    }

    /** Actual cost by day, ascending, up to the present. */
    List<DatedAmount> costs(UUID project) {
        return costs.getOrDefault(project, List.of());
    }

    private UUID[] metrics() {
        return figures.keySet().stream()
                .flatMap(it -> known(it).stream())
                .map(it -> it.definition().id())
                .toArray(UUID[]::new);
    }

    private Uni<Void> readHours(SqlConnection tx, Instant since) {
        return tx.preparedQuery(SeriesSql.HOURS)
                .execute(Tuple.of(metrics(), SeriesReader.utc(since), MAX_HOURS + 1))
                .invoke(rows -> {
                    if (rows.size() > MAX_HOURS) {
                        throw QueryRefused.execution(
                                "More than "
                                        + MAX_HOURS
                                        + " measured hours fall into the range. Ask for a shorter one,"
                                        + " or for one project.");
                    }
                    for (Row row : rows) {
                        hours.computeIfAbsent(row.getUUID(0), id -> new ArrayList<>())
                                .add(
                                        new HourWindow(
                                                row.getOffsetDateTime(1).toInstant(),
                                                row.getLong(2),
                                                row.getBigDecimal(3),
                                                row.getBigDecimal(4),
                                                row.getLong(5)));
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> readFirst(SqlConnection tx) {
        return tx.preparedQuery(SeriesSql.FIRST)
                .execute(Tuple.of((Object) metrics()))
                .invoke(rows ->
                        rows.forEach(row ->
                                first.put(
                                        row.getUUID("metric_id"),
                                        row.getOffsetDateTime("first_observed").toInstant())))
                .replaceWithVoid();
    }

    private Uni<Void> readCosts(SqlConnection tx, Set<UUID> projects, Instant present) {
        return tx.preparedQuery(SeriesSql.COSTS)
                .execute(
                        Tuple.of(
                                projects.toArray(UUID[]::new),
                                present.atOffset(ZoneOffset.UTC).toLocalDate()))
                .invoke(rows -> {
                    for (Row row : rows) {
                        UUID project = row.getUUID("project_id");
                        BigDecimal amount = row.getBigDecimal("amount");
                        if (amount == null) {
                            costsUnknown.add(project);
                        } else {
                            costs.computeIfAbsent(project, id -> new ArrayList<>())
                                    .add(new DatedAmount(row.getLocalDate("incurred_on"), amount));
                        }
                    }
                })
                .replaceWithVoid();
    }
}
