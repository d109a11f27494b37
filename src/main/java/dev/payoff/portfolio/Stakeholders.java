package dev.payoff.portfolio;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.TenantSession;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** What people do with a project's stakeholders; the audit trail keeps no word about the person. */
@Singleton
class Stakeholders extends ProjectParts<Stakeholder, StakeholderInput, StakeholderView> {

    Stakeholders(
            TenantSession tenants,
            ProjectRepository projects,
            StakeholderRepository stakeholders,
            Audit audit,
            Bodies bodies,
            TimeAndChance time) {
        super(
                "stakeholder",
                StakeholderInput.class,
                stakeholders,
                tenants,
                projects,
                audit,
                bodies,
                time);
    }

    @Override
    Stakeholder blank() {
        return new Stakeholder();
    }

    @Override
    StakeholderInput told(Stakeholder row) {
        return StakeholderInput.of(row);
    }

    @Override
    void tell(StakeholderInput told, Stakeholder row) {
        told.applyTo(row);
    }

    @Override
    StakeholderView view(Stakeholder row) {
        return StakeholderView.of(row);
    }

    @Override
    JsonObject changes(StakeholderInput before, StakeholderInput after) {
        return Bodies.changedNames(before, after);
    }

    @Override
    Uni<Void> check(UUID project, StakeholderInput told) {
        return Uni.createFrom().voidItem();
    }
}
