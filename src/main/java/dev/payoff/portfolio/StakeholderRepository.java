package dev.payoff.portfolio;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Stakeholders in the current transaction. */
@ApplicationScoped
class StakeholderRepository implements PanacheRepositoryBase<Stakeholder, UUID> {}
