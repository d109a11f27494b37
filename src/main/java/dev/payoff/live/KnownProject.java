package dev.payoff.live;

import dev.payoff.app.Moment;
import dev.payoff.portfolio.ProjectRef;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Projects as they were known: their figures are discounted at the rate that was in force then. */
final class KnownProject {

    private static final String DISCOUNT_RATE =
            """
            SELECT DISTINCT ON (project_id) project_id, (definition->>'discountRate')::numeric AS rate FROM project_version
             WHERE project_id = ANY($1) AND known_from <= $2 ORDER BY project_id, version DESC
            """;

    private KnownProject() {}

    static Uni<List<ProjectRef>> of(SqlConnection tx, List<ProjectRef> projects, Moment moment) {
        Instant known = moment.asKnownAt();
        if (known == null) {
            return Uni.createFrom().item(projects);
        }
        return tx.preparedQuery(DISCOUNT_RATE)
                .execute(
                        Tuple.of(
                                projects.stream().map(ProjectRef::id).toArray(UUID[]::new),
                                known.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    Map<UUID, BigDecimal> rates = new HashMap<>();
                    rows.forEach(
                            row -> rates.put(row.getUUID("project_id"), row.getBigDecimal("rate")));
                    return projects.stream()
                            .map(it -> {
                                BigDecimal rate = rates.get(it.id());
                                return rate == null ? it : it.withDiscountRate(rate);
                            })
                            .toList();
                });
    }
}
