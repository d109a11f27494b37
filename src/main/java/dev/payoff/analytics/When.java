package dev.payoff.analytics;

import dev.payoff.app.Moment;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** The two times that a question on the portfolio may tell; JAX-RS fills it. */
@NullUnmarked
public class When {

    /** What had happened by then. */
    @QueryParam("asOf")
    @Parameter(description = "What had happened by then.", example = "2026-11-21T00:00:00Z")
    @Nullable String asOf;

    /** What we knew by then. */
    @QueryParam("asKnownAt")
    @Parameter(
            description =
                    "What we knew by then: readings, costs, rates, definitions and terms of money.")
    @Nullable String asKnownAt;

    Moment moment(Instant now) {
        return Moment.of(asOf, asKnownAt, now);
    }
}
