package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.DoraReadings.Touched;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A feed that is bound to a connection whose facts were there before it: has its readings worked
 * out from what is known. Done once a feed, whose cursor then says so; done again after a crash,
 * which says nothing twice.
 */
@ApplicationScoped
class LateFeeds {

    /** Repositories and environments that are looked at. */
    static final int MAX_PLACES = 2_000;

    /** Steps of one of them, of {@link DoraNear#MAX_DEPLOYMENTS} deployments each: the last. */
    static final int MAX_STEPS = 500;

    private static final String PLACES =
            """
            SELECT r.repo_id, r.name, r.default_branch, d.environment
              FROM dora_repo r JOIN dora_deployment d USING (connection_id, repo_id)
             WHERE r.connection_id = $1 AND d.finished_at IS NOT NULL
             GROUP BY 1, 2, 3, 4 ORDER BY 2, 4 LIMIT $2
            """;

    private static final String STEPS =
            """
            SELECT finished_at FROM (
                SELECT finished_at, row_number() OVER (ORDER BY finished_at, deployment) AS place
                  FROM dora_deployment
                 WHERE connection_id = $1 AND repo_id = $2 AND environment = $3
                   AND finished_at IS NOT NULL) numbered
             WHERE place %% %d = 1 ORDER BY finished_at DESC LIMIT $4
            """
                    .formatted(DoraNear.MAX_DEPLOYMENTS);

    private record Step(Fact.Repo repo, String environment, Instant from) {}

    private final TenantDb db;
    private final Connections connections;
    private final DoraReadings readings;
    private final TimeAndChance time;

    LateFeeds(TenantDb db, Connections connections, DoraReadings readings, TimeAndChance time) {
        this.db = db;
        this.connections = connections;
        this.readings = readings;
        this.time = time;
    }

    /** Notes what the new feeds of a connection have to say; it is sent with what comes next. */
    Uni<Void> catchUp(Connection connection) {
        return connections
                .feeds(connection)
                .chain(feeds -> {
                    List<UUID> late =
                            feeds.stream()
                                    .filter(feed -> feed.cursor() == null)
                                    .map(Feed::id)
                                    .toList();
                    return late.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : steps(connection)
                                    .chain(steps -> note(connection, steps))
                                    .chain(() -> caughtUp(connection, late));
                });
    }

    private Uni<List<Step>> steps(Connection connection) {
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        tx.preparedQuery(PLACES)
                                .execute(Tuple.of(connection.id(), MAX_PLACES))
                                .chain(rows -> {
                                    List<Row> places = new ArrayList<>();
                                    rows.forEach(places::add);
                                    return Multi.createFrom()
                                            .iterable(places)
                                            .onItem()
                                            .transformToUniAndConcatenate(
                                                    row -> steps(tx, connection, row))
                                            .collect()
                                            .in(ArrayList::new, List::addAll);
                                }));
    }

    private static Uni<List<Step>> steps(SqlConnection tx, Connection connection, Row place) {
        Fact.Repo repo =
                new Fact.Repo(
                        place.getLong("repo_id"),
                        place.getString("name"),
                        place.getString("default_branch"));
        String environment = place.getString("environment");
        return tx.preparedQuery(STEPS)
                .execute(Tuple.of(connection.id(), repo.id(), environment, MAX_STEPS))
                .map(rows -> {
                    List<Step> steps = new ArrayList<>();
                    for (Row row : rows) {
                        steps.add(
                                new Step(
                                        repo,
                                        environment,
                                        row.getOffsetDateTime("finished_at").toInstant()));
                    }
                    return steps;
                });
    }

    private Uni<Void> note(Connection connection, List<Step> steps) {
        return Multi.createFrom()
                .iterable(steps)
                .onItem()
                .transformToUniAndConcatenate(step ->
                        db.inTransaction(
                                connection.tenantId(),
                                tx ->
                                        note(
                                                tx,
                                                new Touched(
                                                        connection,
                                                        step.repo(),
                                                        Set.of(step.environment()),
                                                        step.from()))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> note(SqlConnection tx, Touched touched) {
        return FactKeeper.lock(tx, List.of(touched.place()))
                .chain(() -> readings.note(tx, List.of(touched)));
    }

    private Uni<Void> caughtUp(Connection connection, List<UUID> feeds) {
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        tx.preparedQuery("UPDATE feed SET cursor_at = $2 WHERE id = ANY ($1)")
                                .execute(
                                        Tuple.of(
                                                feeds.toArray(UUID[]::new),
                                                FactStore.at(time.now())))
                                .replaceWithVoid());
    }
}
