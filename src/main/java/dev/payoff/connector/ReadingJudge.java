package dev.payoff.connector;

import dev.payoff.stream.Decoded;
import dev.payoff.stream.Gate;
import dev.payoff.stream.MetricDef;
import dev.payoff.stream.RejectCode;
import dev.payoff.stream.WireRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges readings at the way in as the stream will judge them, so that whoever sends them is told.
 */
final class ReadingJudge {

    /** What is to become of a reading. */
    sealed interface Verdict {

        /** To be sent, under the metric's full key. */
        record Accepted(OutgoingReading reading) implements Verdict {}

        /** Not to be sent, and why. */
        record Refused(Decoded.Refused why) implements Verdict {}
    }

    private final Map<String, MetricDef> metrics = new HashMap<>();
    private final Instant now;

    /**
     * @param known the metrics that the readings name, as far as they exist
     * @param now against which times are judged
     */
    ReadingJudge(List<MetricDef> known, Instant now) {
        for (MetricDef metric : known) {
            metrics.put(metric.key(), metric);
            metrics.put(metric.id().toString(), metric);
        }
        this.now = now;
    }

    Verdict judge(WireRecord.Reading reading) {
        MetricDef metric = metrics.get(reading.metric());
        if (metric == null) {
            return new Verdict.Refused(
                    new Decoded.Refused(
                            RejectCode.UNKNOWN_METRIC,
                            "There is no value metric '" + reading.metric() + "'."));
        }
        Optional<Decoded.Refused> refused = Gate.check(reading, metric.limits(), now);
        return refused.isPresent()
                ? new Verdict.Refused(refused.get())
                : new Verdict.Accepted(outgoing(metric, reading));
    }

    private static OutgoingReading outgoing(MetricDef metric, WireRecord.Reading reading) {
        return new OutgoingReading(
                metric.key(),
                reading.value(),
                reading.observedAt(),
                reading.eventId(),
                reading.revision(),
                reading.confidence(),
                reading.note(),
                reading.source());
    }
}
