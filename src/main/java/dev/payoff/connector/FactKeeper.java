package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Keeps what many deliveries told, of any connections of a tenant, in one transaction: one
 * statement for each kind of fact, whatever their number. All of it is kept before anything is
 * worked out, and what several facts touch is worked out once. That comes to the same as one after
 * the other, as facts only grow or take the earlier time.
 *
 * <p>Rows of repositories are taken in one order, and then their locks in one, so that two
 * transactions never wait for each other.
 */
@ApplicationScoped
class FactKeeper {

    /** Of pushes: looking for what is too old reads all that a connection ever told. */
    private static final double FORGET_CHANCE = 0.000_1;

    /** A fact, and who told it. */
    record Told<F extends Fact>(Connection connection, F fact) {

        Place place() {
            return new Place(connection.id(), fact.repo().id());
        }
    }

    /** A repository of a connection. */
    record Place(UUID connection, long repo) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::connection).thenComparing(Place::repo);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        private String lock() {
            return "dora/" + connection + "/" + repo;
        }
    }

    private final DoraReadings readings;
    private final Statements statements;
    private final TimeAndChance time;

    FactKeeper(DoraReadings readings, Statements statements, TimeAndChance time) {
        this.readings = readings;
        this.statements = statements;
        this.time = time;
    }

    /** Keeps facts of one tenant and notes the readings that they change. */
    Uni<Void> keep(SqlConnection tx, UUID tenant, List<Told<Fact>> told) {
        return repos(tx, tenant, told.stream().filter(each -> !byName(each)).toList())
                .chain(() -> placed(tx, told))
                .chain(facts ->
                        repos(tx, tenant, facts.stream().filter(FactKeeper::byName).toList())
                                .chain(() -> lock(tx, facts.stream().map(Told::place).toList()))
                                .chain(() -> rows(tx, tenant, facts))
                                .chain(touched -> readings.note(tx, touched))
                                .chain(() -> sometimesForget(tx, facts)));
    }

    private static boolean byName(Told<Fact> told) {
        return told.fact().repo().byNameOnly();
    }

    private static Uni<Void> repos(SqlConnection tx, UUID tenant, List<Told<Fact>> told) {
        Map<Place, Fact.Repo> repos = new TreeMap<>();
        told.forEach(each -> repos.put(each.place(), each.fact().repo()));
        return repos.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(FactSql.KEEP_REPOS)
                        .execute(
                                Tuple.of(
                                        tenant,
                                        repos.keySet().stream()
                                                .map(Place::connection)
                                                .toArray(UUID[]::new),
                                        repos.keySet().stream()
                                                .map(Place::repo)
                                                .toArray(Long[]::new),
                                        repos.values().stream()
                                                .map(Fact.Repo::name)
                                                .toArray(String[]::new),
                                        repos.values().stream()
                                                .map(Fact.Repo::defaultBranch)
                                                .toArray(String[]::new)))
                        .replaceWithVoid();
    }

    /** Deployments that name their repository only, with the repository of that name. */
    private static Uni<List<Told<Fact>>> placed(SqlConnection tx, List<Told<Fact>> told) {
        return Multi.createFrom()
                .iterable(told)
                .onItem()
                .transformToUniAndConcatenate(each ->
                        each.fact() instanceof Fact.Deployed deployed
                                        && deployed.repo().byNameOnly()
                                ? placed(tx, each.connection(), deployed)
                                : Uni.createFrom().item(each))
                .collect()
                .asList();
    }

    private static Uni<Told<Fact>> placed(
            SqlConnection tx, Connection connection, Fact.Deployed deployed) {
        return tx.preparedQuery(FactSql.REPO_NAMED)
                .execute(Tuple.of(connection.id(), deployed.repo().name(), deployed.id()))
                .map(rows -> {
                    for (Row row : rows) {
                        return new Told<>(
                                connection,
                                deployed.in(
                                        new Fact.Repo(
                                                row.getLong("repo_id"),
                                                row.getString("name"),
                                                row.getString("default_branch"))));
                    }
                    return new Told<>(connection, deployed);
                });
    }

    /** One transaction of a repository at a time, so that each is worked out from all facts. */
    static Uni<Void> lock(SqlConnection tx, List<Place> places) {
        String[] names =
                places.stream().distinct().sorted().map(Place::lock).toArray(String[]::new);
        return tx.preparedQuery(FactSql.LOCK).execute(Tuple.of(names)).replaceWithVoid();
    }

    private Uni<List<DoraReadings.Touched>> rows(
            SqlConnection tx, UUID tenant, List<Told<Fact>> facts) {
        List<Told<Fact.Push>> pushes = only(facts, Fact.Push.class);
        List<Told<Fact.PullMerged>> pulls = only(facts, Fact.PullMerged.class);
        List<DoraReadings.Touched> touched = new ArrayList<>();
        return FactRows.commits(tx, tenant, pushes)
                .chain(() -> FactRows.pulls(tx, tenant, pulls))
                .chain(() ->
                        FactRows.deployments(
                                tx, tenant, only(facts, Fact.Deployed.class), time.now()))
                .invoke(touched::addAll)
                .chain(() -> FactRows.issues(tx, tenant, only(facts, Fact.Issue.class)))
                .invoke(touched::addAll)
                .chain(() -> FactRows.successesSince(tx, pushes, pulls))
                .invoke(touched::addAll)
                .replaceWith(touched);
    }

    private static <F extends Fact> List<Told<F>> only(List<Told<Fact>> facts, Class<F> kind) {
        return facts.stream()
                .filter(told -> kind.isInstance(told.fact()))
                .map(told -> new Told<>(told.connection(), kind.cast(told.fact())))
                .toList();
    }

    /** Now and then, by their pushes, forgets what is too old of connections. */
    private Uni<Void> sometimesForget(SqlConnection tx, List<Told<Fact>> facts) {
        Map<UUID, Connection> due = new LinkedHashMap<>();
        for (Told<Fact.Push> push : only(facts, Fact.Push.class)) {
            if (time.fraction() < FORGET_CHANCE) {
                due.put(push.connection().id(), push.connection());
            }
        }
        Uni<Void> forgotten = Uni.createFrom().voidItem();
        for (Connection connection : due.values()) {
            forgotten =
                    forgotten
                            .chain(() ->
                                    FactSql.forget(
                                            tx, connection, time.now().minus(Statements.KEPT)))
                            .chain(() -> statements.forget(tx, connection));
        }
        return forgotten;
    }
}
