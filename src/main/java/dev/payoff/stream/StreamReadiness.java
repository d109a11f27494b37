package dev.payoff.stream;

import dev.payoff.app.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.SortedMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the stream can go on. A partition that stands still until a person decides makes a
 * process that only streams not ready; one that also serves people stays ready, since they are to
 * be served while that person decides, and says it in the check's data.
 */
@Readiness
@ApplicationScoped
class StreamReadiness implements HealthCheck {

    private final PartitionClaims claims;
    private final Roles roles;

    @Inject
    StreamReadiness(PartitionClaims claims, Roles roles) {
        this.claims = claims;
        this.roles = roles;
    }

    @Override
    public HealthCheckResponse call() {
        SortedMap<LogPosition, String> halted = claims.halted();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("stream").withData("partitions", claims.held());
        for (Map.Entry<LogPosition, String> each : halted.entrySet()) {
            LogPosition at = each.getKey();
            answer.withData("halted " + at.topic() + "/" + at.partition(), each.getValue());
        }
        boolean onlyStreams = !roles.plays(Roles.Role.WEB);
        return answer.status(halted.isEmpty() || !onlyStreams).build();
    }
}
