package dev.payoff.stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.alert.RuleTerms;
import dev.payoff.value.DatedAmount;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A contract test for benefits: what was measured and when it was known, and what must be told of
 * it. Read from YAML by {@link ContractReader}, played by {@link ContractPlay}, on the product's
 * own arithmetic and alert machine, without a database.
 *
 * @param metrics by their key within the project
 * @param events changes of rules and restarts, by time
 * @param owned ids of metrics, and of the project, that somebody owns
 * @param clock when the clock is looked at besides readings; null: never
 * @param readings in the order in which they became known
 */
record Contract(
        String name,
        ProjectRow project,
        Map<String, MetricDef> metrics,
        List<DatedAmount> costs,
        List<RuleTerms> rules,
        List<Event> events,
        Set<UUID> owned,
        @Nullable Clock clock,
        List<Arrival> readings,
        List<Expected> figures,
        List<ExpectedState> states,
        @Nullable List<JsonNode> episodes,
        @Nullable ExpectedFrames frames) {

    /** The most readings, and the most looks at the clock, of one contract. */
    static final int MAX_STEPS = 100_000;

    /** What happens beside readings, before those of the same instant. */
    sealed interface Event {

        Instant at();

        /** A rule has other terms from then on. */
        record Changed(Instant at, RuleTerms rule) implements Event {}

        /** Whoever watches stops, and another goes on with what was stored. */
        record Restarted(Instant at) implements Event {}
    }

    /** From when to when, and how often. */
    record Clock(Instant from, Instant to, Duration every) {}

    /**
     * A reading on its way in.
     *
     * @param known when it was recorded
     * @param eventId what corrections share; each reading without one is another
     */
    record Arrival(
            String metric,
            Instant observed,
            Instant known,
            BigDecimal value,
            @Nullable BigDecimal confidence,
            @Nullable String eventId,
            int revision,
            int number) {}

    /**
     * Figures at a moment, as known at another.
     *
     * @param known null: all that became known
     * @param value of the project; null: nothing is expected of it
     * @param metrics of metrics by their key
     */
    record Expected(
            Instant at,
            @Nullable Instant known,
            @Nullable JsonNode value,
            Map<String, JsonNode> metrics) {}

    /** Where a rule's alert stands after everything up to and including a moment. */
    record ExpectedState(Instant at, String rule, String state) {}

    /**
     * Frames of the live stream.
     *
     * @param of which events are compared; of these every frame must be there, in this order
     */
    record ExpectedFrames(Set<String> of, List<JsonNode> are) {}
}
