package dev.payoff.connector;

import dev.payoff.connector.DoraHistory.Place;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Deployments as marks on a project's line of time, read out of the facts that are there: nothing
 * is stored a second time, so what is told again, or in another order, is the same mark.
 *
 * <p>A part of time (a day, or an hour where only a few are asked for) with more than {@value
 * #SINGLE} deployments is one mark that counts them. Which they are is up to the part alone, and
 * not to the stretch that is asked for, so that a mark stays where it is while one moves along. By
 * this there are at most {@value #SINGLE} marks a part, whatever was deployed.
 */
final class DeploymentMarks {

    /** Deployments of one part of time that have a mark each. */
    static final int SINGLE = 3;

    /** Up to here a part is an hour, beyond it a day. */
    static final Duration BY_HOURS = Duration.ofDays(2);

    /** Names of repositories and environments that a mark tells. */
    static final int MOST_NAMES = 10;

    private static final int SHA_CHARS = 8;

    /** Parts of time. */
    enum Grain {
        HOUR,
        DAY;

        static Grain of(Instant from, Instant to) {
            return Duration.between(from, to).compareTo(BY_HOURS) <= 0 ? HOUR : DAY;
        }
    }

    /**
     * A deployment, or many of a part of time.
     *
     * @param id the same each time
     * @param from when the first of them finished
     * @param to when the last of them did; the same as from for one
     * @param deployments how many
     * @param failed how many of them failed
     * @param version what was deployed: branch, tag or commit; null for many
     * @param repositories at most {@value DeploymentMarks#MOST_NAMES}
     * @param environments likewise
     */
    @Schema(name = "DeploymentMark")
    record Mark(
            String id,
            String title,
            Instant from,
            Instant to,
            int deployments,
            int failed,
            @Nullable String version,
            List<String> repositories,
            List<String> environments) {}

    /**
     * What is asked for.
     *
     * @param asOf what had happened by then; null: all
     * @param asKnownAt what had been told by then; null: all
     */
    record Question(
            Instant from, Instant to, @Nullable Instant asOf, @Nullable Instant asKnownAt) {}

    /**
     * By the part of time in which a deployment first finished. One whose end was told out of order
     * may have finished earlier than was known at that time, by {@code $8} at most.
     */
    private static final String MARKS =
            """
            SELECT date_trunc($9::text, at AT TIME ZONE $10::text) AS part, count(*) AS deployments,
                   count(*) FILTER (WHERE failed) AS failed, min(at) AS first_at, max(at) AS last_at,
                   (array_agg(DISTINCT repo))[1:%2$d] AS repos, (array_agg(DISTINCT environment))[1:%2$d] AS environments,
                   CASE WHEN count(*) <= %1$d THEN jsonb_agg(jsonb_build_object(
                        'connection', connection_id, 'repoId', repo_id, 'deployment', deployment, 'repo', repo,
                        'environment', environment, 'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                        'failed', failed, 'ref', ref, 'sha', sha) ORDER BY at DESC, connection_id, repo_id, deployment)
                   END AS each
              FROM (SELECT connection_id, repo_id, environment, repo, d.deployment, d.sha,
                           CASE WHEN d.branch = d.default_branch THEN '' ELSE d.branch END AS ref,
                           least(seen.succeeded, seen.failed) AS at, seen.failed IS NOT NULL AS failed
                      FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[])
                           AS place (connection_id, repo_id, environment, repo)
                      JOIN dora_deployment d USING (connection_id, repo_id, environment)
                     CROSS JOIN LATERAL (SELECT
                           CASE WHEN d.succeeded_at <= $6 AND coalesce(d.succeeded_told <= $7, true)
                                THEN d.succeeded_at END AS succeeded,
                           CASE WHEN d.failed_at <= $6 AND coalesce(d.failed_told <= $7, true)
                                THEN d.failed_at END AS failed) seen
                     WHERE d.finished_at >= $5::timestamptz - $8::interval AND d.finished_at <= $6) finished
             WHERE at >= $5
             GROUP BY part ORDER BY part DESC
            """
                    .formatted(SINGLE, MOST_NAMES);

    /** How much earlier than it was known at first a deployment may have finished. */
    private static final Duration OUT_OF_ORDER = Duration.ofDays(7);

    private DeploymentMarks() {}

    /** The latest first. */
    static Uni<List<Mark>> of(
            SqlConnection tx, List<Place> places, Question question, ZoneId zone) {
        Grain grain = Grain.of(question.from(), question.to());
        Instant until = question.to();
        if (question.asOf() != null && question.asOf().isBefore(until)) {
            until = question.asOf();
        }
        return places.isEmpty()
                ? Uni.createFrom().item(List.of())
                : tx.preparedQuery(MARKS)
                        .execute(
                                Tuple.from(
                                        new @Nullable Object[] {
                                            array(places, p -> p.connection().id(), UUID[]::new),
                                            array(places, p -> p.repo().id(), Long[]::new),
                                            array(places, Place::environment, String[]::new),
                                            array(places, p -> p.repo().name(), String[]::new),
                                            FactStore.at(question.from()),
                                            FactStore.at(until),
                                            question.asKnownAt() == null
                                                    ? null
                                                    : FactStore.at(question.asKnownAt()),
                                            Interval.of(OUT_OF_ORDER),
                                            grain.name(),
                                            zone.getId()
                                        }))
                        .map(rows -> {
                            List<Mark> marks = new ArrayList<>();
                            rows.forEach(row -> marks.addAll(marks(row, grain)));
                            return marks;
                        });
    }

    private static List<Mark> marks(Row row, Grain grain) {
        if (row.getValue("each") instanceof JsonArray each) {
            return each.stream().map(JsonObject.class::cast).map(DeploymentMarks::one).toList();
        }
        return List.of(
                many(
                        grain,
                        row.getLocalDateTime("part"),
                        row.getInteger("deployments"),
                        row.getInteger("failed"),
                        instant(row, "first_at"),
                        instant(row, "last_at"),
                        Arrays.asList(row.getArrayOfStrings("repos")),
                        Arrays.asList(row.getArrayOfStrings("environments"))));
    }

    private static Mark one(JsonObject told) {
        boolean failed = told.getBoolean("failed");
        String ref = told.getString("ref");
        String sha = told.getString("sha");
        String version = ref.isEmpty() ? shortened(sha) : ref;
        String repo = told.getString("repo");
        String environment = told.getString("environment");
        Instant at = Instant.parse(told.getString("at"));
        return new Mark(
                told.getString("connection")
                        + "/"
                        + told.getValue("repoId")
                        + "/"
                        + told.getString("deployment"),
                (failed ? "Deployment failed: " : "Deployed: ")
                        + repo
                        + (version.isEmpty() ? "" : " " + version)
                        + " to "
                        + environment,
                at,
                at,
                1,
                failed ? 1 : 0,
                version.isEmpty() ? null : version,
                List.of(repo),
                List.of(environment));
    }

    /** A commit's hash as people say it; any other text as it is. */
    private static String shortened(String sha) {
        return sha.length() > SHA_CHARS && sha.chars().allMatch(c -> Character.digit(c, 16) >= 0)
                ? sha.substring(0, SHA_CHARS)
                : sha;
    }

    /** One mark for all of a part of time. */
    static Mark many(
            Grain grain,
            LocalDateTime part,
            int deployments,
            int failed,
            Instant first,
            Instant last,
            List<String> repositories,
            List<String> environments) {
        return new Mark(
                grain.name().toLowerCase(Locale.ROOT) + "/" + part,
                deployments + " deployments" + (failed == 0 ? "" : ", " + failed + " failed"),
                first,
                last,
                deployments,
                failed,
                null,
                repositories,
                environments);
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time.toInstant();
    }

    private static <T, R> R[] array(List<T> of, Function<T, R> field, IntFunction<R[]> made) {
        return of.stream().map(field).toArray(made);
    }
}
