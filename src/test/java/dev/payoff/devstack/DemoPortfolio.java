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
 * types in two programmes. Three have spent for most of a year before they went live and have just
 * paid back; one is in trouble, and would not pay back though it kept what is still promised.
 */
final class DemoPortfolio {

    static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private DemoPortfolio() {}

    /**
     * A project: what the API takes for it, its rules and its metrics. All dates are told in days
     * from go-live.
     *
     * @param liveDays how long before the first start it went live
     */
    record Sample(
            ObjectNode project,
            int liveDays,
            List<Costs> costs,
            List<Metric> metrics,
            List<Deliverable> deliverables,
            @Nullable ObjectNode map,
            List<ObjectNode> rules,
            List<Event> events) {

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

    /**
     * Costs of one kind, at even distances; what lies ahead is planned only.
     *
     * @param planned what was planned each time
     * @param times how often
     * @param actual what it came to, one after the other, and from the first again
     */
    record Costs(
            String category,
            String nature,
            int firstDay,
            int everyDays,
            int planned,
            int times,
            List<Integer> actual) {}

    /** What happened, as the API takes it. */
    record Event(int day, ObjectNode annotation) {}

    /**
     * A metric as the API takes it, and how it moves.
     *
     * @param rampMonths in which its target is to be reached, along an S-curve; 0: at once
     * @param endDay when its benefit ends; 0: never
     * @param trouble how far it goes wrong in the first half minute after each start
     */
    record Metric(ObjectNode metric, Shape series, int rampMonths, int endDay, double trouble) {

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
