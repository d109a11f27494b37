package dev.payoff.portfolio;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Deliverables in the current transaction. */
@ApplicationScoped
class DeliverableRepository implements PanacheRepositoryBase<Deliverable, UUID> {}
