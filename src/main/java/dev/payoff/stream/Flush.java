package dev.payoff.stream;

import dev.payoff.value.HourWindow;
import dev.payoff.value.WindowAggregate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    final List<Candidate> candidates = new ArrayList<>();
    final List<CostStore.Line> costLines = new ArrayList<>();
    final List<Rejection> rejections = new ArrayList<>();
    final List<Outbox.Message> messages = new ArrayList<>();
    final SortedMap<LogPosition, OffsetStore.Tally> tallies = new TreeMap<>();
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
        batch.moves().keySet().forEach(at -> tallies.put(at, new OffsetStore.Tally(0, 0, 0)));
    }

    void valid(LogPosition at) {
        tally(at, new OffsetStore.Tally(1, 0, 0));
    }

    void duplicate(LogPosition at) {
        tally(at, new OffsetStore.Tally(0, 1, 0));
    }

    void reject(@Nullable UUID tenantId, Batch.Item item, Decoded.Refused refused) {
        rejections.add(Rejection.of(tenantId, item.origin(), refused, item.bytes()));
        tally(item.at(), new OffsetStore.Tally(0, 0, 1));
    }

    private void tally(LogPosition at, OffsetStore.Tally one) {
        tallies.merge(at, one, OffsetStore.Tally::plus);
    }
}
