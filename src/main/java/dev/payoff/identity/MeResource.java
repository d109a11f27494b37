package dev.payoff.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who the caller is. */
@Path("/api/v1/me")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {

    private final TenantDb db;
    private final CurrentCaller caller;

    MeResource(TenantDb db, CurrentCaller caller) {
        this.db = db;
        this.caller = caller;
    }

    /** The caller's organisation. */
    public record Tenant(String key, String name, String zone, String currency) {}

    /**
     * The caller.
     *
     * @param scopes what this credential is limited to; empty: all that the role may
     */
    public record Me(Tenant tenant, String name, Role role, SortedSet<String> scopes) {}

    @GET
    @RolesAllowed("viewer")
    @NeedsScope(NeedsScope.ANY)
    @Operation(summary = "Who am I", description = "The caller, their role and organisation.")
    public Uni<Me> me() {
        Caller current = caller.get();
        return db.inTransaction(
                        current.tenantId(),
                        tx ->
                                tx.preparedQuery(
                                                "SELECT key, name, zone, currency FROM tenant WHERE id = $1")
                                        .execute(Tuple.of(current.tenantId())))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Me(
                            new Tenant(
                                    row.getString("key"),
                                    row.getString("name"),
                                    row.getString("zone"),
                                    row.getString("currency")),
                            current.name(),
                            current.role(),
                            new TreeSet<>(current.scopes()));
                });
    }
}
