package dev.payoff.portfolio;

import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
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
 * one statement, whatever their number. What is there already is touched only where its end was not
 * known, or comes later now; so a delivery that comes again, in any order, changes nothing. What a
 * person removed stays removed.
 */
@ApplicationScoped
public class ProjectMarks {

    /** Of one project by its connections; the oldest go first. */
    static final int KEPT = 10_000;

    /** One in so many is followed by a look for what is beyond {@link #KEPT}. */
    private static final double PRUNE_CHANCE = 0.005;

    private static final String TAGS_APART = "\n";

    /** In one order, so that two transactions never wait for each other's rows. */
    private static final String KEEP =
            """
            INSERT INTO project_annotation AS a
                (id, tenant_id, project_id, connection_id, identity, title, body, link, severity, tags, from_at, to_at,
                 recorded_at, ended_recorded_at)
            SELECT new.id, $1, p.id, $2, new.identity, new.title, new.body, new.link, new.severity,
                   coalesce(string_to_array(new.tags, E'\\n'), '{}'), new.from_at, new.to_at, $3::timestamptz,
                   CASE WHEN new.to_at IS NOT NULL THEN $3::timestamptz END
              FROM unnest($4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                          $12::timestamptz[], $13::timestamptz[])
                   AS new (id, project, identity, title, body, link, severity, tags, from_at, to_at)
              JOIN project p ON p.tenant_id = $1 AND p.key = new.project AND p.archived_at IS NULL
             ORDER BY p.id, new.identity
            ON CONFLICT (project_id, identity) DO UPDATE
               SET to_at = excluded.to_at, ended_recorded_at = excluded.recorded_at, version = a.version + 1
             WHERE a.removed_at IS NULL AND excluded.to_at IS NOT NULL AND (a.to_at IS NULL OR a.to_at < excluded.to_at)
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
                            array(marks, mark -> at(mark.to()), OffsetDateTime[]::new)
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
