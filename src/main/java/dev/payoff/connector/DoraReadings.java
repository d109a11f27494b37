package dev.payoff.connector;

import dev.payoff.connector.Dora.Measure;
import dev.payoff.connector.Statements.Statement;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts near a time and notes the readings that {@link Dora} makes of them, for the
 * metrics that feeds bind. Only what lies near the fact is looked at: {@value #NEAR} deployments to
 * either side, of which the commits of {@value #MAX_DEPLOYMENTS}.
 */
@ApplicationScoped
public class DoraReadings {

    static final int NEAR = 50;
    static final int MAX_DEPLOYMENTS = 20;
    static final int MAX_CHANGES = 1000;
    private static final int MAX_EVENT_ID_CHARS = 150;

    /** What a fact touches: the environments, and the time from which on. */
    record Touched(Set<String> environments, Instant from) {}

    /** What a feed's series says: repository, environment, measure. */
    record Series(Glob repo, Glob environment, Measure measure) {

        /** Reads {@code owner/repo|environment|measure}; null where it is none. */
        static @Nullable Series parse(String text) {
            int first = text.indexOf('|');
            int last = text.lastIndexOf('|');
            Measure measure = Measure.of(text.substring(last + 1));
            return first <= 0 || last <= first + 1 || measure == null
                    ? null
                    : new Series(
                            new Glob(text.substring(0, first), true),
                            new Glob(text.substring(first + 1, last), false),
                            measure);
        }

        boolean matches(String repoName, String environmentName, Measure wanted) {
            return measure == wanted
                    && repo.matches(repoName)
                    && environment.matches(environmentName);
        }
    }

    private final Connections connections;
    private final Statements statements;

    DoraReadings(Connections connections, Statements statements) {
        this.connections = connections;
        this.statements = statements;
    }

    /** What is wrong with a series name, as the rest of a sentence; null where nothing is. */
    public static @Nullable String checkSeries(String text) {
        return Series.parse(text) != null
                ? null
                : "is owner/repo|environment|measure, where * stands for any repository or environment"
                        + " and measure is one of "
                        + Measure.names();
    }

    /** Works the readings out and notes what changed. */
    Uni<Void> note(SqlConnection tx, Connection connection, Fact.Repo repo, Touched touched) {
        if (touched.environments().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connections
                .feeds(tx, connection.id())
                .chain(feeds -> {
                    Map<Feed, Series> bound = new HashMap<>();
                    for (Feed feed : feeds) {
                        Series series = Series.parse(feed.series());
                        if (series != null && series.repo().matches(repo.name())) {
                            bound.put(feed, series);
                        }
                    }
                    if (bound.isEmpty()) {
                        return Uni.createFrom().voidItem();
                    }
                    return Multi.createFrom()
                            .iterable(touched.environments())
                            .onItem()
                            .transformToUniAndConcatenate(environment ->
                                    readings(tx, connection, repo, environment, touched.from())
                                            .map(found ->
                                                    statements(
                                                            connection,
                                                            found,
                                                            repo,
                                                            environment,
                                                            bound))
                                            .chain(found -> statements.note(tx, connection, found)))
                            .collect()
                            .last()
                            .replaceWithVoid();
                });
    }

    /** The readings near a time: those of the deployments that finished from it on, and around. */
    static Uni<List<Dora.Reading>> readings(
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
                                                            deployments(found, byDeployment),
                                                            incidents)
                                                    .stream()
                                                    .filter(r -> isWhole(r, from))
                                                    .filter(r -> !isEdge(r, found, from))
                                                    .toList()));
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

    private static List<Statement> statements(
            Connection connection,
            List<Dora.Reading> readings,
            Fact.Repo repo,
            String environment,
            Map<Feed, Series> bound) {
        List<Statement> statements = new ArrayList<>();
        for (Dora.Reading reading : readings) {
            for (Map.Entry<Feed, Series> each : bound.entrySet()) {
                if (each.getValue().matches(repo.name(), environment, reading.measure())) {
                    statements.add(
                            new Statement(
                                    each.getKey().metricId(),
                                    eventId(connection, repo, environment, reading),
                                    reading.value().multiply(each.getKey().factor()),
                                    reading.at()));
                }
            }
        }
        return statements;
    }

    private static String eventId(
            Connection connection, Fact.Repo repo, String environment, Dora.Reading reading) {
        String id =
                String.join(
                        "/",
                        connection.kind(),
                        Long.toString(repo.id()),
                        environment,
                        reading.measure().series(),
                        reading.fact());
        return id.length() <= MAX_EVENT_ID_CHARS
                ? id
                : connection.kind()
                        + "/"
                        + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
