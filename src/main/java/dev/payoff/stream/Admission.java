package dev.payoff.stream;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the records of a batch: which may count, which are refused and why, which were there
 * before.
 */
final class Admission {

    private final MetricDirectory directory;

    Admission(MetricDirectory directory) {
        this.directory = directory;
    }

    /** Lets a record in as a candidate or a cost line, or keeps it among the refused. */
    void admit(
            Flush flush,
            Batch.Item item,
            @Nullable MetricDef metric,
            Map<String, CostStore.Target> targets) {
        switch (item.decoded()) {
            case Decoded.Refused refused -> flush.reject(tenantOf(item), item, refused);
            case Decoded.Usable(WireRecord.Reading reading) -> {
                if (metric == null) {
                    flush.reject(tenantOf(item), item, unknownMetric(reading));
                    return;
                }
                Gate.check(reading, metric.limits(), flush.now)
                        .or(() -> Gate.checkAge(reading.observedAt(), flush.bound))
                        .ifPresentOrElse(
                                refused -> flush.reject(metric.tenantId(), item, refused),
                                () -> {
                                    flush.candidateItems.add(item);
                                    flush.candidates.add(
                                            new Candidate(
                                                    metric,
                                                    reading,
                                                    EventKey.of(reading),
                                                    item.at().code(),
                                                    item.offset()));
                                });
            }
            case Decoded.Usable(WireRecord.Cost cost) -> {
                CostStore.Target target = targets.get(CostStore.reference(cost));
                if (target == null) {
                    flush.reject(tenantOf(item), item, unknownProject(cost));
                } else if (target.archived()) {
                    flush.reject(
                            target.tenantId(),
                            item,
                            new Decoded.Refused(
                                    RejectCode.ARCHIVED,
                                    "The project '" + target.key() + "' is archived."));
                } else {
                    Gate.check(cost, flush.now)
                            .ifPresentOrElse(
                                    refused -> flush.reject(target.tenantId(), item, refused),
                                    () -> flush.costLines.add(line(target, cost, item)));
                }
            }
        }
    }

    private static CostStore.Line line(
            CostStore.Target target, WireRecord.Cost cost, Batch.Item item) {
        return new CostStore.Line(
                target,
                cost,
                EventKey.ofEventId(Objects.requireNonNull(cost.eventId())),
                item.at(),
                item.offset());
    }

    private @Nullable UUID tenantOf(Batch.Item item) {
        return directory.tenant(item.tenant());
    }

    private static Decoded.Refused unknownMetric(WireRecord.Reading reading) {
        return reading.tenant() == null
                ? new Decoded.Refused(RejectCode.UNKNOWN_TENANT, "The record names no tenant.")
                : new Decoded.Refused(
                        RejectCode.UNKNOWN_METRIC,
                        "The tenant '"
                                + reading.tenant()
                                + "' has no value metric '"
                                + reading.metric()
                                + "'.");
    }

    private static Decoded.Refused unknownProject(WireRecord.Cost cost) {
        return cost.tenant() == null
                ? new Decoded.Refused(RejectCode.UNKNOWN_TENANT, "The record names no tenant.")
                : new Decoded.Refused(
                        RejectCode.UNKNOWN_PROJECT,
                        "The tenant '"
                                + cost.tenant()
                                + "' has no project '"
                                + cost.project()
                                + "'.");
    }

    /**
     * Tells fresh readings from duplicates, corrections and conflicts, and folds those that count.
     */
    static void classify(Flush flush, Map<Candidate.Identity, List<Classifier.Known>> stored) {
        flush.verdicts =
                Classifier.classify(
                        flush.candidates, stored, flush.inQuestion, flush.bound.acceptedFrom());
        for (int i = 0; i < flush.verdicts.size(); i++) {
            Classifier.Verdict verdict = flush.verdicts.get(i);
            Batch.Item item = flush.candidateItems.get(i);
            LogPosition at = item.at();
            switch (verdict) {
                case Classifier.Verdict.Fresh _,
                        Classifier.Verdict.Correction _,
                        Classifier.Verdict.Outdated _ ->
                        flush.valid(at);
                case Classifier.Verdict.Duplicate _ -> flush.duplicate(at);
                case Classifier.Verdict.Conflict(Candidate candidate, Classifier.Known before) ->
                        flush.reject(
                                candidate.metric().tenantId(), item, conflict(candidate, before));
                case Classifier.Verdict.TooLate(Candidate candidate, Classifier.Known before) ->
                        flush.reject(
                                candidate.metric().tenantId(), item, tooLate(candidate, before));
            }
        }
        flush.fold = WindowFold.of(flush.verdicts);
    }

    private static Decoded.Refused tooLate(Candidate candidate, Classifier.Known before) {
        return new Decoded.Refused(
                RejectCode.NOT_KEPT,
                "The reading of '"
                        + candidate.metric().key()
                        + "' that this corrects (revision "
                        + before.revision()
                        + ") was observed at "
                        + before.observedAt()
                        + ", which is older than readings are kept (payoff.retention.readings).");
    }

    private static Decoded.Refused conflict(Candidate candidate, Classifier.Known before) {
        return new Decoded.Refused(
                RejectCode.CONFLICT,
                "The same reading of '"
                        + candidate.metric().key()
                        + "' (revision "
                        + candidate.wire().revision()
                        + ") was recorded before with "
                        + Objects.requireNonNull(before.value()).toPlainString()
                        + " at "
                        + before.observedAt()
                        + ". Send a correction with a higher revision.");
    }
}
