package dev.payoff.portfolio;

import dev.payoff.app.TimeAndChance;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.UUID;

/** Keeps each state of a project and of a metric, in the transaction that made it. */
@ApplicationScoped
class History {

    // Clocks of two instances may differ: what is known later never carries an earlier time.
    private static final String INSERT =
            """
            INSERT INTO %1$s_version (%1$s_id, version, tenant_id, known_from, definition)
            VALUES (?1, ?2, ?3,
                    greatest(cast(?4 AS timestamptz),
                             (SELECT max(known_from) + interval '1 microsecond'
                                FROM %1$s_version WHERE %1$s_id = ?5)),
                    cast(cast(?6 AS text) AS jsonb))\
            """;

    private final TimeAndChance time;

    History(TimeAndChance time) {
        this.time = time;
    }

    Uni<Void> keep(ProjectView project, UUID tenant) {
        return keep("project", project.id(), project.version(), tenant, Bodies.text(project));
    }

    Uni<Void> keep(MetricView metric, UUID tenant) {
        return keep("metric", metric.id(), metric.version(), tenant, Bodies.text(metric));
    }

    private Uni<Void> keep(String kind, UUID id, int version, UUID tenant, String definition) {
        return Panache.getSession()
                .chain(session ->
                        session.flush()
                                .chain(() ->
                                        session.createNativeQuery(INSERT.formatted(kind))
                                                .setParameter(1, id)
                                                .setParameter(2, version)
                                                .setParameter(3, tenant)
                                                .setParameter(
                                                        4, time.now().atOffset(ZoneOffset.UTC))
                                                .setParameter(5, id)
                                                .setParameter(6, definition)
                                                .executeUpdate()))
                .replaceWithVoid();
    }
}
