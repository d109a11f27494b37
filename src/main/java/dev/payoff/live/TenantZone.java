package dev.payoff.live;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.ZoneId;
import java.util.UUID;

/** The zone of a tenant's days and months. */
final class TenantZone {

    private static final String SELECT = "SELECT zone FROM tenant WHERE id = $1";

    private TenantZone() {}

    static Uni<ZoneId> of(SqlConnection tx, UUID tenantId) {
        return tx.preparedQuery(SELECT)
                .execute(Tuple.of(tenantId))
                .map(rows -> ZoneId.of(rows.iterator().next().getString("zone")));
    }
}
