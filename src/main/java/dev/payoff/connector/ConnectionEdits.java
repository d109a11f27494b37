package dev.payoff.connector;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import dev.payoff.connector.ConnectionResource.ConnectionChange;
import dev.payoff.connector.ConnectionStore.Stored;
import dev.payoff.connector.ConnectionStore.View;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes connections: checked, with an audit row, and a pulling one is asked again at once. */
@ApplicationScoped
public class ConnectionEdits {

    private final TenantDb db;
    private final Connectors connectors;
    private final Connections connections;
    private final ConnectionSettings settings;
    private final Audit audit;
    private final TimeAndChance time;

    ConnectionEdits(
            TenantDb db,
            Connectors connectors,
            Connections connections,
            ConnectionSettings settings,
            Audit audit,
            TimeAndChance time) {
        this.db = db;
        this.connectors = connectors;
        this.connections = connections;
        this.settings = settings;
        this.audit = audit;
        this.time = time;
    }

    /**
     * Sets some settings of a connection of a kind; the others stay.
     *
     * @throws ProblemException 404 where there is none of this kind, 400 where a setting is wrong
     */
    public Uni<Void> set(Caller caller, UUID id, String kind, Map<String, Object> config) {
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                ConnectionStore.find(tx, id)
                                        .chain(stored -> {
                                            if (!stored.view().kind().equals(kind)) {
                                                throw ProblemException.notFound(
                                                        "connection of kind " + kind,
                                                        id.toString());
                                            }
                                            return change(
                                                    tx,
                                                    caller,
                                                    stored,
                                                    new ConnectionChange(null, config, null));
                                        }))
                .replaceWithVoid();
    }

    /** Changes a connection; the answer is what it is now. */
    Uni<Stored> change(Caller caller, UUID id, @Nullable String ifMatch, ConnectionChange change) {
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        ConnectionStore.find(tx, id)
                                .chain(stored -> {
                                    Versions.check(ifMatch, stored.view().version());
                                    return change(tx, caller, stored, change);
                                }));
    }

    private Uni<Stored> change(
            SqlConnection tx, Caller caller, Stored stored, ConnectionChange change) {
        View old = stored.view();
        UUID id = old.id();
        Manifest manifest = connectors.manifest(old.kind());
        Map<String, String> secrets = connections.open(id, stored.sealed());
        JsonObject given = manifest.withDefaults(ConnectionSettings.merged(old, change, secrets));
        settings.check(manifest, given, secrets);
        secrets.putAll(ConnectionSettings.takeSecrets(manifest, given));
        View changed =
                new View(
                        id,
                        old.kind(),
                        change.name() == null ? old.name() : change.name(),
                        given.getMap(),
                        new TreeSet<>(secrets.keySet()),
                        change.enabled() == null ? old.enabled() : change.enabled(),
                        null,
                        old.version(),
                        old.createdAt(),
                        old.lastSuccess(),
                        connectors.asks(manifest, secrets.keySet())
                                ? time.now().atOffset(ZoneOffset.UTC)
                                : null,
                        0,
                        null,
                        null);
        return ConnectionStore.update(
                        tx, changed, connections.seal(id, secrets), changed.nextPull())
                .chain(() ->
                        audit.record(
                                tx,
                                caller,
                                "connection.changed",
                                "connection",
                                id.toString(),
                                new JsonObject().put("fields", ConnectionSettings.fields(change))))
                .chain(() -> ConnectionStore.find(tx, id));
    }
}
