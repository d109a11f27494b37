package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Shown;
import dev.payoff.value.HourWindow;
import dev.payoff.value.RealisedValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the simulated stream tells of value that was said otherwise before. */
final class SimulatedRestatements {

    private SimulatedRestatements() {}

    /** What an event says was told before, and is now, is what the hours come to. */
    static void check(
            Flush flush,
            List<Outbox.Message> messages,
            SimulatedStore before,
            SimulatedStore after) {
        Map<String, Outbox.Message> byMetric = new HashMap<>();
        messages.forEach(
                m -> assertThat(byMetric.put(m.payload().getString("metric"), m)).isNull());
        for (MetricState state : flush.states) {
            MetricDef metric = flush.metrics.get(state.metricId());
            List<HourWindow> was = before.hours(metric.id());
            List<HourWindow> is = after.hours(metric.id());
            Outbox.Message message = byMetric.get(metric.id().toString());
            if (message == null) {
                assertThat(is.subList(0, Math.max(0, was.size() - 1)))
                        .as("hours before the last, of which no event tells that they changed")
                        .isEqualTo(was.subList(0, Math.max(0, was.size() - 1)));
            } else {
                Instant asOf = Instant.parse(message.payload().getString("asOf"));
                assertThat(message.payload().getValue("realisedBefore"))
                        .isEqualTo(earned(metric, was, asOf));
                assertThat(message.payload().getValue("realised"))
                        .isEqualTo(earned(metric, is, asOf));
                assertThat(message.payload().getLong("revision")).isEqualTo(state.revision());
            }
        }
    }

    private static BigDecimal earned(MetricDef metric, List<HourWindow> hours, Instant asOf) {
        return Shown.figure(RealisedValue.earned(metric.terms(), hours, asOf).value());
    }
}
