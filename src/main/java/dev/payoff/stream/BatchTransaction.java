package dev.payoff.stream;

import dev.payoff.app.TimeAndChance;
import dev.payoff.value.HourWindow;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one batch, in one transaction: fence, look up, lock, judge, store, fold, value,
 * watch, book cost, keep what was refused, tell. Each step is a statement a table, whatever the
 * number of records.
 */
final class BatchTransaction {

    /**
     * The batch is another worker's by now, or was committed before; nothing of it may be written.
     */
    static final class FencedException extends RuntimeException {
        FencedException() {
            super("The batch was fenced off: its partitions moved on.", null, false, false);
        }
    }

    private final MetricDirectory directory;
    private final Watch watch;
    private final TimeAndChance chance;
    private final Admission admission;
    private final SeenReadings seen = new SeenReadings();
    private final KnownStates known = new KnownStates();

    BatchTransaction(MetricDirectory directory, Watch watch, TimeAndChance chance) {
        this.directory = directory;
        this.watch = watch;
        this.chance = chance;
        this.admission = new Admission(directory);
    }

    /**
     * Does everything but commit. Fails with {@link FencedException} if the batch must be dropped.
     */
    Uni<Flush> run(SqlConnection tx, Batch batch, Instant now) {
        Flush flush = new Flush(batch, now);
        return fence(tx, flush)
                .chain(() -> ReadingRetention.bound(tx))
                .invoke(bound -> flush.bound = bound)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> lookUp(tx, flush))
                .chain(() -> lock(tx, flush))
                .chain(() -> judge(tx, flush))
                .chain(() -> MeasurementStore.insert(tx, flush.verdicts, now))
                .chain(() -> fold(tx, flush))
                .chain(() -> value(tx, flush))
                .chain(() -> watch.afterReadings(tx, flush))
                .chain(() -> bookCosts(tx, flush))
                .chain(() -> Rejections.write(tx, flush.rejections, now, chance))
                .chain(() -> Outbox.write(tx, flush.messages, now))
                .chain(() -> OffsetStore.count(tx, flush.tallies()))
                .replaceWith(flush);
    }

    /** The flush is committed, and known to be. */
    void committed(Flush flush) {
        known.remember(flush.states);
    }

    /**
     * Whether the batch should be tried again at once: a reading was there that was taken to be
     * new. The next try looks all of them up, so it does not end this way again.
     */
    boolean surprised(Throwable failure) {
        if (!MeasurementStore.isAboutAStoredReading(failure) || !seen.isTrusting()) {
            return false;
        }
        seen.surprised();
        return true;
    }

    private static Uni<Void> fence(SqlConnection tx, Flush flush) {
        return OffsetStore.fence(tx, flush.batch.moves(), flush.now)
                .invoke(moved -> {
                    if (!moved) {
                        throw new FencedException();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> lookUp(SqlConnection tx, Flush flush) {
        @Nullable MetricDef[] metrics = directory.metricsOf(flush.batch);
        return directory
                .learn(tx, flush.batch, metrics)
                .chain(() -> directory.learnTenants(tx, flush.batch, metrics))
                .invoke(() -> flush.name(metrics));
    }

    private Uni<Void> lock(SqlConnection tx, Flush flush) {
        TreeSet<UUID> ids = new TreeSet<>(WindowKey.BY_BYTES);
        ids.addAll(flush.metrics.keySet());
        return StateStore.lock(tx, ids, known)
                .chain(found ->
                        found.size() == ids.size()
                                ? Uni.createFrom().item(found)
                                : StateStore.ensure(tx, missing(ids, found), flush.now)
                                        .chain(() -> StateStore.lock(tx, ids, known)))
                .invoke(found -> flush.locked = found)
                .chain(() -> reloadChanged(tx, flush));
    }

    private static TreeSet<UUID> missing(TreeSet<UUID> ids, Map<UUID, StateStore.Locked> found) {
        TreeSet<UUID> missing = new TreeSet<>(ids);
        missing.removeAll(found.keySet());
        return missing;
    }

    private Uni<Void> reloadChanged(SqlConnection tx, Flush flush) {
        List<UUID> changed =
                flush.metrics.values().stream()
                        .filter(metric -> isChanged(metric, flush.locked.get(metric.id())))
                        .map(MetricDef::id)
                        .toList();
        return directory
                .reload(tx, changed)
                .invoke(() -> {
                    if (!changed.isEmpty()) {
                        flush.name(directory.metricsOf(flush.batch));
                    }
                });
    }

    private static boolean isChanged(MetricDef metric, StateStore.@Nullable Locked locked) {
        return locked == null
                || locked.metricVersion() != metric.version()
                || locked.projectVersion() != metric.projectVersion()
                || locked.archived() != metric.limits().archived();
    }

    /** Judging and folding cost CPU; the event loop also serves people. */
    private Uni<Void> judge(SqlConnection tx, Flush flush) {
        return CostStore.targets(tx, flush.batch.costs())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(targets -> {
                    List<Batch.Item> records = flush.batch.records();
                    for (int i = 0; i < records.size(); i++) {
                        admission.admit(flush, records.get(i), flush.metricOf[i], targets);
                    }
                    Set<Candidate.Identity> asked = seen.inQuestion(flush.candidates);
                    flush.inQuestion = asked;
                    return MeasurementStore.lookUp(tx, asked);
                })
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(stored -> Admission.classify(flush, stored))
                .replaceWithVoid();
    }

    private Uni<Void> fold(SqlConnection tx, Flush flush) {
        return watch.beforeFold(tx, flush)
                .chain(() -> WindowStore.around(tx, lateStretches(flush)))
                .invoke(found -> flush.neighbourhoods = found)
                .chain(() -> SketchStore.changed(tx, flush.fold.buckets()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(sketches ->
                        WindowStore.add(tx, flush.fold.deltas(), flush.metrics, sketches, flush.now)
                                .chain(() ->
                                        WindowStore.refold(
                                                tx,
                                                flush.fold.anew(),
                                                flush.metrics,
                                                sketches,
                                                flush.now)));
    }

    /** Where readings fell before the tail, the hours around them are needed as they were. */
    private static List<WindowStore.Stretch> lateStretches(Flush flush) {
        List<WindowStore.Stretch> stretches = new ArrayList<>();
        for (UUID id : flush.fold.metrics()) {
            SortedMap<Instant, ?> hours = flush.fold.hoursOf(id);
            List<HourWindow> tail = locked(flush, id).state().value().tail();
            if (!hours.isEmpty()
                    && !tail.isEmpty()
                    && hours.firstKey().isBefore(tail.getFirst().start())) {
                stretches.add(new WindowStore.Stretch(id, hours.firstKey(), hours.lastKey()));
            }
        }
        return stretches;
    }

    static StateStore.Locked locked(Flush flush, UUID metricId) {
        return Objects.requireNonNull(flush.locked.get(metricId));
    }

    private static Uni<Void> value(SqlConnection tx, Flush flush) {
        List<UUID> anew = new ArrayList<>();
        List<UUID> corrected = new ArrayList<>();
        for (UUID id : flush.fold.metrics()) {
            MetricDef metric = Objects.requireNonNull(flush.metrics.get(id));
            if (flush.fold.isCorrected(id)) {
                corrected.add(id);
                anew.add(id);
            } else if (!locked(flush, id).state().valuedAs(metric)) {
                anew.add(id);
            }
        }
        return WindowStore.hours(tx, anew)
                .chain(hours ->
                        StateStore.extents(tx, corrected)
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .invoke(extents -> {
                                    flush.states = StateStep.next(flush, hours, extents);
                                    flush.messages.addAll(Restatements.of(flush, hours));
                                }))
                .chain(() -> StateStore.save(tx, flush.states, flush.now));
    }

    private Uni<Void> bookCosts(SqlConnection tx, Flush flush) {
        return CostStore.book(tx, flush.costLines, flush.now, chance)
                .invoke(booked -> {
                    for (CostStore.Line line : booked.added()) {
                        flush.valid(line.at());
                        flush.touchedProjects.add(line.target().projectId());
                    }
                    booked.duplicates().forEach(line -> flush.duplicate(line.at()));
                    for (CostStore.Line line : booked.conflicts()) {
                        flush.reject(
                                line.target().tenantId(),
                                new Batch.Item(
                                        line.at(),
                                        line.offset(),
                                        null,
                                        WireCodec.encode(line.wire()),
                                        new Decoded.Usable(line.wire())),
                                new Decoded.Refused(
                                        RejectCode.CONFLICT,
                                        "The cost line '"
                                                + line.wire().eventId()
                                                + "' of project '"
                                                + line.target().key()
                                                + "' was recorded before with another amount, currency or day."));
                    }
                })
                .replaceWithVoid();
    }
}
