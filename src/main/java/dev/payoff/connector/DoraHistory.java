package dev.payoff.connector;

import dev.payoff.app.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the readings of a stretch of time out of the facts, whether or not a feed binds them; the
 * same ones that feeds get.
 */
final class DoraHistory {

    /** Repositories and environments that one question may be about. */
    static final int MAX_PLACES = 500;

    /** Steps of {@link DoraNear#MAX_DEPLOYMENTS} deployments that one question may take. */
    static final int MAX_STEPS = 1_000;

    /**
     * What is asked for.
     *
     * @param repository a glob
     * @param environment a glob
     * @param team null for all
     * @param project id or key; null for all
     */
    record Question(
            Instant from,
            Instant to,
            Glob repository,
            Glob environment,
            @Nullable String team,
            @Nullable String project) {}

    /** A repository's environment. */
    record Place(Connection connection, Fact.Repo repo, String environment, Set<String> teams) {}

    /** With what was measured there. */
    record Found(Place place, List<Dora.Reading> readings) {}

    private static final String PLACES =
            """
            SELECT c.id, c.kind, c.config -> 'teams' AS teams, r.repo_id, r.name, r.default_branch, d.environment
              FROM dora_repo r
              JOIN connection c ON c.id = r.connection_id AND c.removed_at IS NULL
             CROSS JOIN LATERAL (
                   SELECT DISTINCT environment FROM dora_deployment
                    WHERE connection_id = r.connection_id AND repo_id = r.repo_id AND finished_at IS NOT NULL) d
             ORDER BY r.name, d.environment, c.id
            """;

    private static final String FEEDS =
            """
            SELECT f.connection_id, f.series FROM project p
              LEFT JOIN metric m ON m.project_id = p.id AND m.archived_at IS NULL
              LEFT JOIN feed f ON f.metric_id = m.id AND f.removed_at IS NULL
             WHERE p.key = $1 OR p.id::text = $1
            """;

    private static final String STEPS =
            """
            SELECT finished_at FROM (
                SELECT finished_at, row_number() OVER (ORDER BY finished_at, deployment) AS place
                  FROM dora_deployment
                 WHERE connection_id = $1 AND repo_id = $2 AND environment = $3
                   AND finished_at >= $4 AND finished_at < $5) numbered
             WHERE place %% %d = 0 ORDER BY finished_at LIMIT $6
            """
                    .formatted(DoraNear.MAX_DEPLOYMENTS);

    private DoraHistory() {}

    /** What was measured at the places that a question is about. */
    static Uni<List<Found>> of(SqlConnection tx, UUID tenantId, Question question) {
        return bound(tx, question.project())
                .chain(bound -> places(tx, tenantId, question, bound))
                .chain(places ->
                        Multi.createFrom()
                                .iterable(places)
                                .onItem()
                                .transformToUniAndConcatenate(place ->
                                        readings(tx, place, question)
                                                .map(readings -> new Found(place, readings)))
                                .collect()
                                .asList());
    }

    /** The repositories and environments that feeds bind to a project's metrics. */
    static Uni<List<Place>> places(SqlConnection tx, UUID tenantId, String project) {
        Question all =
                new Question(
                        Instant.MIN,
                        Instant.MAX,
                        new Glob("*", true),
                        new Glob("*", false),
                        null,
                        project);
        return bound(tx, project).chain(bound -> places(tx, tenantId, all, bound));
    }

    /** The series by connection that a project's metrics are bound to; null where no project is. */
    private static Uni<@Nullable Map<UUID, List<DoraReadings.Series>>> bound(
            SqlConnection tx, @Nullable String project) {
        if (project == null) {
            return Uni.createFrom().nullItem();
        }
        return tx.preparedQuery(FEEDS)
                .execute(Tuple.of(project))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw ProblemException.notFound("project", project);
                    }
                    Map<UUID, List<DoraReadings.Series>> bound = new LinkedHashMap<>();
                    for (Row row : rows) {
                        String text = row.getString("series");
                        DoraReadings.Series series =
                                text == null ? null : DoraReadings.Series.parse(text);
                        if (series != null) {
                            bound.computeIfAbsent(
                                            row.getUUID("connection_id"), _ -> new ArrayList<>())
                                    .add(series);
                        }
                    }
                    return bound;
                });
    }

    private static Uni<List<Place>> places(
            SqlConnection tx,
            UUID tenantId,
            Question question,
            @Nullable Map<UUID, List<DoraReadings.Series>> bound) {
        return tx.query(PLACES)
                .execute()
                .map(rows -> {
                    List<Place> places = new ArrayList<>();
                    for (Row row : rows) {
                        Place place = place(row, tenantId);
                        String repo = place.repo().name();
                        boolean asked =
                                question.repository().matches(repo)
                                        && question.environment().matches(place.environment())
                                        && (question.team() == null
                                                || place.teams().contains(question.team()))
                                        && (bound == null
                                                || bound
                                                        .getOrDefault(
                                                                place.connection().id(), List.of())
                                                        .stream()
                                                        .anyMatch(series ->
                                                                series.repo().matches(repo)
                                                                        && series.environment()
                                                                                .matches(
                                                                                        place
                                                                                                .environment())));
                        if (asked) {
                            places.add(place);
                        }
                    }
                    if (places.size() > MAX_PLACES) {
                        throw tooMuch(places.size() + " repositories and environments are meant");
                    }
                    return places;
                });
    }

    private static Place place(Row row, UUID tenantId) {
        Fact.Repo repo =
                new Fact.Repo(
                        row.getLong("repo_id"),
                        row.getString("name"),
                        row.getString("default_branch"));
        Connection connection =
                new Connection(
                        row.getUUID("id"),
                        tenantId,
                        "",
                        row.getString("kind"),
                        "",
                        new JsonObject(),
                        Map.of());
        return new Place(
                connection,
                repo,
                row.getString("environment"),
                teams(
                        row.getValue("teams") instanceof JsonObject teams ? teams : null,
                        repo.name()));
    }

    /** The teams whose repositories a repository is among. */
    static Set<String> teams(@Nullable JsonObject teams, String repository) {
        Set<String> found = new TreeSet<>();
        if (teams != null) {
            for (String team : teams.fieldNames()) {
                if (teams.getValue(team) instanceof JsonArray names
                        && names.stream()
                                .anyMatch(name ->
                                        new Glob(String.valueOf(name), true).matches(repository))) {
                    found.add(team);
                }
            }
        }
        return found;
    }

    private static Uni<List<Dora.Reading>> readings(
            SqlConnection tx, Place place, Question question) {
        Tuple within =
                FactStore.tuple(
                        place.connection().id(),
                        place.repo().id(),
                        place.environment(),
                        FactStore.at(question.from()),
                        FactStore.at(question.to()),
                        MAX_STEPS);
        return tx.preparedQuery(STEPS)
                .execute(within)
                .chain(rows -> {
                    if (rows.size() >= MAX_STEPS) {
                        throw tooMuch(place.repo().name() + " alone has very many deployments");
                    }
                    Set<Instant> steps = new LinkedHashSet<>();
                    steps.add(question.from());
                    rows.forEach(
                            row -> steps.add(row.getOffsetDateTime("finished_at").toInstant()));
                    return Multi.createFrom()
                            .iterable(steps)
                            .onItem()
                            .transformToUniAndConcatenate(step ->
                                    DoraNear.of(
                                                    tx,
                                                    place.connection(),
                                                    place.repo(),
                                                    place.environment(),
                                                    step)
                                            .map(DoraNear::readings))
                            .collect()
                            .asList();
                })
                .map(steps -> {
                    // A fact may be read in two steps, and comes to the same in both.
                    Map<String, Dora.Reading> once = new LinkedHashMap<>();
                    steps.forEach(step ->
                            step.forEach(reading ->
                                    once.put(reading.measure() + "/" + reading.fact(), reading)));
                    return once.values().stream()
                            .filter(reading ->
                                    !reading.at().isBefore(question.from())
                                            && reading.at().isBefore(question.to()))
                            .toList();
                });
    }

    private static ProblemException tooMuch(String what) {
        return ProblemException.of(
                400,
                "TOO_MUCH",
                "Too much for one answer",
                what + ", which is more than one answer takes.",
                "Ask for fewer repositories, one environment, or a shorter time.");
    }
}
