package dev.payoff.portfolio;

import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what outside systems tell of projects' time, in the transaction of whoever was told:
 * one statement, whatever their number. What is there already meets what is told as {@link
 * ProjectMark.Until} has it, so a delivery that comes again, in any order, changes nothing. What a
 * person removed stays removed.
 */
@ApplicationScoped
public class ProjectMarks {

    /** Of one project by its connections; the oldest go first. */
    static final int KEPT = 10_000;

    /** One in so many is followed by a look for what is beyond {@link #KEPT}. */
    private static final double PRUNE_CHANCE = 0.005;

    private static final String TAGS_APART = "\n";

    /**
     * In one order, so that two transactions never wait for each other's rows. What is shown of one
     * that fires again is what was known of it until now, as a row of its own that was removed at
     * this moment; it is named by what it was a version of, so that two who see the same write it
     * once.
     */
    private static final String KEEP =
            """
            WITH told AS (
                SELECT new.*, p.id AS project_id
                  FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::text[],
                              $12::text[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[], $16::timestamptz[],
                              $17::timestamptz[])
                       AS new (id, former_id, project, identity, title, body, link, severity, tags, from_at, to_at,
                               last_lasting, last_end, last_end_told)
                  JOIN project p ON p.tenant_id = $1 AND p.key = new.project AND p.archived_at IS NULL),
            again AS (
                INSERT INTO project_annotation
                    (id, tenant_id, project_id, connection_id, identity, former_of, title, body, link, severity, tags, from_at,
                     to_at, recorded_at, ended_recorded_at, removed_at, version)
                SELECT told.former_id, $1, a.project_id, a.connection_id, md5(a.identity || '/' || a.version)::uuid, a.id,
                       a.title, a.body, a.link, a.severity, a.tags, a.from_at, a.to_at, a.recorded_at,
                       a.ended_recorded_at, $3, a.version
                  FROM told JOIN project_annotation a USING (project_id, identity)
                 WHERE a.removed_at IS NULL AND a.to_at >= coalesce(told.last_end, '-infinity')
                   AND told.last_lasting > coalesce(a.last_end_told, a.ended_recorded_at) + $18::interval
                ON CONFLICT (project_id, identity) DO NOTHING)
            INSERT INTO project_annotation AS a
                (id, tenant_id, project_id, connection_id, identity, title, body, link, severity, tags, from_at, to_at,
                 recorded_at, ended_recorded_at, last_lasting, last_end, last_end_told)
            SELECT id, $1, project_id, $2, identity, title, body, link, severity,
                   coalesce(string_to_array(tags, E'\\n'), '{}'), from_at, to_at, $3::timestamptz,
                   CASE WHEN to_at IS NOT NULL THEN $3::timestamptz END, last_lasting, last_end, last_end_told
              FROM told ORDER BY project_id, identity
            ON CONFLICT (project_id, identity) DO UPDATE
               SET (last_lasting, last_end, last_end_told, to_at, recorded_at, ended_recorded_at, version) = (
                   SELECT s.lasting, s.ended, s.told, s.shown,
                          CASE WHEN s.shown IS NULL AND a.to_at IS NOT NULL THEN excluded.recorded_at ELSE a.recorded_at END,
                          CASE WHEN s.shown IS NOT DISTINCT FROM a.to_at THEN a.ended_recorded_at
                               WHEN s.shown IS NOT NULL THEN excluded.recorded_at END,
                          a.version + (s.shown IS DISTINCT FROM a.to_at)::int
                     FROM (SELECT lasting, ended, told,
                                  CASE WHEN lasting > told + $18::interval THEN NULL ELSE ended END AS shown
                             FROM (SELECT greatest(a.last_lasting, excluded.last_lasting) AS lasting,
                                          greatest(was.ended, excluded.last_end) AS ended,
                                          CASE WHEN was.ended > excluded.last_end OR excluded.last_end IS NULL THEN was.told
                                               WHEN was.ended = excluded.last_end THEN least(was.told, excluded.last_end_told)
                                               ELSE excluded.last_end_told END AS told
                                     FROM (SELECT coalesce(a.last_end, a.to_at) AS ended,
                                                  coalesce(a.last_end_told, a.ended_recorded_at) AS told) was) met) s)
             WHERE a.removed_at IS NULL
               AND (excluded.last_lasting > coalesce(a.last_lasting, '-infinity')
                    OR excluded.last_end > coalesce(a.last_end, a.to_at, '-infinity')
                    OR excluded.last_end = a.last_end AND excluded.last_end_told < a.last_end_told)
            """;

    private static final String PRUNE =
            """
            DELETE FROM project_annotation WHERE id IN (
                SELECT id FROM (
                    SELECT a.id, row_number() OVER (PARTITION BY a.project_id ORDER BY a.from_at DESC, a.id DESC) AS place
                      FROM project_annotation a JOIN project p ON p.id = a.project_id
                     WHERE p.tenant_id = $1 AND p.key = ANY ($2) AND a.connection_id IS NOT NULL) ranked
                 WHERE place > $3::int)
            """;

    private record Place(String project, UUID identity) {}

    private final TimeAndChance time;

    ProjectMarks(TimeAndChance time) {
        this.time = time;
    }

    /** Writes down what a connection told; of a project that is not there, or archived, nothing. */
    public Uni<Void> keep(
            SqlConnection tx, UUID tenant, UUID connection, Collection<ProjectMark> told) {
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<Place, ProjectMark> once = new LinkedHashMap<>();
        told.forEach(mark ->
                once.merge(new Place(mark.project(), mark.identity()), mark, ProjectMark::and));
        List<ProjectMark> marks = List.copyOf(once.values());
        Tuple values =
                Tuple.from(
                        new Object[] {
                            tenant,
                            connection,
                            at(time.now()),
                            array(marks, mark -> time.newId(), UUID[]::new),
                            array(marks, mark -> time.newId(), UUID[]::new),
                            array(marks, ProjectMark::project, String[]::new),
                            array(marks, ProjectMark::identity, UUID[]::new),
                            array(marks, ProjectMark::title, String[]::new),
                            array(marks, ProjectMark::text, String[]::new),
                            array(marks, ProjectMark::link, String[]::new),
                            array(marks, ProjectMark::severity, String[]::new),
                            array(
                                    marks,
                                    mark ->
                                            mark.tags().isEmpty()
                                                    ? null
                                                    : String.join(TAGS_APART, mark.tags()),
                                    String[]::new),
                            array(marks, mark -> at(mark.from()), OffsetDateTime[]::new),
                            array(marks, mark -> at(mark.until().to()), OffsetDateTime[]::new),
                            array(marks, mark -> at(mark.until().lasting()), OffsetDateTime[]::new),
                            array(marks, mark -> at(mark.until().end()), OffsetDateTime[]::new),
                            array(marks, mark -> at(mark.until().told()), OffsetDateTime[]::new),
                            Interval.of(ProjectMark.Until.LATE)
                        });
        return tx.preparedQuery(KEEP)
                .execute(values)
                .chain(() ->
                        time.fraction() < PRUNE_CHANCE * marks.size()
                                ? prune(tx, tenant, marks)
                                : Uni.createFrom().voidItem());
    }

    private static Uni<Void> prune(SqlConnection tx, UUID tenant, List<ProjectMark> marks) {
        String[] projects =
                marks.stream().map(ProjectMark::project).distinct().toArray(String[]::new);
        return tx.preparedQuery(PRUNE).execute(Tuple.of(tenant, projects, KEPT)).replaceWithVoid();
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static <R> R[] array(
            List<ProjectMark> of, Function<ProjectMark, @Nullable R> field, IntFunction<R[]> made) {
        return of.stream().map(field).toArray(made);
    }
}
