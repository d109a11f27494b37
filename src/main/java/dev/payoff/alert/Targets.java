package dev.payoff.alert;

import dev.payoff.app.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds what people name by id or key. */
final class Targets {

    private Targets() {}

    /** What a rule is on. */
    record Target(@Nullable UUID metricId, UUID projectId) {}

    static Uni<Target> of(SqlConnection tx, @Nullable String metric, @Nullable String project) {
        if (metric == null) {
            return project(tx, String.valueOf(project)).map(id -> new Target(null, id));
        }
        return tx.preparedQuery(
                        """
                        SELECT m.id, m.project_id, p.key AS project_key
                          FROM metric m JOIN project p ON p.id = m.project_id
                         WHERE (m.id = $1 OR m.full_key = $2) AND m.archived_at IS NULL
                        """)
                .execute(Tuple.of(Bodies.idOrNull(metric), metric))
                .map(rows -> {
                    Row row = first(rows, "metric", metric);
                    UUID projectId = row.getUUID("project_id");
                    if (project != null
                            && !project.equals(row.getString("project_key"))
                            && !project.equals(projectId.toString())) {
                        throw Bodies.invalid("project", "is not the metric's own");
                    }
                    return new Target(row.getUUID("id"), projectId);
                });
    }

    static Uni<UUID> project(SqlConnection tx, String project) {
        return tx.preparedQuery(
                        "SELECT id FROM project WHERE (id = $1 OR key = $2) AND archived_at IS NULL")
                .execute(Tuple.of(Bodies.idOrNull(project), project))
                .map(rows -> first(rows, "project", project).getUUID("id"));
    }

    static Row first(RowSet<Row> rows, String kind, String idOrKey) {
        if (!rows.iterator().hasNext()) {
            throw ProblemException.notFound(
                    kind, idOrKey.length() > 128 ? idOrKey.substring(0, 128) : idOrKey);
        }
        return rows.iterator().next();
    }

    /** Refuses one more than there may be. */
    static Uni<Void> room(SqlConnection tx, String table, int most) {
        return tx.query("SELECT count(*) AS n FROM " + table + " WHERE removed_at IS NULL")
                .execute()
                .map(rows -> {
                    if (rows.iterator().next().getLong("n") >= most) {
                        throw ProblemException.of(
                                409,
                                "LIMIT_REACHED",
                                "Limit reached",
                                "A tenant may have " + most + " of these at most.",
                                "Remove one that is no longer needed.");
                    }
                    return null;
                });
    }
}
