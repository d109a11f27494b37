package dev.payoff.live;

import dev.payoff.portfolio.ProjectRef;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.ZoneOffset;

/** A project as it was known: its figures are discounted at the rate that was in force then. */
final class KnownProject {

    private static final String DISCOUNT_RATE =
            """
            SELECT (definition->>'discountRate')::numeric AS rate FROM project_version
             WHERE project_id = $1 AND known_from <= $2 ORDER BY version DESC LIMIT 1
            """;

    private KnownProject() {}

    static Uni<ProjectRef> of(SqlConnection tx, ProjectRef project, Moment moment) {
        if (moment.asKnownAt() == null) {
            return Uni.createFrom().item(project);
        }
        return tx.preparedQuery(DISCOUNT_RATE)
                .execute(Tuple.of(project.id(), moment.asKnownAt().atOffset(ZoneOffset.UTC)))
                .map(rows ->
                        rows.rowCount() == 0
                                ? project
                                : project.withDiscountRate(
                                        rows.iterator().next().getBigDecimal("rate")));
    }
}
