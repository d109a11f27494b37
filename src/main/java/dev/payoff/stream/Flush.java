package dev.payoff.stream;

import dev.payoff.value.HourWindow;
import dev.payoff.value.WindowAggregate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt at committing a batch has found out so far. Used by one transaction, step by
 * step.
 */
final class Flush {

    final Batch batch;
    final Instant now;
    final Map<UUID, MetricDef> metrics = new HashMap<>();
    ReadingBound bound = ReadingBound.NONE;

    /** The metric of each record of the batch, where it names one that exists. */
    @Nullable MetricDef[] metricOf = {};

    final List<Candidate> candidates = new ArrayList<>();

    /** The record that each candidate came from, in the same order. */
    final List<Batch.Item> candidateItems = new ArrayList<>();

    /** Those that may be stored or said twice; null where that may be any of them. */
    @Nullable Set<Candidate.Identity> inQuestion;

    final List<CostStore.Line> costLines = new ArrayList<>();
    final List<Rejection> rejections = new ArrayList<>();
    final List<Outbox.Message> messages = new ArrayList<>();
    private final Map<LogPosition, Counts> counts = new HashMap<>();
    final Set<UUID> touchedProjects = new HashSet<>();
    Map<UUID, StateStore.Locked> locked = Map.of();
    List<Classifier.Verdict> verdicts = List.of();
    WindowFold fold = WindowFold.of(List.of());
    Map<UUID, List<HourWindow>> neighbourhoods = Map.of();
    List<MetricState> states = List.of();
    List<WatchedRule> rules = List.of();
    Map<WindowKey, WindowAggregate> windowsBefore = Map.of();

    Flush(Batch batch, Instant now) {
        this.batch = batch;
        this.now = now;
        batch.moves().keySet().forEach(at -> counts.put(at, new Counts()));
    }

    /** Takes over which metric each record is about. */
    void name(@Nullable MetricDef[] found) {
        metricOf = found;
        for (MetricDef metric : found) {
            if (metric != null) {
                metrics.put(metric.id(), metric);
            }
        }
    }

    void valid(LogPosition at) {
        counts(at).valid++;
    }

    void duplicate(LogPosition at) {
        counts(at).duplicate++;
    }

    void reject(@Nullable UUID tenantId, Batch.Item item, Decoded.Refused refused) {
        rejections.add(Rejection.of(tenantId, item.origin(), refused, item.bytes()));
        counts(item.at()).rejected++;
    }

    private Counts counts(LogPosition at) {
        return Objects.requireNonNull(counts.get(at));
    }

    /** How the records of each partition turned out. */
    SortedMap<LogPosition, OffsetStore.Tally> tallies() {
        SortedMap<LogPosition, OffsetStore.Tally> tallies = new TreeMap<>();
        counts.forEach((at, c) ->
                tallies.put(at, new OffsetStore.Tally(c.valid, c.duplicate, c.rejected)));
        return tallies;
    }

    /** Counted up record by record. */
    private static final class Counts {
        private long valid;
        private long duplicate;
        private long rejected;
    }
}
