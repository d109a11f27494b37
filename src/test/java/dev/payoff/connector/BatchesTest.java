package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private final List<String> worked = new ArrayList<>();
    private final List<UniEmitter<? super List<Integer>>> open = new ArrayList<>();
    private final List<List<String>> items = new ArrayList<>();

    /** Answers each text's length once it is let go. */
    private final Batches<String, String, Integer> batches =
            new Batches<>(
                    3,
                    Duration.ZERO,
                    (key, batch) ->
                            Uni.createFrom()
                                    .emitter(emitter -> {
                                        worked.add(key + batch);
                                        items.add(batch);
                                        open.add(emitter);
                                    }));

    private UniAssertSubscriber<Integer> add(String key, String item) {
        return batches.add(key, item).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private void letGo(int work) {
        open.get(work).complete(items.get(work).stream().map(String::length).toList());
    }

    @Test
    void theFirstIsDoneAtOnce_andWhatComesMeanwhileTogether_inItsOrder() {
        var a = add("x", "a");
        var bb = add("x", "bb");
        var ccc = add("x", "ccc");
        var other = add("y", "other");
        var four = add("x", "four");
        var fifth = add("x", "fifth");
        assertThat(worked).containsExactly("x[a]", "y[other]");
        letGo(0);
        a.assertItem(1);
        bb.assertNotTerminated();
        letGo(1);
        other.assertItem(5);
        assertThat(worked).containsExactly("x[a]", "y[other]", "x[bb, ccc, four]");
        letGo(2);
        bb.assertItem(2);
        ccc.assertItem(3);
        four.assertItem(4);
        letGo(3);
        fifth.assertItem(5);
        add("x", "later");
        assertThat(worked).endsWith("x[fifth]", "x[later]");
    }

    @Test
    void aBatchThatFailsIsTriedOneByOne_soThatOneCannotSpoilIt() {
        add("x", "a");
        var good = add("x", "good");
        var bad = add("x", "bad");
        letGo(0);
        open.get(1).fail(new IllegalStateException("together"));
        letGo(2);
        open.get(3).fail(new IllegalStateException("alone"));
        assertThat(worked).containsExactly("x[a]", "x[good, bad]", "x[good]", "x[bad]");
        good.assertItem(4);
        bad.assertFailedWith(IllegalStateException.class, "alone");
        add("x", "next");
        assertThat(worked).endsWith("x[next]");
    }

    /** The pause is for what came in the meantime, never for what comes first. */
    @Test
    void whereMoreWaitsAlreadyWhatComesInThePauseIsInTheNextBatchToo() {
        List<List<String>> done = new CopyOnWriteArrayList<>();
        Batches<String, String, Integer> pausing =
                new Batches<>(
                        3,
                        Duration.ofMillis(200),
                        (key, batch) ->
                                Uni.createFrom()
                                        .<List<Integer>>emitter(emitter -> {
                                            items.add(batch);
                                            open.add(emitter);
                                        })
                                        .invoke(() -> done.add(batch)));
        pausing.add("x", "a").subscribeAsCompletionStage();
        var waits = pausing.add("x", "bb").subscribeAsCompletionStage();
        letGo(0);
        assertThat(done).containsExactly(List.of("a"));
        var comes = pausing.add("x", "ccc").subscribeAsCompletionStage();
        Awaitility.await().until(() -> open.size() == 2);
        letGo(1);
        assertThat(done).endsWith(List.of("bb", "ccc"));
        assertThat(waits.join() + comes.join()).isEqualTo(5);
    }

    /**
     * Many threads, work that ends on others: each is answered once, and nothing is left waiting.
     */
    @Test
    void ofManyThreadsEachIsAnsweredItsOwn() throws Exception {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger under = new AtomicInteger();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            Batches<Integer, Integer, Integer> many =
                    new Batches<>(
                            50,
                            Duration.ofMillis(1),
                            (key, batch) ->
                                    Uni.createFrom()
                                            .item(() -> {
                                                int now = under.incrementAndGet();
                                                most.accumulateAndGet(now, Math::max);
                                                List<Integer> doubled =
                                                        batch.stream().map(i -> 2 * i).toList();
                                                under.decrementAndGet();
                                                return doubled;
                                            })
                                            .runSubscriptionOn(pool));
            List<CompletableFuture<Integer>> answers = new CopyOnWriteArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int from = t * 1_000;
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    for (int i = from; i < from + 1_000; i++) {
                                        int wanted = 2 * i;
                                        answers.add(
                                                many.add(i % 3, i)
                                                        .map(got -> got - wanted)
                                                        .subscribeAsCompletionStage());
                                    }
                                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            for (CompletableFuture<Integer> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).isZero();
            }
            assertThat(answers).hasSize(8_000);
            assertThat(most.get()).as("of each key one at a time").isLessThanOrEqualTo(3);
        }
    }

    @Test
    void workThatIsThrownOutOfHarmsNobodyElse() {
        Batches<String, String, Integer> broken =
                new Batches<>(
                        3,
                        Duration.ZERO,
                        (key, batch) -> {
                            throw new IllegalStateException("broken");
                        });
        for (int i = 0; i < 2; i++) {
            broken.add("x", "a")
                    .subscribe()
                    .withSubscriber(UniAssertSubscriber.create())
                    .assertFailedWith(IllegalStateException.class, "broken");
        }
    }
}
