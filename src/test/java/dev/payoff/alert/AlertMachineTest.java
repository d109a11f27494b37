package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.alert.AlertState.Firing;
import dev.payoff.alert.AlertState.Inactive;
import dev.payoff.alert.AlertState.Pending;
import dev.payoff.alert.Transition.Fired;
import dev.payoff.alert.Transition.Resolved;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The alert's semantics on a time line. Where a case is one of Prometheus' own
 * (prometheus/prometheus, {@code rules/alerting_test.go} or {@code
 * cmd/promtool/testdata/unittest.yml}), its name is told.
 */
class AlertMachineTest {

    private static final Instant T0 = Instant.parse("2026-03-01T00:00:00Z");
    private static final BigDecimal FIFTY = BigDecimal.valueOf(50);

    private static Instant minute(double minutes) {
        return T0.plusMillis(Math.round(minutes * 60_000));
    }

    private static Threshold above(double limit, int forMinutes, int keepMinutes) {
        return new Threshold(
                Comparison.ABOVE,
                BigDecimal.valueOf(limit),
                null,
                Duration.ofMinutes(forMinutes),
                Duration.ofMinutes(keepMinutes));
    }

    /** Evaluates once a minute from T0 on; a null is a missing sample. */
    private static Line line(Threshold threshold, Double... values) {
        Line line = new Line(threshold);
        for (Double value : values) {
            line.sample(line.states.size(), value);
        }
        return line;
    }

    private static final class Line {
        private Threshold threshold;
        private AlertState state = AlertState.NEW;
        private final List<AlertState> states = new ArrayList<>();
        private final List<Transition> transitions = new ArrayList<>();
        private Instant nextCheck;

        Line(Threshold threshold) {
            this.threshold = threshold;
        }

        Line sample(double minute, Double value) {
            return take(
                    AlertMachine.step(
                            threshold,
                            state,
                            new Sample(
                                    minute(minute),
                                    value == null ? null : BigDecimal.valueOf(value))));
        }

        Line tick(double minute) {
            return take(AlertMachine.tick(threshold, state, minute(minute)));
        }

        private Line take(Step step) {
            state = step.state();
            states.add(state);
            transitions.addAll(step.transitions());
            nextCheck = step.nextCheck();
            return this;
        }

        List<String> phases() {
            return states.stream()
                    .map(s ->
                            switch (s) {
                                case Inactive i -> "inactive";
                                case Pending p -> "pending";
                                case Firing f -> f.keepFiringSince() == null ? "firing" : "kept";
                            })
                    .toList();
        }
    }

    @Nested
    class Prometheus {

        @Test
        void testKeepFiringFor() {
            Line line = line(above(50, 1, 1), 75d, 85d, 70d, 70d, 10d, 10d, 10d);

            assertThat(line.phases())
                    .containsExactly(
                            "pending",
                            "firing",
                            "firing",
                            "firing",
                            "kept",
                            "inactive",
                            "inactive");
            assertThat(line.transitions)
                    .containsExactly(
                            new Fired(T0, minute(1), BigDecimal.valueOf(85d)),
                            new Resolved(T0, minute(5), BigDecimal.valueOf(10d)));
        }

        @Test
        void testPendingAndKeepFiringFor() {
            Line line = line(above(50, 1, 1), 75d, 10d, 10d);

            assertThat(line.phases()).containsExactly("pending", "inactive", "inactive");
            assertThat(line.transitions).isEmpty();
        }

        @Test
        void instanceDownOfThePromtoolUnitTest() {
            // up == 0 for 5m over 0x14; told here as "at most 0".
            Threshold down =
                    new Threshold(
                            Comparison.AT_MOST,
                            BigDecimal.ZERO,
                            null,
                            Duration.ofMinutes(5),
                            Duration.ZERO);
            Double[] zeros = new Double[15];
            java.util.Arrays.fill(zeros, 0d);

            Line line = line(down, zeros);

            assertThat(line.phases().subList(0, 5)).containsOnly("pending");
            assertThat(line.phases().subList(5, 15)).containsOnly("firing");
            assertThat(line.transitions)
                    .containsExactly(new Fired(T0, minute(5), BigDecimal.valueOf(0d)));
        }

        @Test
        void testFiringAlertResetToPendingOnHoldDurationIncrease() {
            Line line = line(above(50, 1, 0), 75d, 75d);
            assertThat(line.state).isInstanceOf(Firing.class);

            line.threshold = above(50, 5, 0);
            line.state = AlertMachine.revise(line.threshold, line.state);
            assertThat(line.state).isEqualTo(new Pending(T0, minute(1), BigDecimal.valueOf(75d)));

            line.sample(2, 75d).sample(5, 75d);
            assertThat(line.transitions.getLast())
                    .isEqualTo(new Fired(T0, minute(5), BigDecimal.valueOf(75d)));
        }

        @Test
        void testForStateRestore_aStateThatWasStoredGoesOnWhereItStood() {
            Line before = line(above(50, 5, 0), 75d, 75d);

            Line after = new Line(before.threshold);
            after.state = AlertStateJson.read(AlertStateJson.write(before.state));
            after.sample(5, 75d);

            assertThat(after.transitions)
                    .containsExactly(new Fired(T0, minute(5), BigDecimal.valueOf(75d)));
        }

        @Test
        void forOfZeroFiresInTheSameEvaluation() {
            assertThat(line(above(50, 0, 0), 75d).transitions)
                    .containsExactly(new Fired(T0, T0, BigDecimal.valueOf(75d)));
        }

        @Test
        void trueAgainWhileKeptGoesOnAsTheSameEpisode() {
            Line line = line(above(50, 0, 2), 75d, 10d, 60d, 10d, 10d, 10d);

            assertThat(line.phases())
                    .containsExactly("firing", "kept", "firing", "kept", "kept", "inactive");
            assertThat(line.transitions)
                    .containsExactly(
                            new Fired(T0, T0, BigDecimal.valueOf(75d)),
                            new Resolved(T0, minute(5), BigDecimal.valueOf(10d)));
        }
    }

    @Nested
    class Equality {

        @Test
        void trueAtTheVeryEndOfForFires() {
            assertThat(line(above(50, 1, 0), 75d, 75d).transitions).hasSize(1);
        }

        @Test
        void falseAtTheVeryEndOfForDrops() {
            assertThat(line(above(50, 1, 0), 75d, 10d).transitions).isEmpty();
        }

        @Test
        void trueAtTheVeryEndOfKeepingGoesOn() {
            assertThat(line(above(50, 0, 1), 75d, 10d, 75d).phases())
                    .containsExactly("firing", "kept", "firing");
        }

        @Test
        void aTickAtTheVeryEndCounts() {
            assertThat(line(above(50, 1, 0), 75d).tick(0.999).transitions).isEmpty();
            assertThat(line(above(50, 1, 0), 75d).tick(1).transitions)
                    .containsExactly(new Fired(T0, minute(1), BigDecimal.valueOf(75d)));
        }
    }

    @Nested
    class BetweenSamples {

        @Test
        void aLevelThatHeldUntilTheNextSampleFiredWhenItsTimeWasUp() {
            Line line = new Line(above(50, 5, 0)).sample(0, 75d).sample(60, 10d);

            assertThat(line.transitions)
                    .containsExactly(
                            new Fired(T0, minute(5), BigDecimal.valueOf(75d)),
                            new Resolved(T0, minute(60), BigDecimal.valueOf(10d)));
        }

        @Test
        void keepingEndsWhenItsTimeIsUpAndTrueLaterIsAnotherEpisode() {
            Line line = new Line(above(50, 0, 5)).sample(0, 75d).sample(1, 10d).sample(60, 80d);

            assertThat(line.transitions)
                    .containsExactly(
                            new Fired(T0, T0, BigDecimal.valueOf(75d)),
                            new Resolved(T0, minute(6), BigDecimal.valueOf(10d)),
                            new Fired(minute(60), minute(60), BigDecimal.valueOf(80d)));
        }

        @Test
        void nextCheckIsTheInstantAtWhichATickChangesTheState() {
            Line line = new Line(above(50, 5, 3)).sample(0, 75d);
            assertThat(line.nextCheck).isEqualTo(minute(5));
            line.tick(5);
            assertThat(line.state).isInstanceOf(Firing.class);
            assertThat(line.nextCheck).isNull();
            line.sample(7, 10d);
            assertThat(line.nextCheck).isEqualTo(minute(10));
            line.tick(10);
            assertThat(line.state).isEqualTo(new Inactive(minute(10)));
        }

        @Test
        void anOlderSampleChangesNothing() {
            Line line = new Line(above(50, 5, 0)).sample(10, 75d).sample(9, 10d);

            assertThat(line.state)
                    .isEqualTo(new Pending(minute(10), minute(10), BigDecimal.valueOf(75d)));
            assertThat(line.nextCheck).isEqualTo(minute(15));
        }

        @Test
        void aShorterForOfARevisedRuleCountsFromWhenTheConditionBecameTrue() {
            Line line = new Line(above(50, 60, 0)).sample(0, 75d).sample(10, 76d);
            line.threshold = above(50, 5, 0);
            line.state = AlertMachine.revise(line.threshold, line.state);

            line.tick(11);

            assertThat(line.transitions)
                    .containsExactly(new Fired(T0, minute(5), BigDecimal.valueOf(76d)));
        }
    }

    @Nested
    class WithoutData {

        @Test
        void aFiringAlertDoesNotRecoverForWantOfData() {
            Line line = line(above(50, 0, 0), 75d, null, null, null);

            assertThat(line.phases()).containsOnly("firing");
            assertThat(line.state)
                    .isEqualTo(new Firing(T0, T0, null, minute(3), BigDecimal.valueOf(75d)));
        }

        @Test
        void aPendingOneIsDropped() {
            assertThat(line(above(50, 5, 0), 75d, null).phases())
                    .containsExactly("pending", "inactive");
        }

        @Test
        void aKeptOneEndsWhenItsTimeIsUpSinceItsLastKnownValueHadRecovered() {
            assertThat(line(above(50, 0, 2), 75d, 10d, null, null).phases())
                    .containsExactly("firing", "kept", "kept", "inactive");
        }
    }

    @Nested
    class Hysteresis {

        private final Threshold wide =
                new Threshold(
                        Comparison.ABOVE,
                        FIFTY,
                        BigDecimal.valueOf(40),
                        Duration.ZERO,
                        Duration.ZERO);

        @Test
        void firesAboveTheLimitAndRecoversOnlyBeyondTheClearLevel() {
            assertThat(line(wide, 45d, 51d, 45d, 40.1, 40d, 45d).phases())
                    .containsExactly(
                            "inactive", "firing", "firing", "firing", "inactive", "inactive");
        }

        @Test
        void isMirroredDownward() {
            Threshold low =
                    new Threshold(
                            Comparison.BELOW,
                            FIFTY,
                            BigDecimal.valueOf(60),
                            Duration.ZERO,
                            Duration.ZERO);
            assertThat(line(low, 55d, 49d, 55d, 60d).phases())
                    .containsExactly("inactive", "firing", "firing", "inactive");
        }

        @Test
        void doesNotLowerTheLimitWhilePending() {
            Threshold slow =
                    new Threshold(
                            Comparison.ABOVE,
                            FIFTY,
                            BigDecimal.valueOf(40),
                            Duration.ofMinutes(2),
                            Duration.ZERO);
            assertThat(line(slow, 51d, 45d).phases()).containsExactly("pending", "inactive");
        }

        @Test
        void tenThousandFlapsWithinTheDeadBandTellOnce() {
            Line line = new Line(wide);
            for (int i = 0; i < 10_000; i++) {
                line.sample(i, i % 2 == 0 ? 50.01 : 49.99);
            }
            assertThat(line.transitions).hasSize(1);
        }

        @Test
        void tenThousandFlapsWithoutOneTellAtMostOncePerForAndKeeping() {
            Line line = new Line(above(50, 3, 7));
            for (int i = 0; i < 10_000; i++) {
                line.sample(i, (i / 5) % 2 == 0 ? 50.01 : 49.99);
            }
            // Each stretch below lasts 5 minutes, less than the 7 for which the alert is kept.
            assertThat(line.transitions).hasSize(1);
        }
    }

    @Test
    void aSilentMetricIsAThresholdLikeAnyOther() {
        Threshold silence = Threshold.noData(Duration.ofMinutes(10), Duration.ZERO);
        Line line = new Line(silence).sample(0, 0d).sample(30, 1d).tick(45).sample(50, 0d);

        assertThat(line.transitions)
                .containsExactly(
                        new Fired(minute(30), minute(40), BigDecimal.valueOf(1d)),
                        new Resolved(minute(30), minute(50), BigDecimal.valueOf(0d)));
    }
}
