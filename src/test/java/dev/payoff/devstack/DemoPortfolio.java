package dev.payoff.devstack;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sample organisation of {@code devstack/sample-portfolio.json}: four projects of the three
 * types, one of them in trouble.
 */
final class DemoPortfolio {

    /** How long before the first start the projects went live. */
    static final Duration AGE = Duration.ofDays(75);

    static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private DemoPortfolio() {}

    /**
     * A project: what the API takes for it, its rules and its metrics. Go-live comes from the
     * clock.
     */
    record Sample(
            ObjectNode project,
            Costs costs,
            List<Metric> metrics,
            List<Deliverable> deliverables,
            @Nullable ObjectNode map,
            List<ObjectNode> rules) {

        String key() {
            return project.get("key").asText();
        }
    }

    /**
     * A deliverable as the API takes it, but for its dates, which come from the clock.
     *
     * @param id by which the map of its project names it
     * @param dueDay days from go-live
     * @param doneDay days from go-live; null: not done yet
     */
    record Deliverable(String id, int dueDay, @Nullable Integer doneDay, ObjectNode deliverable) {}

    /** The cost of each half month since go-live. */
    record Costs(String category, int planned, List<Integer> actual) {}

    /**
     * A metric as the API takes it, and how it moves.
     *
     * @param targetDay days from go-live to the date of its target; 0: none
     * @param trouble how far it goes wrong in the first half minute after each start
     */
    record Metric(ObjectNode metric, Shape series, int targetDay, double trouble) {

        String key() {
            return metric.get("key").asText();
        }

        boolean isFlow() {
            return metric.get("kind").asText().equals("FLOW");
        }
    }

    /** {@link DemoSeries} with its ramp in days. */
    record Shape(
            long seed,
            double from,
            double to,
            int rampDays,
            double wander,
            double daily,
            int scale) {

        DemoSeries series() {
            return new DemoSeries(seed, from, to, Duration.ofDays(rampDays), wander, daily, scale);
        }
    }

    static List<Sample> samples() throws IOException {
        try (InputStream in =
                DemoPortfolio.class.getResourceAsStream("/devstack/sample-portfolio.json")) {
            return List.of(JSON.readValue(in, Sample[].class));
        }
    }
}
