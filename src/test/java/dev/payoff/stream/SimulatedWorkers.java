package dev.payoff.stream;

import dev.payoff.stream.SimulatedStore.Crash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Workers that read a simulated log into a simulated store, and what befalls them: partitions that
 * are given to another, processes that stop and wake up as zombies, processes that die,
 * transactions that fail at any step, commits whose answer is lost. One thread; the seed decides
 * everything.
 */
final class SimulatedWorkers {

    private static final int WORKERS = 3;
    private static final int MOST_PREFETCHED = 2;
    private static final int MOST_POLLED = 6;

    private final SimulatedLog log;
    private final Random random;
    private final boolean fenced;
    private final Worker[] workers = new Worker[WORKERS];
    private final Map<LogPosition, Integer> owners = new HashMap<>();
    SimulatedStore store;
    boolean calm;
    int fencedOff;
    int crashes;
    int lostAnswers;
    int kills;

    SimulatedWorkers(SimulatedLog log, Random random, boolean fenced) {
        this.log = log;
        this.random = random;
        this.fenced = fenced;
        this.store = SimulatedStore.empty(log);
        for (int i = 0; i < WORKERS; i++) {
            workers[i] = new Worker(i);
        }
        log.partitions.sequencedKeySet().forEach(at -> give(at, random.nextInt(WORKERS)));
    }

    /** A process. It believes what it was told last. */
    private final class Worker {
        final int number;
        final PartitionClaims claims = new PartitionClaims();
        final Map<LogPosition, Long> positions = new TreeMap<>();
        final Set<LogPosition> unclaimed = new HashSet<>();
        final Deque<Map<LogPosition, List<SimulatedLog.Entry>>> prefetched = new ArrayDeque<>();
        final List<LogPosition> revokedWhilePaused = new ArrayList<>();
        @Nullable Batch heldByPause;

        Worker(int number) {
            this.number = number;
            claims.rewindBy((at, offset) -> positions.computeIfPresent(at, (p, was) -> offset));
            claims.reclaimBy(unclaimed::addAll);
        }

        boolean isPaused() {
            return heldByPause != null;
        }

        void claim(LogPosition at) {
            unclaimed.remove(at);
            if (owners.get(at) == number) {
                OffsetStore.Claim claim = store.claim(at);
                claims.claim(at, claim);
                positions.put(at, claim.nextOffset());
            }
        }

        void revoke(LogPosition at) {
            claims.release(at);
            positions.remove(at);
            unclaimed.remove(at);
        }

        void poll() {
            if (prefetched.size() >= MOST_PREFETCHED) {
                return;
            }
            Map<LogPosition, List<SimulatedLog.Entry>> records = new TreeMap<>();
            positions.forEach((at, from) -> {
                List<SimulatedLog.Entry> read = log.read(at, from, 1 + random.nextInt(MOST_POLLED));
                if (!read.isEmpty()) {
                    records.put(at, read);
                }
            });
            records.forEach((at, read) -> positions.put(at, read.getLast().offset() + 1));
            if (!records.isEmpty()) {
                prefetched.add(records);
            }
        }

        /** As {@link StreamWorker} decodes what one poll brought. */
        @Nullable Batch next() {
            Map<LogPosition, List<SimulatedLog.Entry>> records = prefetched.poll();
            if (records == null) {
                return null;
            }
            SortedMap<LogPosition, OffsetStore.Move> moves = new TreeMap<>();
            List<Batch.Item> items = new ArrayList<>();
            records.forEach((at, read) ->
                    claims.admit(at, read.getFirst().offset(), read.getLast().offset())
                            .ifPresent(move -> {
                                moves.put(at, move);
                                read.stream()
                                        .filter(entry -> entry.offset() >= move.expected())
                                        .forEach(entry -> items.add(entry.item()));
                            }));
            return moves.isEmpty() ? null : new Batch(moves, items);
        }

        /** As {@link Lane} commits: until it is committed, another's, or the process dies. */
        void commit(Batch batch) {
            while (true) {
                try {
                    int crashAt = calm || random.nextInt(4) > 0 ? -1 : random.nextInt(6);
                    int[] steps = {0};
                    SimulatedStore next =
                            store.after(
                                    batch,
                                    fenced,
                                    () -> {
                                        if (steps[0]++ == crashAt) {
                                            crashes++;
                                            throw new Crash();
                                        }
                                    });
                    if (dies()) {
                        return;
                    }
                    store = next;
                    if (dies()) {
                        return;
                    }
                    if (!calm && random.nextInt(6) == 0) {
                        lostAnswers++;
                        throw new Crash();
                    }
                    claims.moved(batch.moves());
                    return;
                } catch (Crash | BatchTransaction.FencedException failure) {
                    switch (claims.compare(batch.moves(), store.offsets)) {
                        case UNCHANGED -> {}
                        case COMMITTED -> {
                            claims.moved(batch.moves());
                            return;
                        }
                        case LOST -> {
                            fencedOff++;
                            claims.dropped(batch.moves(), store.offsets);
                            return;
                        }
                    }
                }
            }
        }

        private boolean dies() {
            if (calm || random.nextInt(12) > 0) {
                return false;
            }
            kills++;
            workers[number] = new Worker(number);
            owners.forEach((at, owner) -> {
                if (owner == number) {
                    give(at, random.nextInt(WORKERS));
                }
            });
            return true;
        }

        /** A paused process wakes up: it goes on with its batch, and hears what it has lost. */
        void resume() {
            Batch batch = heldByPause;
            heldByPause = null;
            boolean hearsFirst = random.nextBoolean();
            if (hearsFirst) {
                hear();
            }
            if (batch != null) {
                commit(batch);
            }
            if (workers[number] == this) {
                hear();
            }
        }

        private void hear() {
            revokedWhilePaused.stream()
                    .filter(at -> owners.get(at) != number || unclaimed.contains(at))
                    .forEach(this::revoke);
            revokedWhilePaused.clear();
            owners.forEach((at, owner) -> {
                if (owner == number && !claims.isHeld(at)) {
                    unclaimed.add(at);
                }
            });
        }
    }

    /** Kafka gives a partition to a worker, and tells the former one unless it does not listen. */
    private void give(LogPosition at, int to) {
        Integer from = owners.put(at, to);
        if (from != null) {
            Worker former = workers[from];
            if (former.isPaused()) {
                former.revokedWhilePaused.add(at);
            } else {
                former.revoke(at);
            }
        }
        Worker taker = workers[to];
        if (taker.isPaused()) {
            taker.revokedWhilePaused.add(at);
        } else if (calm || random.nextInt(5) > 0) {
            taker.claim(at);
        } else {
            taker.unclaimed.add(at);
        }
    }

    /** Something happens to somebody. */
    void step() {
        Worker worker = workers[random.nextInt(WORKERS)];
        if (worker.isPaused()) {
            if (random.nextInt(4) == 0) {
                worker.resume();
            }
            return;
        }
        switch (random.nextInt(10)) {
            case 0 -> {
                List<LogPosition> all = List.copyOf(log.partitions.sequencedKeySet());
                give(all.get(random.nextInt(all.size())), random.nextInt(WORKERS));
            }
            case 1 -> List.copyOf(worker.unclaimed).forEach(worker::claim);
            case 2, 3, 4, 5 -> worker.poll();
            default -> {
                Batch batch = worker.next();
                if (batch != null && random.nextInt(8) == 0) {
                    worker.heldByPause = batch;
                } else if (batch != null) {
                    worker.commit(batch);
                }
            }
        }
    }

    /** Nothing fails any more: everybody wakes up, and reads until the end of the log. */
    boolean settle(int mostRounds) {
        calm = true;
        for (Worker worker : workers) {
            worker.resume();
        }
        for (int round = 0; round < mostRounds; round++) {
            if (isDone()) {
                return true;
            }
            for (Worker worker : workers) {
                List.copyOf(worker.unclaimed).forEach(worker::claim);
                worker.poll();
                Batch batch = worker.next();
                if (batch != null) {
                    worker.commit(batch);
                }
            }
        }
        return false;
    }

    private boolean isDone() {
        return log.partitions.keySet().stream()
                .allMatch(at -> store.offsets.get(at).nextOffset() == log.end(at));
    }
}
