package dev.payoff.portfolio;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Dependencies in the current transaction. */
@ApplicationScoped
class DependencyRepository implements PanacheRepositoryBase<Dependency, UUID> {}
