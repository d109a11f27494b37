package dev.payoff.alert;

import dev.payoff.alert.Telling.Silence;
import dev.payoff.alert.routing.Alert;
import dev.payoff.alert.routing.Group;
import dev.payoff.alert.routing.Grouper;
import dev.payoff.alert.routing.Routing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a step of the routes looks at. */
final class RouteStore {

    /** How many firing alerts may inhibit others; the latest ones. */
    private static final int MAX_SOURCES = 5_000;

    /** How many groups one step looks at; the others are due still. */
    private static final int MAX_GROUPS_A_STEP = 200;

    private static final String ALERTS =
            """
            SELECT e.id, e.tenant_id, e.rule_id, e.project_id, e.name, e.severity, e.fired_at, e.resolved_at,
                   e.acknowledged_at, e.acknowledged_by, e.snoozed_until, e.state,
                   p.key AS project_key, p.go_live, m.full_key AS metric_key, m.category,
                   coalesce(m.owner, p.owner) AS owner, r.figure, r.labels
              FROM episode e
              JOIN project p ON p.id = e.project_id
              JOIN rule r ON r.id = e.rule_id
              LEFT JOIN metric m ON m.id = e.metric_id
            """;

    private RouteStore() {}

    /** A tenant whose turn it is. */
    record Turn(UUID tenantId, ZoneId zone, Routing routing, boolean active) {

        static Turn of(Row row) {
            return new Turn(
                    row.getUUID("tenant_id"),
                    ZoneId.of(row.getString("zone")),
                    RoutesReader.stored(
                            StateJson.read(row.getJsonObject("document"), RoutesInput.class)),
                    row.getBoolean("active"));
        }
    }

    /**
     * The row of a tenant with something to decide that no other instance is deciding for; locked
     * for this transaction.
     *
     * @param not tenants that are left alone
     */
    static Uni<Optional<Row>> claim(SqlConnection tx, Collection<UUID> not, Instant now) {
        return tx.preparedQuery(
                        """
                        SELECT r.tenant_id, r.document, r.active,
                               (SELECT t.zone FROM tenant t WHERE t.id = r.tenant_id) AS zone
                          FROM routing r
                         WHERE NOT r.tenant_id = ANY($2)
                           AND (r.active AND EXISTS (SELECT FROM episode e WHERE e.tenant_id = r.tenant_id
                                                        AND e.planned IS DISTINCT FROM e.state)
                             OR EXISTS (SELECT FROM alert_group g WHERE g.tenant_id = r.tenant_id AND g.due_at <= $1))
                         ORDER BY r.tenant_id LIMIT 1 FOR UPDATE OF r SKIP LOCKED
                        """)
                .execute(Tuple.of(Columns.at(now), not.toArray(UUID[]::new)))
                .map(rows ->
                        rows.iterator().hasNext()
                                ? Optional.of(rows.iterator().next())
                                : Optional.empty());
    }

    /** Alerts by id, with the silence that covers each. */
    static Uni<Map<UUID, Alert>> alerts(
            SqlConnection tx, Collection<UUID> ids, List<Silence> silences) {
        return ids.isEmpty()
                ? Uni.createFrom().item(new LinkedHashMap<>())
                : tx.preparedQuery(ALERTS + " WHERE e.id = ANY($1) ORDER BY e.fired_at, e.id")
                        .execute(Tuple.of(ids.toArray(UUID[]::new)))
                        .map(rows -> alerts(rows, silences));
    }

    /** What fires, and so may inhibit. */
    static Uni<Map<UUID, Alert>> firing(SqlConnection tx, UUID tenantId) {
        return tx.preparedQuery(
                        ALERTS
                                + " WHERE e.tenant_id = $1 AND e.state = 'FIRING' ORDER BY e.fired_at DESC, e.id LIMIT $2")
                .execute(Tuple.of(tenantId, MAX_SOURCES))
                .map(rows -> alerts(rows, List.of()));
    }

    private static Map<UUID, Alert> alerts(RowSet<Row> rows, List<Silence> silences) {
        Map<UUID, Alert> alerts = new LinkedHashMap<>();
        for (Row row : rows) {
            Alert alert = alert(row, silences);
            alerts.put(alert.id(), alert);
        }
        return alerts;
    }

    private static Alert alert(Row row, List<Silence> silences) {
        Severity severity = Severity.valueOf(row.getString("severity"));
        @Nullable String silence =
                silences.stream()
                        .filter(it ->
                                it.covers(
                                        row.getUUID("tenant_id"),
                                        row.getUUID("project_id"),
                                        row.getUUID("rule_id"),
                                        severity))
                        .map(Silence::comment)
                        .findFirst()
                        .orElse(null);
        boolean acknowledged = Columns.instantOrNull(row, "acknowledged_at") != null;
        boolean fires = "FIRING".equals(row.getString("state"));
        Instant resolvedAt = Columns.instantOrNull(row, "resolved_at");
        return new Alert(
                row.getUUID("id"),
                AlertLabels.all(row),
                Columns.instant(row, "fired_at"),
                fires ? null : resolvedAt == null ? Columns.instant(row, "fired_at") : resolvedAt,
                Columns.instantOrNull(row, "go_live"),
                acknowledged ? String.valueOf(row.getString("acknowledged_by")) : null,
                Columns.instantOrNull(row, "snoozed_until"),
                silence);
    }

    /** The tenant's channels, as far as they are not removed. */
    static Uni<SortedMap<UUID, Grouper.Recipient>> recipients(SqlConnection tx, UUID tenantId) {
        return tx.preparedQuery(
                        "SELECT id, kind, enabled, min_severity FROM channel WHERE tenant_id = $1 AND removed_at IS NULL")
                .execute(Tuple.of(tenantId))
                .map(RouteStore::recipients);
    }

    static SortedMap<UUID, Grouper.Recipient> recipients(RowSet<Row> rows) {
        SortedMap<UUID, Grouper.Recipient> recipients = new TreeMap<>();
        for (Row row : rows) {
            Severity least = Severity.valueOf(row.getString("min_severity"));
            Set<String> takes =
                    Arrays.stream(Severity.values())
                            .filter(it -> it.atLeast(least))
                            .map(Severity::name)
                            .collect(Collectors.toSet());
            recipients.put(
                    row.getUUID("id"),
                    new Grouper.Recipient(
                            row.getBoolean("enabled"),
                            takes,
                            Channel.Kind.valueOf(row.getString("kind")).updates()));
        }
        return recipients;
    }

    /** Groups that are due, and those of these ids. */
    static Uni<List<Group>> groups(
            SqlConnection tx, UUID tenantId, Collection<UUID> ids, Instant now) {
        return tx.preparedQuery(
                        """
                        SELECT state FROM alert_group
                         WHERE id = ANY($2) OR id IN (SELECT g.id FROM alert_group g
                               WHERE g.tenant_id = $1 AND g.due_at <= $3 ORDER BY g.due_at, g.id LIMIT $4)
                         ORDER BY id FOR UPDATE
                        """)
                .execute(
                        Tuple.of(
                                tenantId,
                                ids.toArray(UUID[]::new),
                                Columns.at(now),
                                MAX_GROUPS_A_STEP))
                .map(rows -> {
                    List<Group> groups = new ArrayList<>();
                    rows.forEach(row ->
                            groups.add(StateJson.read(row.getJsonObject("state"), Group.class)));
                    return groups;
                });
    }
}
