package dev.payoff.stream;

import java.util.HashMap;
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
    void admit(Flush flush, Batch.Item item, Map<String, CostStore.Target> targets) {
        switch (item.decoded()) {
            case Decoded.Refused refused -> flush.reject(tenantOf(item), item, refused);
            case Decoded.Usable(WireRecord.Reading reading) -> {
                MetricDef metric = directory.find(reading);
                if (metric == null) {
                    flush.reject(tenantOf(item), item, unknownMetric(reading));
                    return;
                }
                Gate.check(reading, metric.limits(), flush.now)
                        .ifPresentOrElse(
                                refused -> flush.reject(metric.tenantId(), item, refused),
                                () ->
                                        flush.candidates.add(
                                                new Candidate(
                                                        metric,
                                                        reading,
                                                        EventKey.of(reading),
                                                        item.at().code(),
                                                        item.offset())));
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
        flush.verdicts = Classifier.classify(flush.candidates, stored);
        Map<Long, Batch.Item> items = HashMap.newHashMap(0);
        for (Classifier.Verdict verdict : flush.verdicts) {
            Candidate candidate = verdict.candidate();
            LogPosition at = position(flush, candidate);
            switch (verdict) {
                case Classifier.Verdict.Fresh _,
                        Classifier.Verdict.Correction _,
                        Classifier.Verdict.Outdated _ ->
                        flush.valid(at);
                case Classifier.Verdict.Duplicate _ -> flush.duplicate(at);
                case Classifier.Verdict.Conflict(Candidate _, Classifier.Known before) ->
                        flush.reject(
                                candidate.metric().tenantId(),
                                item(flush, items, at, candidate.offset()),
                                conflict(candidate, before));
            }
        }
        flush.fold = WindowFold.of(flush.verdicts);
    }

    private static LogPosition position(Flush flush, Candidate candidate) {
        for (LogPosition at : flush.batch.moves().keySet()) {
            if (at.code() == candidate.partition()) {
                return at;
            }
        }
        throw new IllegalStateException("A candidate of a partition that is not in the batch.");
    }

    /** Conflicts are rare, so the index of records is made for the first one only. */
    private static Batch.Item item(
            Flush flush, Map<Long, Batch.Item> items, LogPosition at, long offset) {
        if (items.isEmpty()) {
            for (Batch.Item item : flush.batch.records()) {
                items.put(key(item.at(), item.offset()), item);
            }
        }
        return Objects.requireNonNull(items.get(key(at, offset)));
    }

    private static long key(LogPosition at, long offset) {
        return (long) at.code() << 42 | offset;
    }

    private static Decoded.Refused conflict(Candidate candidate, Classifier.Known before) {
        return new Decoded.Refused(
                RejectCode.CONFLICT,
                "The same reading of '"
                        + candidate.metric().key()
                        + "' (revision "
                        + candidate.wire().revision()
                        + ") was recorded before with "
                        + before.value().toPlainString()
                        + " at "
                        + before.observedAt()
                        + ". Send a correction with a higher revision.");
    }
}
