package dev.payoff.portfolio;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.AnnotationRows.Found;
import dev.payoff.portfolio.Answers.Added;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Annotations as people read and add them; {@link AnnotationEdits} changes what is there. */
@ApplicationScoped
class Annotations {

    /** Of one project by hand, with what changed ones said before. */
    static final int MAX_BY_HAND = 5_000;

    private static final String LIST = "annotations";

    /** What is asked for of a list. */
    record Wanted(
            @Nullable String from,
            @Nullable String to,
            @Nullable String asOf,
            @Nullable String asKnownAt,
            @Nullable String cursor,
            int limit) {}

    private final TenantDb db;
    private final Registry registry;
    private final Audit audit;
    private final Bodies bodies;
    private final TimeAndChance time;

    Annotations(TenantDb db, Registry registry, Audit audit, Bodies bodies, TimeAndChance time) {
        this.db = db;
        this.registry = registry;
        this.audit = audit;
        this.bodies = bodies;
        this.time = time;
    }

    Uni<Page<AnnotationView>> list(Caller caller, String project, Wanted wanted) {
        Cursor after = Cursor.decode(wanted.cursor(), LIST, 2);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        require(tx, caller, project)
                                .chain(found ->
                                        zone(tx, caller)
                                                .chain(zone ->
                                                        list(tx, found, zone, wanted, after))));
    }

    private static Uni<Page<AnnotationView>> list(
            SqlConnection tx,
            ProjectRef project,
            ZoneId zone,
            Wanted wanted,
            @Nullable Cursor after) {
        Instant from = moment("from", wanted.from(), zone);
        Instant to = moment("to", wanted.to(), zone);
        Instant asOf = moment("asOf", wanted.asOf(), zone);
        Instant known = moment("asKnownAt", wanted.asKnownAt(), zone);
        Instant until = to == null ? Moments.LATEST : to;
        return AnnotationRows.list(
                        tx,
                        project.id(),
                        from,
                        asOf != null && asOf.isBefore(until) ? asOf : until,
                        known,
                        after == null ? null : moment("cursor", after.text(0), zone),
                        after == null ? null : after.id(1),
                        wanted.limit() + 1)
                .map(rows ->
                        Page.cut(
                                rows,
                                wanted.limit(),
                                row -> row.as(asOf, known),
                                row -> Cursor.encode(LIST, row.view().from(), row.rowId())));
    }

    Uni<AnnotationView> get(Caller caller, String project, UUID id) {
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        require(tx, caller, project)
                                .chain(found -> require(tx, found, id))
                                .map(Found::view));
    }

    Uni<Added<AnnotationView>> add(Caller caller, String project, byte[] body) {
        AnnotationInput input = bodies.checked(Bodies.tree(body), AnnotationInput.class);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        requireLive(tx, caller, project)
                                .chain(found ->
                                        zone(tx, caller)
                                                .chain(zone ->
                                                        add(tx, caller, found, input, zone))));
    }

    private Uni<Added<AnnotationView>> add(
            SqlConnection tx,
            Caller caller,
            ProjectRef project,
            AnnotationInput input,
            ZoneId zone) {
        Bodies.refuse(input.wrong(zone));
        UUID id = time.newId();
        AnnotationView made = view(id, 1, caller.name(), input, zone);
        UUID identity = input.eventId() == null ? id : EventKeys.of(input.eventId());
        // Of two requests with one event id the second waits here, and then sees the first.
        return tx.preparedQuery("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
                .execute(Tuple.of("annotations/" + project.id()))
                .chain(() -> AnnotationRows.byIdentity(tx, project.id(), identity))
                .chain(there ->
                        there.isPresent()
                                ? repeated(made, there.get())
                                : insert(
                                        tx,
                                        caller,
                                        project,
                                        new Found(made, id, identity, null, null)));
    }

    private static Uni<Added<AnnotationView>> repeated(AnnotationView told, Found there) {
        if (there.removedAt() == null && same(told, there.view())) {
            return Uni.createFrom().item(new Added<>(there.view(), false));
        }
        throw ProblemException.of(
                409,
                "CONFLICT",
                "Conflicting event id",
                "An annotation with this event id is there already and "
                        + (there.removedAt() == null ? "says something else." : "was removed."),
                "Send a new event id for another one; PUT to change the one that is there.");
    }

    static boolean same(AnnotationView told, AnnotationView there) {
        return Bodies.changes(plain(there), plain(told)).isEmpty();
    }

    /** What somebody said, without by whom and when. */
    static AnnotationView plain(AnnotationView view) {
        return new AnnotationView(
                new UUID(0, 0),
                view.title(),
                view.text(),
                view.link(),
                view.severity(),
                view.tags(),
                view.from(),
                view.to(),
                new AnnotationView.Source(AnnotationView.Kind.PERSON, "", null),
                Instant.EPOCH,
                0);
    }

    private Uni<Added<AnnotationView>> insert(
            SqlConnection tx, Caller caller, ProjectRef project, Found made) {
        return AnnotationRows.byHand(tx, project.id())
                .invoke(there -> {
                    if (there >= MAX_BY_HAND) {
                        throw ProblemException.of(
                                409,
                                "TOO_MANY",
                                "Too many annotations",
                                "A project has at most "
                                        + MAX_BY_HAND
                                        + " annotations by hand, with what changed ones said before.",
                                "Remove some that do not matter any more; they go for good after a"
                                        + " while.");
                    }
                })
                .chain(() -> AnnotationRows.insert(tx, caller.tenantId(), project.id(), made))
                .chain(() ->
                        audit.record(
                                tx,
                                caller,
                                "annotation.added",
                                "annotation",
                                made.view().id().toString(),
                                detail(project, made.view())))
                .replaceWith(() -> new Added<>(made.view(), true));
    }

    static JsonObject detail(ProjectRef project, AnnotationView view) {
        return new JsonObject()
                .put("project", project.key())
                .put("title", view.title())
                .put("from", view.from().toString());
    }

    AnnotationView view(UUID id, int version, String by, AnnotationInput input, ZoneId zone) {
        AnnotationInput.Stretch stretch = input.stretch(zone);
        return new AnnotationView(
                id,
                input.title(),
                input.text(),
                input.link(),
                input.severity(),
                input.tags().stream().distinct().toList(),
                stretch.from(),
                stretch.to(),
                new AnnotationView.Source(AnnotationView.Kind.PERSON, by, null),
                now(),
                version);
    }

    /** As precisely as it is stored. */
    Instant now() {
        return time.now().truncatedTo(ChronoUnit.MICROS);
    }

    private Uni<ProjectRef> require(SqlConnection tx, Caller caller, String project) {
        return registry.project(tx, caller.tenantId(), project)
                .map(found ->
                        found.orElseThrow(() -> ProblemException.notFound("project", project)));
    }

    Uni<ProjectRef> requireLive(SqlConnection tx, Caller caller, String project) {
        return require(tx, caller, project)
                .invoke(found -> {
                    if (found.archived()) {
                        throw ProjectRepository.archived("project", found.key());
                    }
                });
    }

    static Uni<Found> require(SqlConnection tx, ProjectRef project, UUID id) {
        return AnnotationRows.byId(tx, project.id(), id)
                .map(found ->
                        found.orElseThrow(
                                () -> ProblemException.notFound("annotation", id.toString())));
    }

    static Uni<ZoneId> zone(SqlConnection tx, Caller caller) {
        return tx.preparedQuery("SELECT zone FROM tenant WHERE id = $1")
                .execute(Tuple.of(caller.tenantId()))
                .map(rows -> {
                    var row = rows.iterator();
                    return row.hasNext() ? ZoneId.of(row.next().getString(0)) : ZoneOffset.UTC;
                });
    }

    private static @Nullable Instant moment(String name, @Nullable String text, ZoneId zone) {
        return text == null || text.isEmpty()
                ? null
                : Moments.parse(text, zone)
                        .orElseThrow(() ->
                                ProblemException.notValid(
                                        List.of(
                                                new Violation(
                                                        name,
                                                        "must be an ISO date, or a date-time with offset, from 1970 to 2199"))));
    }
}
