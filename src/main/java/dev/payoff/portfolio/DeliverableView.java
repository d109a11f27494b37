package dev.payoff.portfolio;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A deliverable as it is told. */
@Schema(name = "Deliverable")
record DeliverableView(
        UUID id,
        UUID projectId,
        @JsonUnwrapped DeliverableInput told,
        int version,
        Instant createdAt)
        implements Answers.Part {

    static DeliverableView of(Deliverable deliverable) {
        return new DeliverableView(
                deliverable.id,
                deliverable.projectId,
                DeliverableInput.of(deliverable),
                deliverable.version,
                deliverable.createdAt);
    }
}
