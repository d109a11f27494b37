package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import dev.payoff.stream.Decoded;
import dev.payoff.stream.Definitions;
import dev.payoff.stream.Gate;
import dev.payoff.stream.MetricDef;
import dev.payoff.stream.RejectCode;
import dev.payoff.stream.WireRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Judges readings as the stream will judge them, so that their sender is told at once. */
@ApplicationScoped
public class ReadingGate {

    /**
     * Which of a batch may go on.
     *
     * @param good with the full keys of their metrics
     * @param refused the others, by their place in the batch
     */
    public record Verdict(List<OutgoingReading> good, List<Receipt.Refusal> refused) {}

    private final TenantDb db;
    private final TimeAndChance time;

    ReadingGate(TenantDb db, TimeAndChance time) {
        this.db = db;
        this.time = time;
    }

    /** Judges a batch of at most some hundred readings, whose metrics are named by id or key. */
    public Uni<Verdict> judge(Caller caller, List<OutgoingReading> batch) {
        TreeSet<String> named = new TreeSet<>();
        batch.forEach(reading -> named.add(reading.metric()));
        if (named.isEmpty()) {
            return Uni.createFrom().item(new Verdict(List.of(), List.of()));
        }
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        Definitions.byReferences(tx, caller.tenantKey(), named)
                                .map(found -> judge(caller, batch, byName(found), time.now())));
    }

    private static Map<String, MetricDef> byName(List<MetricDef> found) {
        Map<String, MetricDef> byName = new HashMap<>();
        for (MetricDef metric : found) {
            byName.put(metric.key(), metric);
            byName.put(metric.id().toString(), metric);
        }
        return byName;
    }

    private static Verdict judge(
            Caller caller,
            List<OutgoingReading> batch,
            Map<String, MetricDef> metrics,
            Instant now) {
        Verdict verdict = new Verdict(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < batch.size(); i++) {
            OutgoingReading reading = batch.get(i);
            MetricDef metric = metrics.get(reading.metric());
            if (metric == null) {
                verdict.refused()
                        .add(
                                new Receipt.Refusal(
                                        i,
                                        RejectCode.UNKNOWN_METRIC.name(),
                                        "There is no value metric '" + reading.metric() + "'."));
                continue;
            }
            OutgoingReading full = named(reading, metric.key());
            Optional<Decoded.Refused> refused =
                    Gate.check(wire(caller, full), metric.limits(), now);
            if (refused.isPresent()) {
                verdict.refused()
                        .add(
                                new Receipt.Refusal(
                                        i, refused.get().code().name(), refused.get().detail()));
            } else {
                verdict.good().add(full);
            }
        }
        return verdict;
    }

    private static OutgoingReading named(OutgoingReading reading, String metric) {
        return new OutgoingReading(
                metric,
                reading.value(),
                reading.observedAt(),
                reading.eventId(),
                reading.revision(),
                reading.confidence(),
                reading.note(),
                reading.source());
    }

    private static WireRecord.Reading wire(Caller caller, OutgoingReading reading) {
        return new WireRecord.Reading(
                caller.tenantKey(),
                reading.metric(),
                reading.value(),
                reading.observedAt(),
                reading.eventId(),
                reading.revision(),
                reading.confidence(),
                reading.note(),
                reading.source(),
                null);
    }
}
