package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.value.HourWindow;
import dev.payoff.value.ValueState;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When a figure that was told is told anew. */
class RestatementsTest {

    private static final MetricDef METRIC = Given.metric(new UUID(9, 9));
    private static final Instant FIRST = Given.START;
    private static final Instant LAST = FIRST.plus(Duration.ofHours(2));
    private static final List<HourWindow> HOURS = List.of(hour(FIRST), hour(LAST));

    private static HourWindow hour(Instant start) {
        return new HourWindow(start, 1, new BigDecimal(44_000), BigDecimal.ZERO, 0);
    }

    private static MetricState state(int definitionVersion, long revision) {
        return new MetricState(
                METRIC.id(),
                METRIC.tenantId(),
                METRIC.projectId(),
                definitionVersion,
                METRIC.projectVersion(),
                revision,
                2,
                FIRST,
                new MetricState.Last(new BigDecimal(44_000), LAST, 0, 1),
                ValueState.of(METRIC.terms(), HOURS));
    }

    private static List<Outbox.Message> after(MetricState before, Instant at) {
        Flush flush =
                new Flush(new Batch(new TreeMap<>(), List.of()), LAST.plus(Duration.ofMinutes(30)));
        flush.metrics.put(METRIC.id(), METRIC);
        flush.locked = Map.of(METRIC.id(), new StateStore.Locked(before, 3, 5, false));
        flush.fold =
                WindowFold.of(
                        List.of(
                                new Classifier.Verdict.Fresh(
                                        Given.candidate(
                                                METRIC, Given.reading("e", 0, "46000", at), 2))));
        flush.states = List.of(state(3, before.revision() + 1));
        return Restatements.of(flush, Map.of());
    }

    @Test
    void aReadingBeforeTheLastHourRestatesWhatWasTold() {
        JsonObject told = after(state(3, 7), FIRST.plusSeconds(60)).getFirst().payload();
        assertThat(told.getString("asOf")).isEqualTo(LAST.toString());
        assertThat(told.getLong("revision")).isEqualTo(8);
        // The hour's mean rises by 1,000, and it is carried for one more hour.
        assertThat(new BigDecimal(told.getValue("change").toString()))
                .isEqualByComparingTo("-2.7378507871");
        assertThat(told.getJsonArray("reasons")).isEmpty();
    }

    @Test
    void aReadingOfAnHourThatWasOnlyCarriedRestatesItToo() {
        JsonObject told = after(state(3, 7), FIRST.plusSeconds(3600)).getFirst().payload();
        assertThat(new BigDecimal(told.getValue("change").toString()))
                .isEqualByComparingTo("-2.7378507871");
        assertThat(told.getString("from")).isEqualTo(FIRST.plusSeconds(3600).toString());
    }

    @Test
    void aReadingOfTheLastHourOrLaterIsNews() {
        assertThat(after(state(3, 7), LAST)).isEmpty();
        assertThat(after(state(3, 7), LAST.plus(Duration.ofHours(3)))).isEmpty();
    }

    @Test
    void whereTheDefinitionChangedTooTheAmountsAreUnknown_andTheReasonIsTold() {
        JsonObject told = after(state(2, 7), FIRST.plusSeconds(60)).getFirst().payload();
        assertThat(told.getValue("realised")).isNull();
        assertThat(told.getValue("realisedBefore")).isNull();
        assertThat(told.getValue("change")).isNull();
        assertThat(told.getJsonArray("reasons").getString(0)).contains("definition changed");
    }
}
