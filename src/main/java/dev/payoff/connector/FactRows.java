package dev.payoff.connector;

import dev.payoff.connector.DoraReadings.Touched;
import dev.payoff.connector.FactKeeper.Place;
import dev.payoff.connector.FactKeeper.Told;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows that facts become, all of a kind in one statement, and what they touch. A statement may
 * name a row once only, so several facts of one thing are put together first, by the rule that the
 * statement itself has for what is there already.
 */
final class FactRows {

    /** One thing of a repository: a deployment, an issue. */
    private record Thing<I>(Place place, I id) {}

    private FactRows() {}

    static Uni<Void> commits(SqlConnection tx, UUID tenant, List<Told<Fact.Push>> pushes) {
        record Placed(Told<Fact.Push> push, Fact.Commit commit, int ordinal) {}
        List<Placed> commits =
                pushes.stream()
                        .flatMap(push -> {
                            List<Fact.Commit> brought = push.fact().commits();
                            return IntStream.range(0, brought.size())
                                    .mapToObj(i -> new Placed(push, brought.get(i), i));
                        })
                        .toList();
        return commits.isEmpty()
                ? Uni.createFrom().voidItem()
                : execute(
                        tx,
                        FactSql.KEEP_COMMITS,
                        tenant,
                        array(commits, c -> c.push().place().connection(), UUID[]::new),
                        array(commits, c -> c.push().place().repo(), Long[]::new),
                        array(commits, c -> c.push().fact().branch(), String[]::new),
                        array(commits, c -> c.commit().sha(), String[]::new),
                        times(commits, c -> c.commit().committed()),
                        times(commits, c -> c.push().fact().pushed()),
                        array(commits, Placed::ordinal, Integer[]::new));
    }

    static Uni<Void> pulls(SqlConnection tx, UUID tenant, List<Told<Fact.PullMerged>> pulls) {
        return pulls.isEmpty()
                ? Uni.createFrom().voidItem()
                : execute(
                        tx,
                        FactSql.KEEP_PULLS,
                        tenant,
                        connections(pulls),
                        repos(pulls),
                        array(pulls, p -> p.fact().number(), Long[]::new),
                        array(pulls, p -> p.fact().headBranch(), String[]::new),
                        array(pulls, p -> p.fact().mergeSha(), String[]::new),
                        times(pulls, p -> p.fact().created()),
                        times(pulls, p -> p.fact().merged()));
    }

    /**
     * What was told first of a deployment's environment holds, and its measures are of that one.
     *
     * @param now since when it is known
     */
    static Uni<List<Touched>> deployments(
            SqlConnection tx, UUID tenant, List<Told<Fact.Deployed>> told, Instant now) {
        if (told.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        record Merged(
                Told<Fact.Deployed> first,
                String sha,
                @Nullable Instant succeeded,
                @Nullable Instant failed) {}
        Map<Thing<String>, Merged> rows = new LinkedHashMap<>();
        for (Told<Fact.Deployed> each : told) {
            rows.merge(
                    thing(each),
                    new Merged(
                            each,
                            each.fact().sha(),
                            time(each.fact(), Fact.State.SUCCEEDED),
                            time(each.fact(), Fact.State.FAILED)),
                    (was, more) ->
                            new Merged(
                                    was.first(),
                                    was.sha().equals(Fact.Deployed.NO_SHA) ? more.sha() : was.sha(),
                                    earlier(was.succeeded(), more.succeeded()),
                                    earlier(was.failed(), more.failed())));
        }
        List<Merged> list = List.copyOf(rows.values());
        List<Told<Fact.Deployed>> firsts = list.stream().map(Merged::first).toList();
        return tx.preparedQuery(FactSql.KEEP_DEPLOYMENTS)
                .execute(
                        FactStore.tuple(
                                tenant,
                                connections(firsts),
                                repos(firsts),
                                array(firsts, d -> d.fact().id(), String[]::new),
                                array(firsts, d -> d.fact().environment(), String[]::new),
                                array(list, Merged::sha, String[]::new),
                                array(firsts, d -> d.fact().ref(), String[]::new),
                                array(firsts, d -> d.fact().repo().defaultBranch(), String[]::new),
                                times(list, Merged::succeeded),
                                times(list, Merged::failed),
                                FactStore.at(now)))
                .map(kept -> {
                    Map<Thing<String>, Row> rowOf = new HashMap<>();
                    kept.forEach(row ->
                            rowOf.put(new Thing<>(place(row), row.getString("deployment")), row));
                    List<Touched> touched = new ArrayList<>();
                    for (Told<Fact.Deployed> each : told) {
                        Row row = rowOf.get(thing(each));
                        OffsetDateTime finished =
                                row == null ? null : row.getOffsetDateTime("finished_at");
                        if (row != null && finished != null) {
                            // What begins may tell the commit of what is known to have finished.
                            boolean begun = each.fact().state() == Fact.State.BEGUN;
                            touched.add(
                                    touched(
                                            each,
                                            Set.of(row.getString("environment")),
                                            begun ? finished.toInstant() : each.fact().at()));
                        }
                    }
                    return touched;
                });
    }

    /** An issue that is an incident, or was one, touches the environments of its connection. */
    static Uni<List<Touched>> issues(SqlConnection tx, UUID tenant, List<Told<Fact.Issue>> told) {
        if (told.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        record Merged(Told<Fact.Issue> first, Fact.Issue newest) {}
        Map<Thing<Long>, Merged> rows = new LinkedHashMap<>();
        for (Told<Fact.Issue> each : told) {
            rows.merge(
                    new Thing<>(each.place(), each.fact().id()),
                    new Merged(each, each.fact()),
                    (was, more) ->
                            new Merged(
                                    was.first(),
                                    more.newest().updated().isBefore(was.newest().updated())
                                            ? was.newest()
                                            : more.newest()));
        }
        List<Merged> list = List.copyOf(rows.values());
        List<Told<Fact.Issue>> firsts = list.stream().map(Merged::first).toList();
        Long[] ids = array(firsts, i -> i.fact().id(), Long[]::new);
        Set<Thing<Long>> incidents = new HashSet<>();
        told.stream()
                .filter(each -> each.fact().incident())
                .forEach(each -> incidents.add(new Thing<>(each.place(), each.fact().id())));
        return tx.preparedQuery(FactSql.WERE_INCIDENTS)
                .execute(Tuple.of(connections(firsts), repos(firsts), ids))
                .invoke(were ->
                        were.forEach(row ->
                                incidents.add(new Thing<>(place(row), row.getLong("issue_id")))))
                .chain(() ->
                        execute(
                                tx,
                                FactSql.KEEP_ISSUES,
                                tenant,
                                connections(firsts),
                                repos(firsts),
                                ids,
                                times(firsts, i -> i.fact().opened()),
                                times(list, row -> row.newest().closed()),
                                array(list, row -> row.newest().incident(), Boolean[]::new),
                                times(list, row -> row.newest().updated())))
                .map(kept ->
                        firsts.stream()
                                .filter(each ->
                                        incidents.contains(
                                                new Thing<>(each.place(), each.fact().id())))
                                .map(each ->
                                        touched(
                                                each,
                                                environments(each.connection()),
                                                each.fact().opened()))
                                .toList());
    }

    /** What commits and merges touch: the successes since the first of them in a repository. */
    static Uni<List<Touched>> successesSince(
            SqlConnection tx, List<Told<Fact.Push>> pushes, List<Told<Fact.PullMerged>> pulls) {
        List<Touched> since = new ArrayList<>();
        pushes.forEach(push -> since.add(touched(push, Set.of(), push.fact().pushed())));
        pulls.forEach(pull -> since.add(touched(pull, Set.of(), pull.fact().merged())));
        if (since.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Map<Place, Instant> first = new LinkedHashMap<>();
        since.forEach(each -> first.merge(each.place(), each.from(), FactRows::earlier));
        List<Map.Entry<Place, Instant>> places = List.copyOf(first.entrySet());
        return tx.preparedQuery(FactSql.ENVIRONMENTS_SINCE)
                .execute(
                        Tuple.of(
                                array(places, p -> p.getKey().connection(), UUID[]::new),
                                array(places, p -> p.getKey().repo(), Long[]::new),
                                times(places, Map.Entry::getValue)))
                .map(rows -> {
                    Map<Place, Set<String>> environments = new HashMap<>();
                    rows.forEach(row ->
                            environments
                                    .computeIfAbsent(place(row), _ -> new HashSet<>())
                                    .add(row.getString("environment")));
                    return since.stream()
                            .map(each -> each.in(environments.getOrDefault(each.place(), Set.of())))
                            .toList();
                });
    }

    private static Touched touched(Told<?> told, Set<String> environments, Instant from) {
        return new Touched(told.connection(), told.fact().repo(), environments, from);
    }

    private static Thing<String> thing(Told<Fact.Deployed> told) {
        return new Thing<>(told.place(), told.fact().id());
    }

    private static Place place(Row row) {
        return new Place(row.getUUID("connection_id"), row.getLong("repo_id"));
    }

    private static Set<String> environments(Connection connection) {
        Set<String> environments = new HashSet<>();
        connection
                .config()
                .getJsonArray("incidentEnvironments", new JsonArray())
                .forEach(name -> environments.add(String.valueOf(name)));
        return environments;
    }

    private static @Nullable Instant time(Fact.Deployed deployed, Fact.State state) {
        return deployed.state() == state ? deployed.at() : null;
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        return a == null || b != null && b.isBefore(a) ? b : a;
    }

    private static Uni<Void> execute(SqlConnection tx, String sql, Object... values) {
        return tx.preparedQuery(sql).execute(Tuple.from(values)).replaceWithVoid();
    }

    private static UUID[] connections(List<? extends Told<?>> told) {
        return array(told, each -> each.connection().id(), UUID[]::new);
    }

    private static Long[] repos(List<? extends Told<?>> told) {
        return array(told, each -> each.fact().repo().id(), Long[]::new);
    }

    private static <T> OffsetDateTime[] times(
            List<? extends T> of, Function<T, @Nullable Instant> time) {
        return array(
                of,
                each -> {
                    Instant at = time.apply(each);
                    return at == null ? null : FactStore.at(at);
                },
                OffsetDateTime[]::new);
    }

    private static <T, R> R[] array(
            List<? extends T> of, Function<T, @Nullable R> field, IntFunction<R[]> made) {
        return of.stream().map(field).toArray(made);
    }
}
