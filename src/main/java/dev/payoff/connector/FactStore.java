package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.Webhook.Outcome;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the facts of a connection, and has the readings that a fact touches worked out anew, in one
 * transaction. Facts only grow or take the earlier time, so the order in which they arrive does not
 * matter.
 */
@ApplicationScoped
public class FactStore {

    private static final double FORGET_CHANCE = 0.01;

    /** Deliveries of a connection whose facts are kept in one transaction. */
    static final int MAX_BATCH = 100;

    private record Told(Connection connection, List<Fact> facts) {}

    private final Batches<UUID, Told, Statements.Sent> together;
    private final TenantDb db;
    private final DoraReadings readings;
    private final Statements statements;
    private final TimeAndChance time;

    FactStore(TenantDb db, DoraReadings readings, Statements statements, TimeAndChance time) {
        this.together = new Batches<>(MAX_BATCH, (connection, batch) -> tell(batch));
        this.db = db;
        this.readings = readings;
        this.statements = statements;
        this.time = time;
    }

    /**
     * Keeps facts and sends the readings that they change. Facts and what is worked out of them
     * commit first, unsent; then they are sent. Where Kafka is away the sender is told to come
     * again; with that, or with any other delivery of the connection, what is unsent goes out.
     */
    public Uni<Outcome> take(Connection connection, List<Fact> facts) {
        return tell(connection, facts)
                .map(sent ->
                        switch (sent) {
                            case Statements.Sent.All all -> new Outcome.Taken(all.readings());
                            case Statements.Sent.Unavailable no ->
                                    new Outcome.Unavailable(no.receipt());
                        });
    }

    /** The same for whoever asked for the facts. */
    Uni<Statements.Sent> tell(Connection connection, List<Fact> facts) {
        return together.add(connection.id(), new Told(connection, facts));
    }

    /**
     * What several deliveries of a connection told at the same moment. The readings that came of it
     * are told to the first of them, so that each is told once.
     */
    private Uni<List<Statements.Sent>> tell(List<Told> batch) {
        Connection connection = batch.getLast().connection();
        // Each transaction locks repositories in the same order, so that two cannot wait for each
        // other.
        List<Fact> facts =
                batch.stream()
                        .flatMap(told -> told.facts().stream())
                        .sorted(Comparator.comparing(fact -> fact.repo().lowerName()))
                        .toList();
        return keep(connection, facts)
                .chain(() -> statements.send(connection, Family.DELIVERY))
                .map(sent ->
                        switch (sent) {
                            case Statements.Sent.Unavailable no ->
                                    Collections.nCopies(batch.size(), sent);
                            case Statements.Sent.All all -> {
                                List<Statements.Sent> each =
                                        new ArrayList<>(
                                                Collections.nCopies(
                                                        batch.size(), new Statements.Sent.All(0)));
                                each.set(0, all);
                                yield each;
                            }
                        });
    }

    /** Keeps the facts and notes the readings that they change, in one transaction. */
    private Uni<Void> keep(Connection connection, List<Fact> facts) {
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        Multi.createFrom()
                                .iterable(facts)
                                .onItem()
                                .transformToUniAndConcatenate(
                                        fact -> keep(tx, connection, fact).replaceWith(true))
                                .collect()
                                .last()
                                .replaceWithVoid());
    }

    private Uni<Void> keep(SqlConnection tx, Connection connection, Fact fact) {
        Fact.Repo repo = fact.repo();
        Uni<Void> told =
                tx.preparedQuery(FactSql.KEEP_REPO)
                        .execute(
                                tuple(
                                        connection.id(),
                                        repo.id(),
                                        connection.tenantId(),
                                        repo.name(),
                                        repo.defaultBranch()))
                        .replaceWithVoid();
        return switch (fact) {
            case Fact.Push push -> told.chain(() -> keep(tx, connection, push));
            case Fact.PullMerged pull -> told.chain(() -> keep(tx, connection, pull));
            case Fact.Issue issue -> told.chain(() -> keep(tx, connection, issue));
            case Fact.Deployed deployed when repo.byNameOnly() ->
                    placed(tx, connection, deployed)
                            .chain(placed ->
                                    placed.repo().byNameOnly()
                                            ? told.chain(() -> keep(tx, connection, placed))
                                            : keep(tx, connection, placed));
            case Fact.Deployed deployed -> told.chain(() -> keep(tx, connection, deployed));
        };
    }

    /** A deployment that names its repository only, with the repository of that name. */
    private static Uni<Fact.Deployed> placed(
            SqlConnection tx, Connection connection, Fact.Deployed deployed) {
        return tx.preparedQuery(FactSql.REPO_NAMED)
                .execute(tuple(connection.id(), deployed.repo().name(), deployed.id()))
                .map(rows -> {
                    for (Row row : rows) {
                        return deployed.in(
                                new Fact.Repo(
                                        row.getLong("repo_id"),
                                        row.getString("name"),
                                        row.getString("default_branch")));
                    }
                    return deployed;
                });
    }

    private Uni<Void> keep(SqlConnection tx, Connection connection, Fact.Push push) {
        List<Fact.Commit> commits = push.commits();
        Integer[] ordinals = new Integer[commits.size()];
        for (int i = 0; i < ordinals.length; i++) {
            ordinals[i] = i;
        }
        Tuple row =
                tuple(
                        connection.id(),
                        push.repo().id(),
                        push.branch(),
                        connection.tenantId(),
                        at(push.pushed()),
                        commits.stream().map(Fact.Commit::sha).toArray(String[]::new),
                        commits.stream().map(c -> at(c.committed())).toArray(OffsetDateTime[]::new),
                        ordinals);
        return lock(tx, connection, push.repo())
                .chain(() -> tx.preparedQuery(FactSql.KEEP_COMMITS).execute(row))
                .chain(() -> successesSince(tx, connection, push.repo(), push.pushed()))
                .chain(touched -> readings.note(tx, connection, push.repo(), touched))
                .chain(() -> sometimesForget(tx, connection));
    }

    private Uni<Void> keep(SqlConnection tx, Connection connection, Fact.PullMerged pull) {
        Tuple row =
                tuple(
                        connection.id(),
                        pull.repo().id(),
                        pull.number(),
                        connection.tenantId(),
                        pull.headBranch(),
                        pull.mergeSha(),
                        at(pull.created()),
                        at(pull.merged()));
        return lock(tx, connection, pull.repo())
                .chain(() -> tx.preparedQuery(FactSql.KEEP_PULL).execute(row))
                .chain(() -> successesSince(tx, connection, pull.repo(), pull.merged()))
                .chain(touched -> readings.note(tx, connection, pull.repo(), touched));
    }

    private Uni<Void> keep(SqlConnection tx, Connection connection, Fact.Deployed deployed) {
        boolean succeeded = deployed.state() == Fact.State.SUCCEEDED;
        boolean failed = deployed.state() == Fact.State.FAILED;
        Tuple row =
                tuple(
                        connection.id(),
                        deployed.repo().id(),
                        deployed.id(),
                        connection.tenantId(),
                        deployed.environment(),
                        deployed.sha(),
                        deployed.ref(),
                        deployed.repo().defaultBranch(),
                        succeeded ? at(deployed.at()) : null,
                        failed ? at(deployed.at()) : null);
        // What was told first of a deployment's environment holds, and its measures are of that
        // one.
        return lock(tx, connection, deployed.repo())
                .chain(() -> tx.preparedQuery(FactSql.KEEP_DEPLOYMENT).execute(row))
                .map(rows -> rows.iterator().next().getString("environment"))
                .chain(environment ->
                        succeeded || failed
                                ? readings.note(
                                        tx,
                                        connection,
                                        deployed.repo(),
                                        new DoraReadings.Touched(
                                                Set.of(environment), deployed.at()))
                                : Uni.createFrom().voidItem());
    }

    private Uni<Void> keep(SqlConnection tx, Connection connection, Fact.Issue issue) {
        Tuple row =
                tuple(
                        connection.id(),
                        issue.repo().id(),
                        issue.id(),
                        connection.tenantId(),
                        at(issue.opened()),
                        issue.closed() == null ? null : at(issue.closed()),
                        issue.incident(),
                        at(issue.updated()));
        Set<String> environments = new HashSet<>();
        connection
                .config()
                .getJsonArray("incidentEnvironments", new JsonArray())
                .forEach(name -> environments.add(String.valueOf(name)));
        return lock(tx, connection, issue.repo())
                .chain(() ->
                        tx.preparedQuery(FactSql.WAS_INCIDENT)
                                .execute(Tuple.of(connection.id(), issue.repo().id(), issue.id())))
                .chain(before ->
                        tx.preparedQuery(FactSql.KEEP_ISSUE)
                                .execute(row)
                                .chain(() ->
                                        issue.incident() || before.rowCount() > 0
                                                ? readings.note(
                                                        tx,
                                                        connection,
                                                        issue.repo(),
                                                        new DoraReadings.Touched(
                                                                environments, issue.opened()))
                                                : Uni.createFrom().voidItem()));
    }

    /** One delivery of a repository at a time, so that each is worked out from all facts. */
    static Uni<Void> lock(SqlConnection tx, Connection connection, Fact.Repo repo) {
        return tx.preparedQuery("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
                .execute(Tuple.of("dora/" + connection.id() + "/" + repo.id()))
                .replaceWithVoid();
    }

    private static Uni<DoraReadings.Touched> successesSince(
            SqlConnection tx, Connection connection, Fact.Repo repo, Instant from) {
        return tx.preparedQuery(FactSql.ENVIRONMENTS_SINCE)
                .execute(Tuple.of(connection.id(), repo.id(), at(from)))
                .map(rows -> {
                    Set<String> environments = new HashSet<>();
                    rows.forEach(row -> environments.add(row.getString(0)));
                    return new DoraReadings.Touched(environments, from);
                });
    }

    private Uni<Void> sometimesForget(SqlConnection tx, Connection connection) {
        return time.fraction() >= FORGET_CHANCE
                ? Uni.createFrom().voidItem()
                : FactSql.forget(tx, connection, time.now().minus(Statements.KEPT))
                        .chain(() -> statements.forget(tx, connection));
    }

    static Tuple tuple(@Nullable Object... values) {
        return Tuple.from(values);
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
