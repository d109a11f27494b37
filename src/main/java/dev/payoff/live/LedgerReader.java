package dev.payoff.live;

import dev.payoff.app.Moment;
import dev.payoff.portfolio.Definitions;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.value.HourWindow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a ledger holds, in a transaction of the tenant. */
final class LedgerReader {

    private LedgerReader() {}

    static Uni<Ledger> read(SqlConnection tx, ProjectRef project, Moment moment) {
        return read(tx, List.of(project), moment).map(List::getFirst);
    }

    /** The ledgers of projects in their order, by as many statements as that of one. */
    static Uni<List<Ledger>> read(SqlConnection tx, List<ProjectRef> projects, Moment moment) {
        UUID[] of = projects.stream().map(ProjectRef::id).toArray(UUID[]::new);
        return tx.preparedQuery(LedgerSql.REVISION)
                .execute(Tuple.of((Object) of))
                .map(rows -> {
                    Map<UUID, Long> revisions = new HashMap<>();
                    rows.forEach(row ->
                            revisions.put(row.getUUID("project_id"), row.getLong("revision")));
                    return revisions;
                })
                .chain(revisions ->
                        KnownProject.of(tx, projects, moment)
                                .chain(known -> read(tx, known, of, moment, revisions)));
    }

    private static Uni<List<Ledger>> read(
            SqlConnection tx,
            List<ProjectRef> projects,
            UUID[] of,
            Moment moment,
            Map<UUID, Long> revisions) {
        return tx.preparedQuery(LedgerSql.METRICS)
                .execute(Tuple.of(of, utc(moment.asKnownAt())))
                .chain(rows -> {
                    Map<UUID, List<Row>> metrics = new HashMap<>();
                    List<UUID> all = new ArrayList<>();
                    for (Row row : rows) {
                        metrics.computeIfAbsent(row.getUUID("project_id"), id -> new ArrayList<>())
                                .add(row);
                        all.add(row.getUUID("id"));
                    }
                    UUID[] ids = all.toArray(UUID[]::new);
                    return Uni.combine()
                            .all()
                            .unis(
                                    hours(tx, ids, moment),
                                    last(tx, ids, moment),
                                    costs(tx, projects, of, moment),
                                    keptFrom(tx))
                            .usingConcurrencyOf(1)
                            .with((hours, last, costs, keptFrom) ->
                                    projects.stream()
                                            .map(project ->
                                                    new Ledger(
                                                            project,
                                                            moment,
                                                            entries(
                                                                    metrics.getOrDefault(
                                                                            project.id(),
                                                                            List.of()),
                                                                    hours,
                                                                    last),
                                                            costs.getOrDefault(
                                                                    project.id(), List.of()),
                                                            revisions.getOrDefault(
                                                                    project.id(), 0L),
                                                            keptFrom))
                                            .toList());
                });
    }

    private static Uni<Instant> keptFrom(SqlConnection tx) {
        return tx.query(LedgerSql.KEPT_FROM)
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("kept_from").toInstant());
    }

    private static List<Ledger.Entry> entries(
            List<Row> metrics, Map<UUID, List<HourWindow>> hours, Map<UUID, Row> last) {
        List<Ledger.Entry> entries = new ArrayList<>(metrics.size());
        for (Row row : metrics) {
            UUID id = row.getUUID("id");
            Row reading = last.get(id);
            entries.add(
                    new Ledger.Entry(
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

    private static Uni<Map<UUID, List<Ledger.Cost>>> costs(
            SqlConnection tx, List<ProjectRef> projects, UUID[] of, Moment moment) {
        Map<UUID, String> currencies = new HashMap<>();
        projects.forEach(project -> currencies.put(project.id(), project.currency()));
        return tx.preparedQuery(LedgerSql.COSTS)
                .execute(
                        Tuple.of(
                                of,
                                moment.until().atOffset(ZoneOffset.UTC).toLocalDate(),
                                utc(moment.asKnownAt())))
                .map(rows -> {
                    Map<UUID, List<Ledger.Cost>> costs = new HashMap<>();
                    for (Row row : rows) {
                        UUID project = row.getUUID("project_id");
                        BigDecimal told = row.getBigDecimal("amount");
                        String currency = row.getString("currency");
                        BigDecimal rate = row.getBigDecimal("rate");
                        BigDecimal amount =
                                currency.equals(currencies.get(project))
                                        ? told
                                        : rate == null ? null : told.multiply(rate);
                        costs.computeIfAbsent(project, id -> new ArrayList<>())
                                .add(
                                        new Ledger.Cost(
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
