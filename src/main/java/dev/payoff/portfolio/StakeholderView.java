package dev.payoff.portfolio;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A stakeholder as it is told. */
@Schema(name = "Stakeholder")
record StakeholderView(
        UUID id,
        UUID projectId,
        @JsonUnwrapped StakeholderInput told,
        int version,
        Instant createdAt)
        implements Answers.Part {

    static StakeholderView of(Stakeholder stakeholder) {
        return new StakeholderView(
                stakeholder.id,
                stakeholder.projectId,
                StakeholderInput.of(stakeholder),
                stakeholder.version,
                stakeholder.createdAt);
    }
}
