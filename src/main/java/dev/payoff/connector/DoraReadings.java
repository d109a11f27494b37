package dev.payoff.connector;

import dev.payoff.connector.Dora.Measure;
import dev.payoff.connector.FactKeeper.Place;
import dev.payoff.connector.Statements.Statement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notes the readings that come of facts, by {@link DoraNear}, for the metrics that feeds bind. What
 * several facts touch at once is worked out once.
 */
@ApplicationScoped
public class DoraReadings {

    private static final int MAX_EVENT_ID_CHARS = 150;

    /** What a fact touches: environments of a repository, and the time from which on. */
    record Touched(Connection connection, Fact.Repo repo, Set<String> environments, Instant from) {

        Place place() {
            return new Place(connection.id(), repo.id());
        }

        Touched in(Set<String> others) {
            return new Touched(connection, repo, others, from);
        }
    }

    /** What one environment of a repository has from a time on. */
    private record Step(Fact.Repo repo, String environment, Instant from) {}

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

    /** Whether a feed takes what another names, both as {@link #checkSeries} has them. */
    public static boolean takes(String feed, String seen) {
        Series mine = Series.parse(feed);
        Series other = Series.parse(seen);
        return mine != null
                && other != null
                && mine.matches(
                        other.repo().pattern(), other.environment().pattern(), other.measure());
    }

    /** Works the readings out and notes what changed. */
    Uni<Void> note(SqlConnection tx, List<Touched> touched) {
        Map<UUID, List<Touched>> byConnection = new LinkedHashMap<>();
        touched.stream()
                .filter(each -> !each.environments().isEmpty())
                .forEach(each ->
                        byConnection
                                .computeIfAbsent(each.connection().id(), _ -> new ArrayList<>())
                                .add(each));
        return all(byConnection.values().stream()
                        .map(each -> note(tx, each.getFirst().connection(), each))
                        .toList())
                .replaceWithVoid();
    }

    /**
     * None of these asks for what another brings, so all are on their way to the database at once:
     * it answers them in turn, and only the last answer is waited for.
     */
    private static <T> Uni<List<T>> all(List<Uni<T>> asked) {
        return asked.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(asked).andFailFast();
    }

    private Uni<Void> note(SqlConnection tx, Connection connection, List<Touched> touched) {
        return connections
                .feeds(tx, connection.id())
                .chain(feeds ->
                        all(
                                steps(touched).values().stream()
                                        .map(steps -> statements(tx, connection, steps, feeds))
                                        .toList()))
                .chain(found ->
                        statements.note(
                                tx, connection, found.stream().flatMap(List::stream).toList()));
    }

    /** The times from which on to look, of each environment of a repository, oldest first. */
    static Map<String, List<Step>> steps(List<Touched> touched) {
        Map<String, List<Step>> steps = new TreeMap<>();
        touched.stream()
                .sorted(Comparator.comparing(Touched::from))
                .forEach(each ->
                        each.environments()
                                .forEach(environment ->
                                        steps.computeIfAbsent(
                                                        each.repo().id() + "/" + environment,
                                                        _ -> new ArrayList<>())
                                                .add(
                                                        new Step(
                                                                each.repo(),
                                                                environment,
                                                                each.from()))));
        return steps;
    }

    /** What one environment has to say; later times are left out once all was looked at. */
    private static Uni<List<Statement>> statements(
            SqlConnection tx, Connection connection, List<Step> steps, List<Feed> feeds) {
        Step step = steps.getFirst();
        Map<Feed, Series> bound = new HashMap<>();
        for (Feed feed : feeds) {
            Series series = Series.parse(feed.series());
            if (series != null && series.repo().matches(step.repo().name())) {
                bound.put(feed, series);
            }
        }
        if (bound.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return DoraNear.of(tx, connection, step.repo(), step.environment(), step.from())
                .chain(near -> {
                    List<Statement> found =
                            statements(
                                    connection,
                                    near.readings(),
                                    step.repo(),
                                    step.environment(),
                                    bound);
                    List<Step> later =
                            steps.stream().filter(s -> s.from().isAfter(step.from())).toList();
                    return near.all() || later.isEmpty()
                            ? Uni.createFrom().item(found)
                            : statements(tx, connection, later, feeds)
                                    .map(more ->
                                            Stream.concat(found.stream(), more.stream()).toList());
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
}
