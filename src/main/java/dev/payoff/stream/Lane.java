package dev.payoff.stream;

import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A line of commits: some of the partitions, one batch at a time, in the order of the log. What
 * comes while one is under way is the next, all of it, so that a record waits for the rest of one
 * commit and its own. A batch is tried until it is committed or until its partitions turn out to be
 * another's. What one lane keeps in mind no other touches, so two commit beside each other as two
 * processes would.
 */
final class Lane {

    private static final Logger LOG = Logger.getLogger(Lane.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /**
     * After so long an attempt is taken for lost: an error that is thrown where nobody can catch it
     * (a class that cannot be loaded, a stack that is full) ends what would have told of it. Should
     * the attempt still come to its end, the fence lets only one of the two count.
     */
    private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(2);

    private final Pool pool;
    private final PartitionClaims claims;
    private final Figures figures;
    private final StreamMeters meters;
    private final TimeAndChance time;

    private final int room;
    private final WaitingParts waiting = new WaitingParts();
    private boolean underWay;

    /** Done when what waits is taken up. */
    private CompletableFuture<Void> takenUp = CompletableFuture.completedFuture(null);

    /** Done when nothing waits and nothing is under way. */
    private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

    /** Why this lane commits nothing any more; null while it does. */
    private @Nullable Throwable broken;

    private volatile BatchTransaction transaction;

    /**
     * @param room for so many records that wait, before whoever brings more has to wait too
     */
    Lane(
            Pool pool,
            PartitionClaims claims,
            Figures figures,
            StreamMeters meters,
            TimeAndChance time,
            int room) {
        this.pool = pool;
        this.claims = claims;
        this.figures = figures;
        this.meters = meters;
        this.time = time;
        this.room = room;
        this.transaction = nothingInMind();
    }

    /**
     * Commits these after those that came before, together with what else comes until then. Done at
     * once where there is room for more to wait, otherwise once these are on their way; fails once
     * the lane has stopped for good.
     */
    Uni<Void> take(List<WaitingParts.Part> parts) {
        CompletableFuture<Void> done;
        synchronized (this) {
            if (broken != null) {
                return Uni.createFrom().failure(broken);
            }
            if (waiting.isEmpty()) {
                takenUp = new CompletableFuture<>();
            }
            parts.forEach(waiting::add);
            done = takenUp;
            if (waiting.records() <= room) {
                done = CompletableFuture.completedFuture(null);
            }
            if (underWay) {
                return Uni.createFrom().completionStage(done);
            }
            underWay = true;
            idle = new CompletableFuture<>();
        }
        goOn();
        synchronized (this) {
            return broken != null
                    ? Uni.createFrom().failure(broken)
                    : Uni.createFrom().completionStage(done);
        }
    }

    /** Done once nothing waits and nothing is under way. */
    synchronized Uni<Void> idle() {
        return Uni.createFrom().completionStage(idle);
    }

    /** What is thrown where a commit ends would be heard by nobody. */
    private void goOn() {
        try {
            next();
        } catch (RuntimeException failure) {
            broken(failure);
        }
    }

    private void next() {
        List<WaitingParts.Part> parts;
        CompletableFuture<Void> done;
        synchronized (this) {
            underWay = !waiting.isEmpty();
            parts = waiting.take();
            done = underWay ? takenUp : idle;
            if (!waiting.isEmpty()) {
                takenUp = new CompletableFuture<>();
            }
        }
        if (!parts.isEmpty()) {
            Batch batch = admitted(parts);
            Uni<Void> committed =
                    batch.moves().isEmpty()
                            ? Uni.createFrom().voidItem()
                            : commit(batch, FIRST_PAUSE);
            committed.subscribe().with(nothing -> goOn(), this::broken);
        }
        done.complete(null);
    }

    /**
     * Nothing may go past a batch whose fate is not known. Whoever waits for this lane is told, and
     * whoever brings more, so that the channel stops and says so.
     */
    private void broken(Throwable failure) {
        LOG.error("A lane has stopped: what became of its batch is not known", failure);
        List<CompletableFuture<Void>> waiters;
        synchronized (this) {
            broken = failure;
            waiters = List.of(idle, takenUp);
        }
        waiters.forEach(waiter -> waiter.completeExceptionally(failure));
    }

    /** What is still ours and comes next, now that everything before it has its fate. */
    private Batch admitted(List<WaitingParts.Part> parts) {
        TreeMap<LogPosition, OffsetStore.Move> moves = new TreeMap<>();
        List<Batch.Item> items = new ArrayList<>();
        for (WaitingParts.Part part : parts) {
            claims.admit(part.at(), part.first(), part.last())
                    .ifPresent(move -> {
                        moves.put(part.at(), move);
                        for (Batch.Item item : part.items()) {
                            if (item.offset() >= move.expected()) {
                                items.add(item);
                            }
                        }
                    });
        }
        return new Batch(moves, items);
    }

    private Uni<Void> commit(Batch batch, Duration pause) {
        Instant now = time.now();
        return attempt(batch, now)
                .onFailure(transaction::surprised)
                .recoverWithUni(stored -> {
                    meters.retried(stored);
                    return attempt(batch, now);
                })
                .chain(flush -> committed(batch, flush))
                .onFailure()
                .recoverWithUni(failure -> afterFailure(batch, failure, pause));
    }

    private Uni<Flush> attempt(Batch batch, Instant now) {
        return Uni.createFrom()
                .deferred(() -> pool.withTransaction(tx -> transaction.run(tx, batch, now)))
                .ifNoItem()
                .after(LONGEST_ATTEMPT)
                .fail()
                .onFailure(TimeoutException.class)
                .invoke(lost -> transaction = nothingInMind());
    }

    /** An attempt that was given up may still run, and goes on using what it has in mind. */
    private BatchTransaction nothingInMind() {
        return new BatchTransaction(new MetricDirectory(), new Watch(), time);
    }

    private Uni<Void> committed(Batch batch, Flush flush) {
        claims.moved(batch.moves());
        transaction.committed(flush);
        meters.committed(flush);
        figures.moved(flush);
        return Uni.createFrom().voidItem();
    }

    /**
     * A commit whose answer was lost may have happened: the offsets tell. They are asked before the
     * next attempt, which the fence would otherwise refuse as another's.
     */
    private Uni<Void> afterFailure(Batch batch, Throwable failure, Duration pause) {
        meters.retried(failure);
        boolean fenced = failure instanceof BatchTransaction.FencedException;
        if (!fenced) {
            LOG.warnf(
                    "A batch of %d records was not committed, trying again: %s",
                    batch.records().size(), failure.toString());
            if (!(failure instanceof PgException)) {
                LOG.debug("Why the batch failed", failure);
            }
        }
        Duration wait = fenced ? Duration.ofMillis(1) : jittered(pause);
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(wait)
                .chain(() -> OffsetStore.read(pool, batch.moves().keySet()))
                .chain(stored ->
                        switch (claims.compare(batch.moves(), stored)) {
                            case UNCHANGED -> commit(batch, longer(pause));
                            case COMMITTED -> {
                                claims.moved(batch.moves());
                                figures.missed();
                                yield Uni.createFrom().voidItem();
                            }
                            case LOST -> {
                                meters.fenced(batch.records().size());
                                LOG.infof(
                                        "A batch of %d records was fenced off and dropped: another claimed its partitions.",
                                        batch.records().size());
                                claims.dropped(batch.moves(), stored);
                                yield Uni.createFrom().voidItem();
                            }
                        })
                .onFailure()
                .recoverWithUni(again -> afterFailure(batch, again, longer(pause)));
    }

    private Duration jittered(Duration pause) {
        return Duration.ofMillis((long) (pause.toMillis() * (0.5 + time.fraction() / 2)) + 1);
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
