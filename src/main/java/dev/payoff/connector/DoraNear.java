package dev.payoff.connector;

import dev.payoff.connector.Dora.Measure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The readings that {@link Dora} makes of the facts near a time. Only what lies near it is looked
 * at: {@value #NEAR} deployments to either side, of which the commits of {@value #MAX_DEPLOYMENTS}.
 *
 * @param all whether nothing after that time was left out, so that no later time need be looked at
 */
record DoraNear(List<Dora.Reading> readings, boolean all) {

    static final int NEAR = 50;
    static final int MAX_DEPLOYMENTS = 20;
    static final int MAX_CHANGES = 1000;

    /**
     * So few deployments from a time on that all of them, with their commits, were surely looked
     * at.
     */
    private static final int FEW = MAX_DEPLOYMENTS / 2;

    /** The readings near a time: those of the deployments that finished from it on, and around. */
    static Uni<DoraNear> of(
            SqlConnection tx,
            Connection connection,
            Fact.Repo repo,
            String environment,
            Instant from) {
        Tuple near =
                FactStore.tuple(connection.id(), repo.id(), environment, FactStore.at(from), NEAR);
        return tx.preparedQuery(FactSql.NEAR_DEPLOYMENTS)
                .execute(near)
                .chain(rows -> {
                    List<Row> found = new ArrayList<>();
                    rows.forEach(found::add);
                    Uni<Map<String, List<Dora.Change>>> changes =
                            changes(tx, connection, repo, environment, from);
                    return changes.chain(byDeployment ->
                                    incidents(tx, connection, repo, found, from)
                                            .map(incidents ->
                                                    Dora.readings(
                                                                    deployments(
                                                                            found, byDeployment),
                                                                    incidents)
                                                            .stream()
                                                            .filter(r -> isWhole(r, from))
                                                            .filter(r -> !isEdge(r, found, from))
                                                            .toList()))
                            .map(readings -> new DoraNear(readings, after(found, from) <= FEW));
                });
    }

    /** Rework is told by what lies before, which is not looked at for the first ones here. */
    private static boolean isWhole(Dora.Reading reading, Instant from) {
        return reading.measure() != Measure.DEPLOYMENT_REWORK_RATE || !reading.at().isBefore(from);
    }

    /**
     * Whether a deployment failed is told by what lies after, which is not looked at for the last
     * one where there are more.
     */
    private static boolean isEdge(Dora.Reading reading, List<Row> near, Instant from) {
        return reading.measure() == Measure.CHANGE_FAIL_RATE
                && after(near, from) >= NEAR
                && reading.fact().equals(near.getLast().getString("deployment"));
    }

    private static long after(List<Row> near, Instant from) {
        return near.stream()
                .filter(row -> !row.getOffsetDateTime("finished_at").toInstant().isBefore(from))
                .count();
    }

    private static List<Dora.Deployment> deployments(
            List<Row> rows, Map<String, List<Dora.Change>> changes) {
        return rows.stream()
                .map(row ->
                        new Dora.Deployment(
                                row.getString("deployment"),
                                instant(row, "succeeded_at"),
                                instant(row, "failed_at"),
                                changes.getOrDefault(row.getString("deployment"), List.of())))
                .toList();
    }

    /** The commits that each of the first successful deployments from a time on brought. */
    private static Uni<Map<String, List<Dora.Change>>> changes(
            SqlConnection tx,
            Connection connection,
            Fact.Repo repo,
            String environment,
            Instant from) {
        Tuple parameters =
                FactStore.tuple(
                        connection.id(),
                        repo.id(),
                        environment,
                        FactStore.at(from),
                        MAX_DEPLOYMENTS,
                        NEAR,
                        MAX_CHANGES);
        return tx.preparedQuery(FactSql.CHANGES)
                .execute(parameters)
                .map(rows -> {
                    Map<String, List<Dora.Change>> changes = new HashMap<>();
                    for (Row row : rows) {
                        Instant created = instant(row, "pull_created");
                        Instant merged = instant(row, "pull_merged");
                        Dora.Pull pull =
                                created == null || merged == null
                                        ? null
                                        : new Dora.Pull(
                                                instant(row, "first_commit"), created, merged);
                        changes.computeIfAbsent(row.getString("deployment"), _ -> new ArrayList<>())
                                .add(
                                        new Dora.Change(
                                                row.getString("sha"),
                                                row.getOffsetDateTime("committed_at").toInstant(),
                                                pull));
                    }
                    return changes;
                });
    }

    /**
     * The incidents whose deployment is surely among those that were looked at: not those before
     * the first of them, nor, where there are more deployments than were looked at, after the last.
     */
    private static Uni<List<Dora.Incident>> incidents(
            SqlConnection tx, Connection connection, Fact.Repo repo, List<Row> near, Instant from) {
        if (near.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        OffsetDateTime first = near.getFirst().getOffsetDateTime("finished_at");
        OffsetDateTime last =
                after(near, from) < NEAR ? null : near.getLast().getOffsetDateTime("finished_at");
        return tx.preparedQuery(FactSql.INCIDENTS)
                .execute(FactStore.tuple(connection.id(), repo.id(), first, last, MAX_CHANGES))
                .map(rows -> {
                    List<Dora.Incident> incidents = new ArrayList<>();
                    for (Row row : rows) {
                        incidents.add(
                                new Dora.Incident(
                                        row.getLong("issue_id"),
                                        row.getOffsetDateTime("opened_at").toInstant(),
                                        instant(row, "closed_at")));
                    }
                    return incidents;
                });
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
