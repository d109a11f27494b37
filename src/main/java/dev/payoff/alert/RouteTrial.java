package dev.payoff.alert;

import dev.payoff.alert.Telling.Silence;
import dev.payoff.alert.routing.Alert;
import dev.payoff.alert.routing.Grouper;
import dev.payoff.alert.routing.Routing;
import dev.payoff.identity.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a trial of the routes looks at.
 *
 * @param channels by id, in the columns of {@link Channel.View#SELECT}
 */
record RouteTrial(Alert alert, Routing routing, Grouper.World world, Map<UUID, Row> channels) {

    static Uni<RouteTrial> find(
            SqlConnection tx, Caller who, RouteTestResource.Input input, Instant now) {
        return NotificationStore.silences(tx, new UUID[] {who.tenantId()}, now)
                .chain(silences ->
                        alert(tx, input, silences, now)
                                .chain(alert ->
                                        RouteStore.firing(tx, who.tenantId())
                                                .chain(firing -> found(tx, who, alert, firing))));
    }

    private static Uni<Alert> alert(
            SqlConnection tx, RouteTestResource.Input input, List<Silence> silences, Instant now) {
        UUID id = input.alert();
        Map<String, String> labels = input.labels();
        if (id != null || labels == null) {
            return Episodes.find(tx, String.valueOf(id), "")
                    .chain(episode -> RouteStore.alerts(tx, List.of(episode.id()), silences))
                    .map(alerts -> alerts.values().iterator().next());
        }
        if (labels.size() > AlertLabels.MAX_LABELS + AlertLabels.GIVEN.size()
                || labels.values().stream().anyMatch(it -> it == null)) {
            throw Bodies.invalid("labels", "must be few, and texts");
        }
        String severity = labels.getOrDefault(AlertLabels.SEVERITY, "");
        if (Arrays.stream(Severity.values()).noneMatch(it -> it.name().equals(severity))) {
            throw Bodies.invalid("labels", "must have severity, one of INFO, WARNING, CRITICAL");
        }
        String project = labels.getOrDefault(AlertLabels.PROJECT, "");
        return tx.preparedQuery("SELECT go_live FROM project WHERE key = $1")
                .execute(Tuple.of(project))
                .map(rows ->
                        new Alert(
                                new UUID(0, 0),
                                labels,
                                now,
                                null,
                                rows.iterator().hasNext()
                                        ? Columns.instantOrNull(rows.iterator().next(), "go_live")
                                        : null,
                                null,
                                null,
                                null));
    }

    private static Uni<RouteTrial> found(
            SqlConnection tx, Caller who, Alert alert, Map<UUID, Alert> firing) {
        return tx.query(
                        "SELECT t.zone, r.document FROM tenant t LEFT JOIN routing r ON r.tenant_id = t.id")
                .execute()
                .map(rows -> rows.iterator().next())
                .chain(row ->
                        tx.query(Channel.View.SELECT)
                                .execute()
                                .map(rows -> {
                                    JsonObject document = row.getJsonObject("document");
                                    Map<UUID, Row> channels = new LinkedHashMap<>();
                                    rows.forEach(it -> channels.put(it.getUUID("id"), it));
                                    return new RouteTrial(
                                            alert,
                                            RoutesReader.stored(
                                                    document == null
                                                            ? RoutesInput.NONE
                                                            : StateJson.read(
                                                                    document, RoutesInput.class)),
                                            new Grouper.World(
                                                    who.tenantId(),
                                                    ZoneId.of(row.getString("zone")),
                                                    RouteStore.recipients(rows),
                                                    Map.of(),
                                                    firing.values()),
                                            channels);
                                }));
    }
}
