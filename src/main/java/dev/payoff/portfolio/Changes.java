package dev.payoff.portfolio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Tells of changes to who wants to know; a listener's failure is logged, for the change stands. */
@ApplicationScoped
class Changes {

    private static final Logger LOG = Logger.getLogger(Changes.class);

    private final Event<ProjectChanged> event;

    Changes(Event<ProjectChanged> event) {
        this.event = event;
    }

    void tell(UUID tenant, UUID project) {
        event.fireAsync(new ProjectChanged(tenant, project))
                .whenComplete((told, failure) -> {
                    if (failure != null) {
                        LOG.warnf(failure, "A listener failed on a change of project %s", project);
                    }
                });
    }
}
