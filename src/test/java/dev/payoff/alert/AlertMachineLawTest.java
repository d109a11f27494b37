package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for any samples; a failing seed is in the test's name. */
class AlertMachineLawTest {

    private static final Instant T0 = Instant.parse("2026-03-01T00:00:00Z");
    private static final int SAMPLES = 200;

    static java.util.stream.LongStream seeds() {
        return java.util.stream.LongStream.range(0, 300);
    }

    private record Run(List<Transition> transitions, AlertState state) {}

    private static Threshold threshold(Random random) {
        boolean clear = random.nextBoolean();
        Comparison comparison = Comparison.values()[random.nextInt(4)];
        int away = comparison.upward() ? -2 : 2;
        return new Threshold(
                comparison,
                BigDecimal.valueOf(5),
                clear ? BigDecimal.valueOf(5 + away) : null,
                Duration.ofSeconds(random.nextInt(4) * 60L),
                Duration.ofSeconds(random.nextInt(4) * 60L));
    }

    private static List<Sample> samples(Random random) {
        List<Sample> samples = new ArrayList<>();
        Instant at = T0;
        for (int i = 0; i < SAMPLES; i++) {
            // Whole half-minutes, so that timers and samples often meet in one instant.
            at = at.plusSeconds(30L * (1 + random.nextInt(6)));
            samples.add(
                    new Sample(
                            at,
                            random.nextInt(12) == 0
                                    ? null
                                    : BigDecimal.valueOf(random.nextInt(11))));
        }
        return samples;
    }

    private static Run plain(Threshold threshold, List<Sample> samples) {
        AlertState state = AlertState.NEW;
        List<Transition> transitions = new ArrayList<>();
        for (Sample sample : samples) {
            Step step = AlertMachine.step(threshold, state, sample);
            transitions.addAll(step.transitions());
            state = step.state();
        }
        return new Run(transitions, state);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ticksBetweenSamplesChangeNothing(long seed) {
        Random random = new Random(seed);
        Threshold threshold = threshold(random);
        List<Sample> samples = samples(random);

        AlertState state = AlertState.NEW;
        List<Transition> ticked = new ArrayList<>();
        Instant previous = T0;
        for (Sample sample : samples) {
            long gap = Duration.between(previous, sample.at()).toNanos() / 1000;
            Instant tick = previous;
            for (int i = random.nextInt(4); i > 0; i--) {
                tick = tick.plusNanos(1000 * random.nextLong(gap / 8));
                Step step = AlertMachine.tick(threshold, state, tick);
                ticked.addAll(step.transitions());
                state = step.state();
            }
            Step step = AlertMachine.step(threshold, state, sample);
            ticked.addAll(step.transitions());
            state = AlertStateJson.read(AlertStateJson.write(step.state()));
            previous = sample.at();
        }

        assertThat(new Run(ticked, state)).isEqualTo(plain(threshold, samples));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void repeatingASampleOrAnOlderOneChangesNothing(long seed) {
        Random random = new Random(seed);
        Threshold threshold = threshold(random);
        List<Sample> samples = samples(random);
        List<Sample> repeated = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            repeated.add(samples.get(i));
            repeated.add(samples.get(i));
            if (i > 0 && random.nextBoolean()) {
                repeated.add(samples.get(i - 1));
            }
        }

        assertThat(plain(threshold, repeated)).isEqualTo(plain(threshold, samples));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void episodesAlternateAndTheirTimesAreInOrder(long seed) {
        Random random = new Random(seed);
        Threshold threshold = threshold(random);
        List<Transition> transitions = plain(threshold, samples(random)).transitions();

        Transition.Fired open = null;
        for (Transition transition : transitions) {
            switch (transition) {
                case Transition.Fired fired -> {
                    assertThat(open).isNull();
                    assertThat(fired.firedAt())
                            .isAfterOrEqualTo(fired.activeAt().plus(threshold.forTime()));
                    open = fired;
                }
                case Transition.Resolved resolved -> {
                    assertThat(open).isNotNull();
                    assertThat(resolved.activeAt()).isEqualTo(open.activeAt());
                    assertThat(resolved.resolvedAt()).isAfter(open.firedAt());
                    open = null;
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tickingAtEachNextCheckIsTickingAlways(long seed) {
        Random random = new Random(seed);
        Threshold threshold = threshold(random);
        AlertState state = plain(threshold, samples(random)).state();

        Instant due = AlertMachine.nextCheck(threshold, state);
        if (due == null) {
            Step step = AlertMachine.tick(threshold, state, Instant.parse("2999-01-01T00:00:00Z"));
            assertThat(step.state()).isEqualTo(state);
        } else {
            assertThat(AlertMachine.tick(threshold, state, due.minusNanos(1000)).state())
                    .isEqualTo(state);
            assertThat(AlertMachine.tick(threshold, state, due).transitions()).hasSize(1);
        }
    }
}
