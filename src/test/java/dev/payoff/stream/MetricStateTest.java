package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.value.HourWindow;
import io.vertx.core.json.JsonArray;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricStateTest {

    @Test
    void aTailReadFromItsJsonIsTheSameToTheLastDigit() {
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            List<HourWindow> tail = new ArrayList<>();
            Instant start = Instant.EPOCH.plus(random.nextInt(500_000), ChronoUnit.HOURS);
            for (int hour = 0; hour < random.nextInt(3); hour++) {
                tail.add(
                        new HourWindow(
                                start.plus(hour, ChronoUnit.HOURS),
                                2,
                                new BigDecimal(
                                        new java.math.BigInteger(120, random), random.nextInt(60)),
                                new BigDecimal(
                                        new java.math.BigInteger(60, random), random.nextInt(20)),
                                random.nextInt(3)));
            }
            String stored = MetricState.tailJson(tail).encode();
            assertThat(MetricState.tail(new JsonArray(stored))).isEqualTo(tail);
        }
    }

    @Test
    void theLastReadingIsTheGreatestByTimeThenPartitionThenOffset() {
        Instant at = Given.START;
        MetricState.Last last = new MetricState.Last(BigDecimal.ONE, at, 1, 10);
        assertThat(last.before(new MetricState.Last(BigDecimal.ONE, at.plusNanos(1000), 0, 0)))
                .isTrue();
        assertThat(last.before(new MetricState.Last(BigDecimal.ONE, at, 2, 0))).isTrue();
        assertThat(last.before(new MetricState.Last(BigDecimal.ONE, at, 1, 11))).isTrue();
        assertThat(last.before(last)).isFalse();
        assertThat(last.before(new MetricState.Last(BigDecimal.ONE, at, 0, 99))).isFalse();
        assertThat(last.before(new MetricState.Last(BigDecimal.ONE, at.minusNanos(1000), 9, 99)))
                .isFalse();
    }

    @Test
    void onlyTheSameDefinitionsOfMetricAndProjectAreTheSameValuation() {
        MetricDef metric = Given.metric(new java.util.UUID(1, 2));
        MetricState state = MetricState.fresh(metric);
        assertThat(state.valuedAs(metric)).isTrue();
        assertThat(
                        new MetricState(
                                        state.metricId(),
                                        state.tenantId(),
                                        state.projectId(),
                                        metric.version(),
                                        metric.projectVersion() + 1,
                                        0,
                                        0,
                                        null,
                                        null,
                                        state.value())
                                .valuedAs(metric))
                .isFalse();
    }
}
