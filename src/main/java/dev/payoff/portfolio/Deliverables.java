package dev.payoff.portfolio;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.TenantSession;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** What people do with a project's deliverables. */
@Singleton
class Deliverables extends ProjectParts<Deliverable, DeliverableInput, DeliverableView> {

    private final MetricRepository metrics;

    Deliverables(
            TenantSession tenants,
            ProjectRepository projects,
            DeliverableRepository deliverables,
            MetricRepository metrics,
            Audit audit,
            Bodies bodies,
            TimeAndChance time) {
        super(
                "deliverable",
                DeliverableInput.class,
                deliverables,
                tenants,
                projects,
                audit,
                bodies,
                time);
        this.metrics = metrics;
    }

    @Override
    Deliverable blank() {
        return new Deliverable();
    }

    @Override
    DeliverableInput told(Deliverable row) {
        return DeliverableInput.of(row);
    }

    @Override
    void tell(DeliverableInput told, Deliverable row) {
        told.applyTo(row);
    }

    @Override
    DeliverableView view(Deliverable row) {
        return DeliverableView.of(row);
    }

    @Override
    JsonObject changes(DeliverableInput before, DeliverableInput after) {
        return Bodies.changes(before, after);
    }

    @Override
    Uni<Void> check(UUID project, DeliverableInput told) {
        return metrics.keysOf(project)
                .invoke(keys -> Bodies.refuse(DeliverableRules.check(told, keys)))
                .replaceWithVoid();
    }
}
