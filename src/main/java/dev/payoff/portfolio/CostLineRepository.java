package dev.payoff.portfolio;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Cost lines in the current transaction. */
@ApplicationScoped
class CostLineRepository implements PanacheRepositoryBase<CostLine, UUID> {}
