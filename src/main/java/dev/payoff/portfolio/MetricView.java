package dev.payoff.portfolio;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.value.Gap;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A metric as it is told, and as each of its versions is kept. */
@Schema(name = "Metric")
record MetricView(
        UUID id,
        @Schema(description = "project-key/metric-key") String fullKey,
        UUID projectId,
        @JsonUnwrapped MetricInput decided,
        @Schema(
                        description =
                                "Why no money can be told yet, such as NO_BASELINE: an unmeasured"
                                        + " benefit, not a benefit of 0.")
                List<Gap> reasons,
        @Schema(
                        description =
                                "Whether its value counts in its project's figures; false where the"
                                        + " tenant's benefit gate holds it back, and its value is told"
                                        + " apart.")
                boolean counted,
        @Schema(
                        description =
                                "How the target moves over time, as set at /target-profile: an"
                                        + " array of points; null: the target and its date alone.",
                        implementation = Object.class)
                @Nullable JsonNode targetProfile,
        int version,
        Instant createdAt,
        @Nullable Instant archivedAt) {

    static MetricView of(Metric metric, Project project) {
        return new MetricView(
                metric.id,
                metric.fullKey,
                metric.projectId,
                metric.input(),
                MetricRules.gaps(metric.input(), project.goLive),
                metric.counted,
                metric.targetProfile == null ? null : Bodies.parsed(metric.targetProfile),
                metric.version,
                metric.createdAt,
                metric.archivedAt);
    }
}
