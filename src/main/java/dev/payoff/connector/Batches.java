package dev.payoff.connector;

import dev.payoff.app.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Does together what is asked for while the same is being done: what comes first is done at once
 * and by itself, what comes meanwhile waits for it and for a short pause, and is then done in one.
 * So a quiet time costs no wait, and a busy one few transactions. One piece of work a key is under
 * way at a time.
 *
 * <p>Where a batch fails, each of it is tried alone, so that one cannot spoil it for the others.
 * May be called by any thread.
 *
 * @param <K> what may be done together
 * @param <T> what is asked for
 * @param <R> what comes of each
 */
final class Batches<K, T, R> {

    /** Of one key; who comes then is told to come again. */
    static final int MAX_WAITING = 20_000;

    /**
     * The pause that floods of deliveries get: transactions cost more than what is in them, so they
     * are kept few.
     */
    static final Duration GATHERING = Duration.ofMillis(8);

    private record Waiting<T, R>(T item, UniEmitter<? super R> emitter) {}

    private final int most;
    private final Duration gathering;
    private final BiFunction<K, List<T>, Uni<List<R>>> work;
    private final Map<K, ArrayDeque<Waiting<T, R>>> lanes = new HashMap<>();

    /**
     * @param most of one batch
     * @param gathering between one batch and the next where more waits already; zero: none
     * @param work gives what came of each, in the order of the items
     */
    Batches(int most, Duration gathering, BiFunction<K, List<T>, Uni<List<R>>> work) {
        this.most = most;
        this.gathering = gathering;
        this.work = work;
    }

    /** Asks for one. */
    Uni<R> add(K key, T item) {
        return Uni.createFrom()
                .emitter(emitter -> {
                    Waiting<T, R> waiting = new Waiting<>(item, emitter);
                    boolean first = false;
                    synchronized (lanes) {
                        ArrayDeque<Waiting<T, R>> lane = lanes.get(key);
                        if (lane == null) {
                            first = true;
                            lanes.put(key, new ArrayDeque<>());
                        } else if (lane.size() < MAX_WAITING) {
                            lane.add(waiting);
                        } else {
                            emitter.fail(overloaded());
                        }
                    }
                    if (first) {
                        run(key, List.of(waiting));
                    }
                });
    }

    private void run(K key, List<Waiting<T, R>> batch) {
        together(key, batch)
                .onFailure()
                .recoverWithUni(
                        failure -> batch.size() == 1 ? failed(batch, failure) : each(key, batch))
                .subscribe()
                .with(done -> ended(key), failure -> ended(key));
    }

    private void ended(K key) {
        synchronized (lanes) {
            ArrayDeque<Waiting<T, R>> lane = lanes.get(key);
            if (lane == null || lane.isEmpty()) {
                lanes.remove(key);
                return;
            }
        }
        if (gathering.isZero()) {
            next(key);
        } else {
            Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(gathering)
                    .subscribe()
                    .with(passed -> next(key));
        }
    }

    private Uni<Void> together(K key, List<Waiting<T, R>> batch) {
        return Uni.createFrom()
                .deferred(() -> work.apply(key, batch.stream().map(Waiting::item).toList()))
                .invoke(results -> {
                    if (results.size() != batch.size()) {
                        throw new IllegalStateException(
                                results.size() + " results of " + batch.size() + " items");
                    }
                    for (int i = 0; i < batch.size(); i++) {
                        batch.get(i).emitter().complete(results.get(i));
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> each(K key, List<Waiting<T, R>> batch) {
        return Multi.createFrom()
                .iterable(batch)
                .onItem()
                .transformToUniAndConcatenate(one ->
                        together(key, List.of(one))
                                .onFailure()
                                .recoverWithUni(failure -> failed(List.of(one), failure))
                                .replaceWith(true))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> failed(List<Waiting<T, R>> batch, Throwable failure) {
        batch.forEach(waiting -> waiting.emitter().fail(failure));
        return Uni.createFrom().voidItem();
    }

    private void next(K key) {
        List<Waiting<T, R>> batch = new ArrayList<>();
        synchronized (lanes) {
            ArrayDeque<Waiting<T, R>> lane = lanes.get(key);
            while (lane != null && !lane.isEmpty() && batch.size() < most) {
                batch.add(lane.remove());
            }
        }
        run(key, batch);
    }

    private static ProblemException overloaded() {
        return ProblemException.of(
                503,
                "OVERLOADED",
                "Too much at once",
                "More than " + MAX_WAITING + " others wait for the same.",
                "Send it again in a few seconds.");
    }
}
