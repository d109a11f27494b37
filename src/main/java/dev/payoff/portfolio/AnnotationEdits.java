package dev.payoff.portfolio;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.AnnotationRows.Found;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes of annotations by people. What a connection told is its own: it can be removed, and then
 * stays away, but says what the outside system said.
 */
@ApplicationScoped
class AnnotationEdits {

    private final TenantDb db;
    private final Annotations annotations;
    private final Audit audit;
    private final Bodies bodies;
    private final TimeAndChance time;

    AnnotationEdits(
            TenantDb db, Annotations annotations, Audit audit, Bodies bodies, TimeAndChance time) {
        this.db = db;
        this.annotations = annotations;
        this.audit = audit;
        this.bodies = bodies;
        this.time = time;
    }

    Uni<AnnotationView> change(
            Caller caller, String project, UUID id, @Nullable String ifMatch, byte[] body) {
        AnnotationInput input = bodies.checked(Bodies.tree(body), AnnotationInput.class);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        annotations
                                .requireLive(tx, caller, project)
                                .chain(found ->
                                        Annotations.require(tx, found, id)
                                                .chain(before ->
                                                        Annotations.zone(tx, caller)
                                                                .chain(zone ->
                                                                        change(
                                                                                tx, caller, before,
                                                                                ifMatch, input,
                                                                                zone)))));
    }

    private Uni<AnnotationView> change(
            SqlConnection tx,
            Caller caller,
            Found before,
            @Nullable String ifMatch,
            AnnotationInput input,
            ZoneId zone) {
        AnnotationView was = before.view();
        Versions.check(ifMatch, was.version());
        Bodies.refuse(input.wrong(zone));
        if (was.source().kind() == AnnotationView.Kind.CONNECTION) {
            throw ProblemException.of(
                    409,
                    "TOLD_BY_CONNECTION",
                    "Told by a connection",
                    "'" + was.source().name() + "' told this; it is kept as it was told.",
                    "Remove it, or add one of your own beside it.");
        }
        AnnotationView now =
                annotations.view(was.id(), was.version() + 1, was.source().name(), input, zone);
        if (Annotations.same(now, was)) {
            return Uni.createFrom().item(was);
        }
        return AnnotationRows.change(tx, time.newId(), now)
                .chain(() ->
                        audit.record(
                                tx,
                                caller,
                                "annotation.changed",
                                "annotation",
                                was.id().toString(),
                                Bodies.changes(Annotations.plain(was), Annotations.plain(now))))
                .replaceWith(now);
    }

    Uni<Void> remove(Caller caller, String project, UUID id, @Nullable String ifMatch) {
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        annotations
                                .requireLive(tx, caller, project)
                                .chain(found ->
                                        Annotations.require(tx, found, id)
                                                .invoke(it ->
                                                        Versions.check(
                                                                ifMatch, it.view().version()))
                                                .chain(it ->
                                                        AnnotationRows.remove(
                                                                        tx, id, annotations.now())
                                                                .chain(() ->
                                                                        audit.record(
                                                                                tx,
                                                                                caller,
                                                                                "annotation.removed",
                                                                                "annotation",
                                                                                id.toString(),
                                                                                Annotations.detail(
                                                                                        found,
                                                                                        it
                                                                                                .view()))))));
    }
}
