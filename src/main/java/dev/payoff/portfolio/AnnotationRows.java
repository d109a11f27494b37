package dev.payoff.portfolio;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of annotations. A change by hand leaves what was said before as a row of its own, which
 * was removed at that moment; so what was known at a time is the rows recorded by then and not
 * removed by then.
 */
final class AnnotationRows {

    private static final String COLUMNS =
            """
            SELECT coalesce(a.former_of, a.id) AS id, a.id AS row_id, a.identity, a.title, a.body, a.link, a.severity, a.tags,
                   a.from_at, a.to_at, a.ended_recorded_at, a.recorded_at, a.version, a.connection_id, a.created_by,
                   c.name AS connection, a.removed_at
              FROM project_annotation a LEFT JOIN connection c ON c.id = a.connection_id
             WHERE a.project_id = $1\
            """;

    private static final String LIST =
            COLUMNS
                    + """

                     AND ($2::timestamptz IS NULL OR coalesce(a.to_at, 'infinity') >= $2) AND a.from_at <= $3
                     AND (CASE WHEN $4::timestamptz IS NULL THEN a.removed_at IS NULL
                          ELSE a.recorded_at <= $4 AND coalesce(a.removed_at, 'infinity') > $4 END)
                     AND ($5::timestamptz IS NULL OR (a.from_at, a.id) < ($5, $6))
                    ORDER BY a.from_at DESC, a.id DESC LIMIT $7
                    """;

    private static final String INSERT =
            """
            INSERT INTO project_annotation
                (id, tenant_id, project_id, identity, title, body, link, severity, tags, from_at, to_at, created_by, recorded_at,
                 ended_recorded_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::timestamptz, $12, $13::timestamptz,
                    CASE WHEN $11::timestamptz IS NOT NULL THEN $13::timestamptz END)
            """;

    /** What was said until now, under an id of its own. */
    private static final String KEEP_FORMER =
            """
            INSERT INTO project_annotation
                (id, tenant_id, project_id, identity, former_of, title, body, link, severity, tags, from_at, to_at, created_by,
                 recorded_at, ended_recorded_at, removed_at, version)
            SELECT $2, tenant_id, project_id, $2, id, title, body, link, severity, tags, from_at, to_at, created_by,
                   recorded_at, ended_recorded_at, $3, version
              FROM project_annotation WHERE id = $1
            """;

    private static final String CHANGE =
            """
            UPDATE project_annotation
               SET title = $2, body = $3, link = $4, severity = $5, tags = $6, from_at = $7, to_at = $8::timestamptz, recorded_at = $9::timestamptz,
                   ended_recorded_at = CASE WHEN $8::timestamptz IS NOT NULL THEN $9::timestamptz END, version = version + 1
             WHERE id = $1
            """;

    /**
     * A row, with what its end is known by.
     *
     * @param rowId its own id, which is another where it is what was said formerly
     */
    record Found(
            AnnotationView view,
            UUID rowId,
            UUID identity,
            @Nullable Instant endKnown,
            @Nullable Instant removedAt) {

        /** As it stood at a time, as far as it was known at another; null: the present. */
        AnnotationView as(@Nullable Instant of, @Nullable Instant known) {
            Instant to = view.to();
            boolean lasted =
                    to != null
                            && (of != null && to.isAfter(of)
                                    || known != null
                                            && (endKnown == null || endKnown.isAfter(known)));
            return lasted
                    ? new AnnotationView(
                            view.id(),
                            view.title(),
                            view.text(),
                            view.link(),
                            view.severity(),
                            view.tags(),
                            view.from(),
                            null,
                            view.source(),
                            view.recordedAt(),
                            view.version())
                    : view;
        }
    }

    private AnnotationRows() {}

    static Uni<List<Found>> list(
            SqlConnection tx,
            UUID project,
            @Nullable Instant from,
            Instant to,
            @Nullable Instant known,
            @Nullable Instant afterFrom,
            @Nullable UUID afterId,
            int limit) {
        return tx.preparedQuery(LIST)
                .execute(
                        Tuple.from(
                                new Object[] {
                                    project,
                                    at(from),
                                    at(to),
                                    at(known),
                                    at(afterFrom),
                                    afterId,
                                    limit
                                }))
                .map(rows -> {
                    List<Found> found = new ArrayList<>();
                    rows.forEach(row -> found.add(found(row)));
                    return found;
                });
    }

    /** One that was not removed, locked until the end of the transaction. */
    static Uni<Optional<Found>> byId(SqlConnection tx, UUID project, UUID id) {
        return one(tx, " AND a.id = $2 AND a.removed_at IS NULL FOR UPDATE OF a", project, id);
    }

    /** One of an identity, removed or not. */
    static Uni<Optional<Found>> byIdentity(SqlConnection tx, UUID project, UUID identity) {
        return one(tx, " AND a.identity = $2", project, identity);
    }

    private static Uni<Optional<Found>> one(
            SqlConnection tx, String which, UUID project, UUID value) {
        return tx.preparedQuery(COLUMNS + which)
                .execute(Tuple.of(project, value))
                .map(rows -> {
                    var each = rows.iterator();
                    return each.hasNext() ? Optional.of(found(each.next())) : Optional.empty();
                });
    }

    /** How many there are by hand, former ones included. */
    static Uni<Long> byHand(SqlConnection tx, UUID project) {
        return tx.preparedQuery(
                        "SELECT count(*) FROM project_annotation WHERE project_id = $1 AND connection_id IS NULL")
                .execute(Tuple.of(project))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    static Uni<Void> insert(SqlConnection tx, UUID tenant, UUID project, Found row) {
        AnnotationView view = row.view();
        return tx.preparedQuery(INSERT)
                .execute(
                        Tuple.from(
                                new Object[] {
                                    view.id(),
                                    tenant,
                                    project,
                                    row.identity(),
                                    view.title(),
                                    view.text(),
                                    view.link(),
                                    view.severity(),
                                    view.tags().toArray(String[]::new),
                                    at(view.from()),
                                    at(view.to()),
                                    view.source().name(),
                                    at(view.recordedAt())
                                }))
                .replaceWithVoid();
    }

    static Uni<Void> change(SqlConnection tx, UUID formerId, AnnotationView now) {
        return tx.preparedQuery(KEEP_FORMER)
                .execute(Tuple.of(now.id(), formerId, at(now.recordedAt())))
                .chain(() ->
                        tx.preparedQuery(CHANGE)
                                .execute(
                                        Tuple.from(
                                                new Object[] {
                                                    now.id(),
                                                    now.title(),
                                                    now.text(),
                                                    now.link(),
                                                    now.severity(),
                                                    now.tags().toArray(String[]::new),
                                                    at(now.from()),
                                                    at(now.to()),
                                                    at(now.recordedAt())
                                                })))
                .replaceWithVoid();
    }

    static Uni<Void> remove(SqlConnection tx, UUID id, Instant now) {
        return tx.preparedQuery("UPDATE project_annotation SET removed_at = $2 WHERE id = $1")
                .execute(Tuple.of(id, at(now)))
                .replaceWithVoid();
    }

    private static Found found(Row row) {
        UUID connection = row.getUUID("connection_id");
        String by = row.getString(connection == null ? "created_by" : "connection");
        return new Found(
                new AnnotationView(
                        row.getUUID("id"),
                        row.getString("title"),
                        row.getString("body"),
                        row.getString("link"),
                        row.getString("severity"),
                        List.of((String[]) row.getValue("tags")),
                        row.getOffsetDateTime("from_at").toInstant(),
                        instant(row, "to_at"),
                        new AnnotationView.Source(
                                connection == null
                                        ? AnnotationView.Kind.PERSON
                                        : AnnotationView.Kind.CONNECTION,
                                by == null ? "" : by,
                                connection),
                        row.getOffsetDateTime("recorded_at").toInstant(),
                        row.getInteger("version")),
                row.getUUID("row_id"),
                row.getUUID("identity"),
                instant(row, "ended_recorded_at"),
                instant(row, "removed_at"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
