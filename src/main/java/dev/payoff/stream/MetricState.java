package dev.payoff.stream;

import dev.payoff.value.HourWindow;
import dev.payoff.value.ValueState;
import io.vertx.core.json.JsonArray;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a metric now. The last reading is the greatest by observed time, then partition,
 * then offset.
 *
 * @param revision raised by every transaction that changes anything here; orders figures
 * @param count readings that count
 */
record MetricState(
        UUID metricId,
        UUID tenantId,
        UUID projectId,
        int definitionVersion,
        int projectVersion,
        long revision,
        long count,
        @Nullable Instant firstObserved,
        @Nullable Last last,
        ValueState value) {

    /** The latest reading. */
    record Last(BigDecimal value, Instant observed, int partition, long offset) {

        boolean before(Last other) {
            int byTime = observed.compareTo(other.observed);
            if (byTime != 0) {
                return byTime < 0;
            }
            return partition != other.partition
                    ? partition < other.partition
                    : offset < other.offset;
        }
    }

    static MetricState fresh(MetricDef metric) {
        return new MetricState(
                metric.id(),
                metric.tenantId(),
                metric.projectId(),
                metric.version(),
                metric.projectVersion(),
                0,
                0,
                null,
                null,
                ValueState.EMPTY);
    }

    boolean valuedAs(MetricDef metric) {
        return definitionVersion == metric.version() && projectVersion == metric.projectVersion();
    }

    /** The hours that the tail keeps, as stored. */
    static JsonArray tailJson(List<HourWindow> tail) {
        JsonArray json = new JsonArray();
        for (HourWindow hour : tail) {
            json.add(
                    new JsonArray()
                            .add(ChronoUnit.HOURS.between(Instant.EPOCH, hour.start()))
                            .add(hour.count())
                            .add(hour.sum().toString())
                            .add(hour.confidenceSum().toString())
                            .add(hour.confidenceCount()));
        }
        return json;
    }

    /** The hours that a stored tail keeps. */
    static List<HourWindow> tail(JsonArray json) {
        List<HourWindow> tail = new ArrayList<>(json.size());
        for (int i = 0; i < json.size(); i++) {
            JsonArray hour = json.getJsonArray(i);
            tail.add(
                    new HourWindow(
                            Instant.EPOCH.plus(hour.getLong(0), ChronoUnit.HOURS),
                            hour.getLong(1),
                            new BigDecimal(hour.getString(2)),
                            new BigDecimal(hour.getString(3)),
                            hour.getLong(4)));
        }
        return tail;
    }
}
