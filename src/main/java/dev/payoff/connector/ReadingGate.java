package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import dev.payoff.stream.Decoded;
import dev.payoff.stream.Definitions;
import dev.payoff.stream.WireRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
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
                                .map(found ->
                                        judge(caller, batch, new ReadingJudge(found, time.now()))));
    }

    private static Verdict judge(Caller caller, List<OutgoingReading> batch, ReadingJudge judge) {
        Verdict verdict = new Verdict(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < batch.size(); i++) {
            switch (judge.judge(wire(caller, batch.get(i)))) {
                case ReadingJudge.Verdict.Accepted(OutgoingReading reading) ->
                        verdict.good().add(reading);
                case ReadingJudge.Verdict.Refused(Decoded.Refused why) ->
                        verdict.refused()
                                .add(new Receipt.Refusal(i, why.code().name(), why.detail()));
            }
        }
        return verdict;
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
