package dev.payoff.live;

import dev.payoff.portfolio.Definitions;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.HourWindow;
import dev.payoff.value.MetricTerms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a project at a moment: definitions, measured hours, costs, in both times. What
 * had happened by as-of is told by observed times, what was known by then by recorded times; a
 * correction changes only later knowledge.
 */
public final class Ledger {

    /**
     * A metric at the moment, with the hours that its value is folded from.
     *
     * @param ownStart whether its benefit starts by its own definition, not at the go-live
     */
    public record Entry(
            UUID id,
            String key,
            String name,
            String category,
            String type,
            String unit,
            boolean disbenefit,
            MetricTerms terms,
            boolean ownStart,
            List<HourWindow> hours,
            @Nullable BigDecimal lastValue,
            @Nullable Instant lastObserved) {

        /** The same readings under other terms. */
        Entry valuedBy(MetricTerms other) {
            return new Entry(
                    id,
                    key,
                    name,
                    category,
                    type,
                    unit,
                    disbenefit,
                    other,
                    ownStart,
                    hours,
                    lastValue,
                    lastObserved);
        }
    }

    /**
     * Cost of a day in the project's currency.
     *
     * @param amount null where no rate is known
     */
    public record Cost(
            LocalDate on,
            String category,
            String currency,
            BigDecimal told,
            @Nullable BigDecimal amount) {}

    private final ProjectRef project;
    private final Moment moment;
    private final List<Entry> entries;
    private final List<Cost> costs;
    private final long metricsRevision;

    /** A ledger of what is known; {@link #read} makes it of what is stored. */
    public Ledger(
            ProjectRef project,
            Moment moment,
            List<Entry> entries,
            List<Cost> costs,
            long metricsRevision) {
        this.metricsRevision = metricsRevision;
        this.project = project;
        this.moment = moment;
        this.entries = entries;
        this.costs = costs;
    }

    /** The same readings and costs of a project discounted at another rate, under other terms. */
    Ledger assuming(ProjectRef otherProject, List<Entry> otherEntries) {
        return new Ledger(otherProject, moment, otherEntries, costs, metricsRevision);
    }

    /** The project, discounted as it was known then. */
    public ProjectRef project() {
        return project;
    }

    /** The two times of the question. */
    public Moment moment() {
        return moment;
    }

    /** Its metrics, by key. */
    public List<Entry> entries() {
        return entries;
    }

    List<Cost> costs() {
        return costs;
    }

    /** Grows with every change of what the figures rest on. */
    public long revision() {
        return project.version() + project.costRevision() + metricsRevision;
    }

    /**
     * Actual cost by day; lines that cannot be converted are left out, and {@link #missingRates}
     * names them.
     */
    List<DatedAmount> costByDay() {
        List<DatedAmount> byDay = new ArrayList<>();
        for (Cost cost : costs) {
            if (cost.amount() != null) {
                byDay.add(new DatedAmount(cost.on(), cost.amount()));
            }
        }
        return byDay;
    }

    /** Currencies whose cost could not be converted. */
    public List<String> missingRates() {
        return costs.stream()
                .filter(cost -> cost.amount() == null)
                .map(cost ->
                        "There is no rate from "
                                + cost.currency()
                                + " to "
                                + project.currency()
                                + " for some cost lines.")
                .distinct()
                .toList();
    }

    /** Reads it in a transaction of the tenant. */
    public static Uni<Ledger> read(SqlConnection tx, ProjectRef project, Moment moment) {
        return tx.preparedQuery(LedgerSql.REVISION)
                .execute(Tuple.of(project.id()))
                .map(rows -> rows.iterator().next().getLong("revision"))
                .chain(revision ->
                        KnownProject.of(tx, project, moment)
                                .chain(known -> read(tx, known, moment, revision)));
    }

    private static Uni<Ledger> read(
            SqlConnection tx, ProjectRef project, Moment moment, long revision) {
        return tx.preparedQuery(LedgerSql.METRICS)
                .execute(Tuple.of(project.id(), utc(moment.asKnownAt())))
                .chain(rows -> {
                    List<Row> metrics = new ArrayList<>();
                    rows.forEach(metrics::add);
                    UUID[] ids =
                            metrics.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
                    return hours(tx, ids, moment)
                            .chain(hours ->
                                    last(tx, ids, moment)
                                            .chain(last ->
                                                    costs(tx, project, moment)
                                                            .map(costs ->
                                                                    new Ledger(
                                                                            project,
                                                                            moment,
                                                                            entries(
                                                                                    metrics, hours,
                                                                                    last),
                                                                            costs,
                                                                            revision))));
                });
    }

    private static List<Entry> entries(
            List<Row> metrics, Map<UUID, List<HourWindow>> hours, Map<UUID, Row> last) {
        List<Entry> entries = new ArrayList<>(metrics.size());
        for (Row row : metrics) {
            UUID id = row.getUUID("id");
            Row reading = last.get(id);
            entries.add(
                    new Entry(
                            id,
                            row.getString("full_key"),
                            row.getString("name"),
                            row.getString("category"),
                            row.getString("type"),
                            row.getString("unit"),
                            row.getBoolean("disbenefit"),
                            Definitions.terms(
                                    row.getString("definition"),
                                    row.getString("project_definition"),
                                    ZoneId.of(row.getString("zone"))),
                            row.getBoolean("own_start"),
                            hours.getOrDefault(id, List.of()),
                            reading == null ? null : reading.getBigDecimal("value"),
                            reading == null
                                    ? null
                                    : reading.getOffsetDateTime("observed_at").toInstant()));
        }
        return entries;
    }

    private static Uni<Map<UUID, List<HourWindow>>> hours(
            SqlConnection tx, UUID[] ids, Moment moment) {
        return (moment.asKnownAt() == null
                        ? tx.preparedQuery(LedgerSql.HOURS_NOW)
                                .execute(Tuple.of(ids, utc(moment.asOf())))
                        : tx.preparedQuery(LedgerSql.HOURS_KNOWN)
                                .execute(
                                        Tuple.of(ids, utc(moment.asOf()), utc(moment.asKnownAt()))))
                .map(rows -> {
                    Map<UUID, List<HourWindow>> hours = new HashMap<>();
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
                    return hours;
                });
    }

    private static Uni<Map<UUID, Row>> last(SqlConnection tx, UUID[] ids, Moment moment) {
        return (moment.asOf() == null && moment.asKnownAt() == null
                        ? tx.preparedQuery(LedgerSql.LAST_NOW).execute(Tuple.of((Object) ids))
                        : tx.preparedQuery(LedgerSql.LAST)
                                .execute(
                                        Tuple.of(ids, utc(moment.asOf()), utc(moment.asKnownAt()))))
                .map(rows -> {
                    Map<UUID, Row> last = new HashMap<>();
                    rows.forEach(row -> last.put(row.getUUID("metric_id"), row));
                    return last;
                });
    }

    private static Uni<List<Cost>> costs(SqlConnection tx, ProjectRef project, Moment moment) {
        return tx.preparedQuery(LedgerSql.COSTS)
                .execute(
                        Tuple.of(
                                project.id(),
                                project.currency(),
                                moment.until().atOffset(ZoneOffset.UTC).toLocalDate(),
                                utc(moment.asKnownAt())))
                .map(rows -> {
                    List<Cost> costs = new ArrayList<>();
                    for (Row row : rows) {
                        BigDecimal told = row.getBigDecimal("amount");
                        String currency = row.getString("currency");
                        BigDecimal rate = row.getBigDecimal("rate");
                        BigDecimal amount =
                                currency.equals(project.currency())
                                        ? told
                                        : rate == null ? null : told.multiply(rate);
                        costs.add(
                                new Cost(
                                        row.getLocalDate("incurred_on"),
                                        row.getString("category"),
                                        currency,
                                        told,
                                        amount));
                    }
                    return costs;
                });
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
