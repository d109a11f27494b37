package dev.payoff.acceptance;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one tenant's part of the log comes to, counted once more by one thread, slowly and from the
 * start, with nothing of the product's code: another JSON parser, own rules of identity,
 * duplicates, corrections and conflicts, own windows. Only the registry's definitions come from
 * PostgreSQL. Of two contradicting records of one identity the earlier of a partition counts; a
 * metric is meant to come by one topic, else which is earlier is not told by the log.
 */
public final class Recount {

    /** How far ahead of the broker's clock a reading may be. */
    private static final Duration FUTURE = Duration.ofMinutes(5);

    private record Identity(String metric, String identity) {}

    private record Known(LogEntry.Reading reading, Window.Counted counted) {}

    final Map<Window.Key, Window> windows = new HashMap<>();
    final Map<String, Long> measurements = new TreeMap<>();
    final Map<String, String> rejected = new TreeMap<>();
    final Map<String, BigDecimal> costs = new TreeMap<>();
    final Set<String> identities = new HashSet<>();
    long records;
    long valid;
    long duplicates;

    private final Map<Identity, TreeMap<Integer, Known>> known = new HashMap<>();
    private final Map<String, LogEntry.Cost> costLines = new HashMap<>();
    private final Map<String, Window.Counted> last = new HashMap<>();

    private Recount() {}

    static Recount of(
            List<KafkaLog.Entry> log,
            String tenant,
            String tenantId,
            Map<String, Definition> metrics) {
        Recount recount = new Recount();
        for (KafkaLog.Entry entry : log) {
            switch (entry.parsed()) {
                case LogEntry.Unusable(String named, String why) -> {
                    if (tenant.equals(named) || tenantId.equals(named)) {
                        recount.refuse(entry, why);
                    }
                }
                case LogEntry.Reading reading -> {
                    if (tenant.equals(reading.tenant()) || tenantId.equals(reading.tenant())) {
                        recount.reading(entry, reading, metrics.get(reading.metric()));
                    }
                }
                case LogEntry.Cost cost -> {
                    if (tenant.equals(cost.tenant()) || tenantId.equals(cost.tenant())) {
                        recount.cost(entry, cost);
                    }
                }
            }
        }
        recount.fold(metrics);
        return recount;
    }

    /** The event ids, or what stands for them, of all readings of the log. */
    public boolean holds(String metric, String eventId) {
        return identities.contains(metric + " id " + eventId);
    }

    /** How many records of the tenant the log holds. */
    public long records() {
        return records;
    }

    /** How many of them said what an earlier one had said. */
    public long duplicates() {
        return duplicates;
    }

    /** How many of them may not count. */
    public long rejections() {
        return rejected.size();
    }

    /** How many windows they come to. */
    public long windows() {
        return windows.size();
    }

    private void refuse(KafkaLog.Entry entry, String why) {
        records++;
        rejected.put(entry.origin(), why);
    }

    private void reading(KafkaLog.Entry entry, LogEntry.Reading reading, Definition metric) {
        identities.add(reading.metric() + " " + reading.identity());
        String why = metric == null ? "unknown metric" : whyNot(entry, reading, metric);
        if (why != null) {
            refuse(entry, why);
            return;
        }
        TreeMap<Integer, Known> revisions =
                known.computeIfAbsent(
                        new Identity(metric.id(), reading.identity()), id -> new TreeMap<>());
        Known before = revisions.get(reading.revision());
        if (before != null && !before.reading().saysTheSame(reading)) {
            refuse(entry, "contradicts offset " + before.counted().offset());
            return;
        }
        records++;
        if (before != null) {
            duplicates++;
            return;
        }
        valid++;
        measurements.merge(metric.id(), 1L, Long::sum);
        revisions.put(
                reading.revision(),
                new Known(
                        reading,
                        new Window.Counted(
                                reading.observed(),
                                reading.value(),
                                entry.topic(),
                                entry.partition(),
                                entry.offset())));
    }

    private static String whyNot(
            KafkaLog.Entry entry, LogEntry.Reading reading, Definition metric) {
        if (metric.archived()) {
            return "archived";
        }
        Instant at = reading.observed();
        if (at.getEpochSecond() < 0
                || at.isAfter(Instant.ofEpochMilli(entry.timestamp()).plus(FUTURE))) {
            return "time";
        }
        if (reading.unit() != null && !reading.unit().equals(metric.unit())) {
            return "unit";
        }
        BigDecimal value = reading.value();
        return metric.minimum() != null && value.compareTo(metric.minimum()) < 0
                        || metric.maximum() != null && value.compareTo(metric.maximum()) > 0
                ? "range"
                : null;
    }

    private void cost(KafkaLog.Entry entry, LogEntry.Cost cost) {
        LogEntry.Cost before = costLines.putIfAbsent(cost.project() + "\n" + cost.identity(), cost);
        if (before == null) {
            records++;
            valid++;
            costs.merge(
                    cost.project() + (cost.planned() ? " planned " : " ") + cost.currency(),
                    cost.amount(),
                    BigDecimal::add);
        } else if (before.amount().compareTo(cost.amount()) == 0
                && before.currency().equals(cost.currency())
                && before.on().equals(cost.on())
                && before.planned() == cost.planned()) {
            records++;
            duplicates++;
        } else {
            refuse(entry, "contradicts an earlier cost line");
        }
    }

    private void fold(Map<String, Definition> metrics) {
        known.forEach((identity, revisions) -> {
            Window.Counted counted = revisions.lastEntry().getValue().counted();
            Definition metric = metrics.get(identity.metric());
            for (int size = 1; size <= 4; size++) {
                Instant start = Window.start(size, counted.observed(), metric.zone());
                add(new Window.Key(identity.metric(), size, start), counted);
            }
        });
    }

    private void add(Window.Key key, Window.Counted counted) {
        BigDecimal value = counted.value();
        String name = key.metric() + key.size() + key.start();
        Window.Counted latest = last.merge(name, counted, (a, b) -> b.isAfter(a) ? b : a);
        Window one = new Window(1, value, value.pow(2), value, value, value);
        windows.merge(
                key,
                one,
                (a, b) ->
                        new Window(
                                a.count() + 1,
                                a.sum().add(value),
                                a.squares().add(value.pow(2)),
                                a.minimum().min(value),
                                a.maximum().max(value),
                                latest.value()));
    }
}
