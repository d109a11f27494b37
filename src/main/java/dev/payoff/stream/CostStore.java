package dev.payoff.stream;

import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Cost lines that connectors send; identity within the project, so the same file twice adds
 * nothing.
 */
final class CostStore {

    private static final String PROJECTS =
            """
            SELECT t.id AS tenant_id, p.id, p.key, p.archived_at IS NOT NULL AS archived, r.tenant, r.project
              FROM unnest($1::text[], $2::text[]) AS r(tenant, project)
              JOIN tenant t ON t.key = r.tenant OR t.id::text = r.tenant
              JOIN project p ON p.tenant_id = t.id AND (p.key = r.project OR p.id::text = r.project)
            """;

    private static final String INSERT =
            """
            INSERT INTO cost_line (id, tenant_id, project_id, event_key, amount, currency, incurred_on, category, planned, stage,
                                   source, note, recorded_at)
            SELECT r.id, r.tenant_id, r.project_id, r.event_key, r.amount, r.currency, r.incurred_on, r.category,
                   r.stage <> 'ACTUAL', r.stage, r.source, r.note, $12
              FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[], $6::text[], $7::date[], $8::text[],
                          $9::text[], $10::text[], $11::text[])
                AS r(id, tenant_id, project_id, event_key, amount, currency, incurred_on, category, stage, source, note)
            ON CONFLICT (project_id, event_key) DO NOTHING
            RETURNING project_id, event_key
            """;

    private static final String STORED =
            """
            SELECT c.project_id, c.event_key, c.amount, c.currency, c.incurred_on,
                   coalesce(c.stage, CASE WHEN c.planned THEN 'PLANNED' ELSE 'ACTUAL' END) AS stage
              FROM unnest($1::uuid[], $2::uuid[]) AS k(project_id, event_key)
              JOIN cost_line c ON c.project_id = k.project_id AND c.event_key = k.event_key
            """;

    private static final String TOUCH =
            "UPDATE project SET cost_revision = cost_revision + 1 WHERE id = ANY($1)";

    /** A project that a cost line names. */
    record Target(UUID tenantId, UUID projectId, String key, boolean archived) {}

    /** A cost line whose project is known. */
    record Line(Target target, WireRecord.Cost wire, UUID eventKey, LogPosition at, long offset) {

        boolean sameAs(Row stored) {
            return stored.getBigDecimal("amount").compareTo(wire.amount()) == 0
                    && stored.getString("currency").equals(wire.currency())
                    && stored.getLocalDate("incurred_on").equals(wire.incurredOn())
                    && stored.getString("stage").equals(wire.stage().name());
        }
    }

    /** What became of the lines. */
    record Booked(List<Line> added, List<Line> duplicates, List<Line> conflicts) {}

    private record Key(UUID projectId, UUID eventKey) {}

    private CostStore() {}

    /** The projects that lines name, by {@code tenant NUL project} as they were written. */
    static Uni<Map<String, Target>> targets(SqlConnection tx, Collection<WireRecord.Cost> costs) {
        List<WireRecord.Cost> named = costs.stream().filter(c -> c.tenant() != null).toList();
        if (named.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<String> pairs = named.stream().map(CostStore::reference).distinct().toList();
        return tx.preparedQuery(PROJECTS)
                .execute(
                        Tuple.of(
                                Sql.texts(pairs, p -> p.substring(0, p.indexOf('\0'))),
                                Sql.texts(pairs, p -> p.substring(p.indexOf('\0') + 1))))
                .map(rows -> {
                    Map<String, Target> targets = new HashMap<>();
                    for (Row row : rows) {
                        targets.put(
                                row.getString("tenant") + '\0' + row.getString("project"),
                                new Target(
                                        row.getUUID("tenant_id"),
                                        row.getUUID("id"),
                                        row.getString("key"),
                                        row.getBoolean("archived")));
                    }
                    return targets;
                });
    }

    static String reference(WireRecord.Cost cost) {
        return cost.tenant() + '\0' + cost.project();
    }

    static Uni<Booked> book(SqlConnection tx, List<Line> lines, Instant now, TimeAndChance chance) {
        if (lines.isEmpty()) {
            return Uni.createFrom().item(new Booked(List.of(), List.of(), List.of()));
        }
        List<Line> sorted = new ArrayList<>(lines);
        sorted.sort(
                Comparator.comparing((Line l) -> l.target().projectId(), WindowKey.BY_BYTES)
                        .thenComparing(Line::eventKey, WindowKey.BY_BYTES)
                        .thenComparing(Line::at)
                        .thenComparing(Line::offset));
        Tuple columns =
                Tuple.tuple()
                        .addValue(Sql.uuids(sorted, line -> chance.newId()))
                        .addValue(Sql.uuids(sorted, line -> line.target().tenantId()))
                        .addValue(Sql.uuids(sorted, line -> line.target().projectId()))
                        .addValue(Sql.uuids(sorted, Line::eventKey))
                        .addValue(Sql.decimals(sorted, line -> line.wire().amount()))
                        .addValue(Sql.texts(sorted, line -> line.wire().currency()))
                        .addValue(
                                sorted.stream()
                                        .map(line -> line.wire().incurredOn())
                                        .toArray(java.time.LocalDate[]::new))
                        .addValue(Sql.texts(sorted, line -> line.wire().category()))
                        .addValue(Sql.texts(sorted, line -> line.wire().stage().name()))
                        .addValue(Sql.texts(sorted, line -> line.wire().source()))
                        .addValue(Sql.texts(sorted, line -> line.wire().note()))
                        .addValue(Sql.time(now));
        return tx.preparedQuery(INSERT)
                .execute(columns)
                .map(rows -> {
                    Set<Key> added = new HashSet<>();
                    rows.forEach(row ->
                            added.add(
                                    new Key(row.getUUID("project_id"), row.getUUID("event_key"))));
                    return added;
                })
                .chain(added -> split(tx, sorted, added))
                .call(booked -> touch(tx, booked));
    }

    private static Uni<Booked> split(SqlConnection tx, List<Line> sorted, Set<Key> added) {
        List<Line> fresh = new ArrayList<>();
        List<Line> seen = new ArrayList<>();
        for (Line line : sorted) {
            (added.remove(new Key(line.target().projectId(), line.eventKey())) ? fresh : seen)
                    .add(line);
        }
        if (seen.isEmpty()) {
            return Uni.createFrom().item(new Booked(fresh, List.of(), List.of()));
        }
        return tx.preparedQuery(STORED)
                .execute(
                        Tuple.of(
                                Sql.uuids(seen, line -> line.target().projectId()),
                                Sql.uuids(seen, Line::eventKey)))
                .map(rows -> {
                    Map<Key, Row> stored = new HashMap<>();
                    rows.forEach(row ->
                            stored.put(
                                    new Key(row.getUUID("project_id"), row.getUUID("event_key")),
                                    row));
                    List<Line> duplicates = new ArrayList<>();
                    List<Line> conflicts = new ArrayList<>();
                    for (Line line : seen) {
                        Row row = stored.get(new Key(line.target().projectId(), line.eventKey()));
                        (row != null && line.sameAs(row) ? duplicates : conflicts).add(line);
                    }
                    return new Booked(fresh, duplicates, conflicts);
                });
    }

    private static Uni<Void> touch(SqlConnection tx, Booked booked) {
        UUID[] projects =
                booked.added().stream()
                        .map(line -> line.target().projectId())
                        .distinct()
                        .sorted(WindowKey.BY_BYTES)
                        .toArray(UUID[]::new);
        return projects.length == 0
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(TOUCH).execute(Tuple.of((Object) projects)).replaceWithVoid();
    }
}
