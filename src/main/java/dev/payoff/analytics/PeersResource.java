package dev.payoff.analytics;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Comparison with other tenants of this installation, for those who take part. */
@Path("/api/v1/benchmarks/peers")
@Tag(name = "Portfolio")
@Produces(MediaType.APPLICATION_JSON)
public class PeersResource {

    private static final String CELLS =
            """
            SELECT figure, of_class, vintage, tenants, p25, p50, p75, epsilon FROM benchmark_cell
             WHERE vintage = (SELECT max(vintage) FROM benchmark_cell) ORDER BY figure, of_class LIMIT 1000
            """;

    private static final String MECHANISM =
            "Each tenant counts once in a class, by the median of its projects. Classes have at least 20 tenants; smaller"
                    + " ones are folded into Other. Each quantile is drawn by the exponential mechanism with the epsilon told."
                    + " Figures are clipped: budgetGrowth and roiSimple to -1 to 10, scheduleGrowth to -1 to 5,"
                    + " realisationToDate to -1 to 3. A month costs a tenant at most epsilon 3.75 a class.";

    private final CurrentCaller current;
    private final TenantDb db;
    private final Audit audit;
    private final TimeAndChance time;

    PeersResource(CurrentCaller current, TenantDb db, Audit audit, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.audit = audit;
        this.time = time;
    }

    /** A class of tenants. */
    public record Cell(
            String figure,
            String of,
            LocalDate vintage,
            int tenants,
            BigDecimal p25,
            BigDecimal p50,
            BigDecimal p75,
            BigDecimal epsilon) {}

    /**
     * What this tenant sees.
     *
     * @param memberSince null: it takes no part, and {@code cells} is empty for that reason
     */
    public record Comparison(@Nullable Instant memberSince, List<Cell> cells, String mechanism) {}

    /** The latest comparison. */
    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary = "Comparison with other tenants, for those who take part",
            description =
                    "At least 20 tenants a class, with noise; see 'mechanism'. Made once a month.")
    public Uni<Comparison> get() {
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(caller.tenantId(), PeersResource::read);
    }

    /** Takes part. */
    @PUT
    @RolesAllowed("admin")
    @Operation(summary = "Takes part in the comparison between tenants")
    public Uni<Comparison> join() {
        Caller caller = current.get().require(Scopes.WRITE);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        "INSERT INTO benchmark_member (tenant_id, since) VALUES ($1, $2)"
                                                + " ON CONFLICT DO NOTHING")
                                .execute(Tuple.of(caller.tenantId(), ScenarioStore.at(time.now())))
                                .call(rows -> note(tx, caller, "benchmark.joined", rows.rowCount()))
                                .chain(() -> read(tx)));
    }

    /** Takes no more part; what was told before stays told. */
    @DELETE
    @RolesAllowed("admin")
    @Operation(summary = "Takes no more part in the comparison between tenants")
    public Uni<Void> leave() {
        Caller caller = current.get().require(Scopes.WRITE);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        tx.query("DELETE FROM benchmark_member")
                                .execute()
                                .chain(rows ->
                                        note(tx, caller, "benchmark.left", rows.rowCount())));
    }

    private Uni<Void> note(SqlConnection tx, Caller caller, String action, int changed) {
        return changed == 0
                ? Uni.createFrom().voidItem()
                : audit.record(
                        tx,
                        caller,
                        action,
                        "tenant",
                        caller.tenantId().toString(),
                        new JsonObject());
    }

    private static Uni<Comparison> read(SqlConnection tx) {
        return tx.query("SELECT since FROM benchmark_member")
                .execute()
                .chain(members -> {
                    OffsetDateTime since = null;
                    for (Row row : members) {
                        since = row.getOffsetDateTime("since");
                    }
                    if (since == null) {
                        return Uni.createFrom().item(new Comparison(null, List.of(), MECHANISM));
                    }
                    Instant member = since.toInstant();
                    return tx.query(CELLS)
                            .execute()
                            .map(rows -> {
                                List<Cell> cells = new ArrayList<>();
                                rows.forEach(row -> cells.add(cell(row)));
                                return new Comparison(member, cells, MECHANISM);
                            });
                });
    }

    private static Cell cell(Row row) {
        return new Cell(
                row.getString("figure"),
                row.getString("of_class"),
                row.getLocalDate("vintage"),
                row.getInteger("tenants"),
                row.getBigDecimal("p25"),
                row.getBigDecimal("p50"),
                row.getBigDecimal("p75"),
                row.getBigDecimal("epsilon"));
    }
}
