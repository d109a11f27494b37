package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InTurnTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<Integer> done = new ArrayList<>();

    private Supplier<Uni<Void>> step(int number) {
        return () ->
                Uni.createFrom()
                        .voidItem()
                        .invoke(() -> {
                            done.add(number);
                        });
    }

    @Test
    void aHundredThousandStepsAreDoneInTheirOrder_withoutAStackThatGrows() {
        List<Supplier<Uni<Void>>> steps = IntStream.range(0, 100_000).mapToObj(this::step).toList();
        InTurn.all(steps).await().atMost(SOON);
        assertThat(done).hasSize(100_000).isSorted();
    }

    @Test
    void aStepBeginsWhenTheOneBeforeItIsDone_onWhateverThread() {
        List<Supplier<Uni<Void>>> steps = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            steps.add(() ->
                    Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(Duration.ofMillis(1 + number % 3))
                            .chain(() -> step(number).get()));
        }
        InTurn.all(steps).await().atMost(SOON);
        assertThat(done).hasSize(20).isSorted();
    }

    @Test
    void theFirstFailureEndsIt() {
        List<Supplier<Uni<Void>>> steps =
                List.of(
                        step(1),
                        () -> Uni.createFrom().failure(new IllegalStateException("no")),
                        step(3));
        assertThatThrownBy(() -> InTurn.all(steps).await().atMost(SOON)).hasMessage("no");
        assertThat(done).containsExactly(1);
    }

    @Test
    void noStepsAreDoneAtOnce() {
        InTurn.all(List.of()).await().atMost(SOON);
        assertThat(done).isEmpty();
    }
}
