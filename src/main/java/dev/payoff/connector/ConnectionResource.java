package dev.payoff.connector;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import dev.payoff.connector.ConnectionStore.View;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The outside systems that a tenant has set up. */
@Path("/api/v1/connections")
@Tag(name = "Connections")
public class ConnectionResource {

    private static final String LIST = "connections";

    /**
     * A connection to set up.
     *
     * @param config settings by name, secrets among them; see {@code GET /api/v1/connectors}
     */
    public record NewConnection(
            @NotBlank String kind,
            @NotBlank @Size(max = 100) String name,
            @NotNull Map<String, Object> config,
            @Nullable Boolean enabled) {}

    /**
     * What to change; what is left out stays.
     *
     * @param config settings to change; null as a value takes one away
     */
    public record ConnectionChange(
            @Nullable @Size(min = 1, max = 100) String name,
            @Nullable Map<String, Object> config,
            @Nullable Boolean enabled) {}

    private final CurrentCaller current;
    private final TenantDb db;
    private final Connectors connectors;
    private final Connections connections;
    private final ConnectionSettings settings;
    private final ConnectionEdits edits;
    private final Audit audit;
    private final TimeAndChance time;

    ConnectionResource(
            CurrentCaller current,
            TenantDb db,
            Connectors connectors,
            Connections connections,
            ConnectionSettings settings,
            ConnectionEdits edits,
            Audit audit,
            TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.connectors = connectors;
        this.connections = connections;
        this.settings = settings;
        this.edits = edits;
        this.audit = audit;
        this.time = time;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "The connections, by name")
    public Uni<Page<View>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        Caller caller = current.get().require(Scopes.READ);
        Cursor after = Cursor.decode(cursor, LIST, 2);
        return db.inTransaction(caller.tenantId(), tx -> ConnectionStore.page(tx, after, limit))
                .map(rows ->
                        Page.cut(
                                rows,
                                limit,
                                row -> shown(row.view(), null),
                                row -> Cursor.encode(LIST, row.view().name(), row.view().id())));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "One connection")
    public Uni<Response> get(@PathParam("id") UUID id) {
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(caller.tenantId(), tx -> ConnectionStore.find(tx, id))
                .map(found -> answer(200, shown(found.view(), null)));
    }

    @POST
    @RolesAllowed("manager")
    @Operation(
            summary = "Set a connection up",
            description =
                    "Secrets are sealed and never shown again; one that was left out and can be made up"
                            + " by us is in the answer's 'generated', this once.")
    public Uni<Response> create(@Valid @NotNull NewConnection wanted) {
        Caller caller = current.get().require(Scopes.WRITE);
        Manifest manifest = connectors.manifest(wanted.kind());
        JsonObject given = manifest.withDefaults(new JsonObject(wanted.config()));
        Map<String, String> generated = settings.generate(manifest, given);
        settings.check(manifest, given, Map.of());
        UUID id = time.newId();
        OffsetDateTime now = time.now().atOffset(ZoneOffset.UTC);
        Map<String, String> secrets = ConnectionSettings.takeSecrets(manifest, given);
        boolean enabled = !Boolean.FALSE.equals(wanted.enabled());
        View view =
                new View(
                        id,
                        wanted.kind(),
                        wanted.name(),
                        given.getMap(),
                        new TreeSet<>(secrets.keySet()),
                        enabled,
                        null,
                        0,
                        now,
                        null,
                        connectors.asks(manifest, secrets.keySet()) ? now : null,
                        0,
                        null,
                        null);
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                ConnectionStore.insert(
                                                tx,
                                                caller.tenantId(),
                                                view,
                                                connections.seal(id, secrets),
                                                now)
                                        .chain(() ->
                                                audit.record(
                                                        tx,
                                                        caller,
                                                        "connection.created",
                                                        "connection",
                                                        id.toString(),
                                                        new JsonObject()
                                                                .put("kind", wanted.kind())
                                                                .put("name", wanted.name()))))
                .map(done -> answer(201, shown(view, generated.isEmpty() ? null : generated)));
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed("manager")
    @Operation(summary = "Change a connection; settings and secrets that are left out stay")
    public Uni<Response> change(
            @PathParam("id") UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Valid @NotNull ConnectionChange change) {
        Caller caller = current.get().require(Scopes.WRITE);
        return edits.change(caller, id, ifMatch, change)
                .map(found -> answer(200, shown(found.view(), null)));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed("manager")
    @Operation(summary = "Remove a connection and its feeds; its credentials are erased")
    public Uni<Response> remove(@PathParam("id") UUID id) {
        Caller caller = current.get().require(Scopes.WRITE);
        OffsetDateTime now = time.now().atOffset(ZoneOffset.UTC);
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                ConnectionStore.find(tx, id)
                                        .chain(() -> ConnectionStore.remove(tx, id, now))
                                        .chain(() ->
                                                audit.record(
                                                        tx,
                                                        caller,
                                                        "connection.removed",
                                                        "connection",
                                                        id.toString(),
                                                        new JsonObject())))
                .replaceWith(() -> Response.noContent().build());
    }

    private View shown(View view, @Nullable Map<String, String> generated) {
        Connector connector = connectors.connector(view.kind());
        boolean called = connector instanceof Webhook || connector instanceof Push;
        return view.shown(called ? "/hooks/" + view.id() : null, generated);
    }

    private static Response answer(int status, View view) {
        Response.ResponseBuilder answer =
                Response.status(status)
                        .entity(view)
                        .header(HttpHeaders.ETAG, Versions.etag(view.version()));
        if (status == 201) {
            answer.location(URI.create("/api/v1/connections/" + view.id()));
        }
        return answer.build();
    }
}
