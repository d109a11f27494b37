package dev.payoff.benefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.benefit.Calibration.Scored;
import dev.payoff.benefit.OrderSplit.Claim;
import dev.payoff.benefit.OrderSplit.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How sure people were against what came, and who earned which part of a series. */
class CalibrationTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Scored scored(String confidence, boolean came) {
        return new Scored(new BigDecimal(confidence), false, came);
    }

    @Test
    void scoresTheToyOfTheField() {
        // p = .9 .7 .4 .2 and y = 1 1 0 0: Brier .075, log loss .299001.
        Calibration toy =
                Calibration.of(
                        List.of(
                                scored("0.9", true),
                                scored("0.7", true),
                                scored("0.4", false),
                                scored("0.2", false)));
        assertThat(toy.brier().doubleValue()).isCloseTo(0.075, within(1e-12));
        assertThat(toy.logLoss().doubleValue()).isCloseTo(0.299001, within(1e-6));
        assertThat(toy.hitRate()).isEqualByComparingTo("0.5");
        assertThat(toy.stated()).isEqualByComparingTo("0.55");
        assertThat(toy.bands()).hasSize(4);
    }

    @Test
    void aNinetySayerWhoIsRightSixtyTimesIsWeighedSixty() {
        List<Scored> claims = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            claims.add(scored("0.9", i < 60));
            claims.add(scored("0.2", i < 20));
        }
        assertThat(Calibration.measured(new BigDecimal("0.9"), claims))
                .isEqualTo(new Calibration.Measured.Worth(new BigDecimal("0.6"), 100));
        assertThat(Calibration.measured(new BigDecimal("0.9"), claims.subList(0, 18)))
                .isEqualTo(new Calibration.Measured.TooFew(9));
    }

    @Test
    void whatIsNotDecidedIsNotScoredAndCertaintyIsNotInfinitelyBad() {
        Calibration none = Calibration.of(List.of(new Scored(BigDecimal.ONE, false, null)));
        assertThat(none.claims()).isEqualTo(1);
        assertThat(none.decided()).isZero();
        assertThat(none.brier()).isNull();
        assertThat(Calibration.of(List.of(scored("1", false))).logLoss().doubleValue())
                .isCloseTo(13.8155, within(1e-3));
    }

    @Test
    void intervalsHaveACoverage() {
        Calibration told =
                Calibration.of(
                        List.of(
                                new Scored(new BigDecimal("0.9"), true, true),
                                new Scored(new BigDecimal("0.9"), true, false),
                                scored("0.9", true)));
        assertThat(told.intervals()).isEqualTo(2);
        assertThat(told.coverage()).isEqualByComparingTo("0.5");
    }

    @ParameterizedTest
    @CsvSource({
        "AT_LEAST,10,,,10,true", "AT_LEAST,10,,,9,false", "AT_MOST,10,,,10,true",
        "AT_MOST,10,,,11,false", ",,5,10,5,true", ",,5,10,11,false"
    })
    void claimsComeTrueOrNot(
            ClaimInput.Comparator comparator,
            BigDecimal threshold,
            BigDecimal lower,
            BigDecimal upper,
            BigDecimal measured,
            boolean came) {
        ClaimInput claim =
                new ClaimInput(
                        "2027-01-01T00:00:00Z",
                        comparator,
                        threshold,
                        lower,
                        upper,
                        BigDecimal.ONE);
        assertThat(claim.check(NOW)).isEmpty();
        assertThat(claim.cameTrue(measured)).isEqualTo(came);
    }

    @Test
    void claimsAreOfTheFutureAndOfOneKind() {
        BigDecimal one = BigDecimal.ONE;
        assertThat(
                        new ClaimInput(
                                        "2025-01-01T00:00:00Z",
                                        ClaimInput.Comparator.AT_LEAST,
                                        one,
                                        null,
                                        null,
                                        one)
                                .check(NOW))
                .hasSize(1);
        assertThat(
                        new ClaimInput(
                                        "2027-01-01T00:00:00Z",
                                        ClaimInput.Comparator.AT_LEAST,
                                        one,
                                        one,
                                        one,
                                        one)
                                .check(NOW))
                .hasSize(1);
        assertThat(new ClaimInput("soon", null, null, BigDecimal.TEN, one, one).check(NOW))
                .hasSize(2);
    }

    @Nested
    class TheSplit {

        private List<Level> levels(double... means) {
            List<Level> levels = new ArrayList<>();
            for (int i = 0; i < means.length; i++) {
                levels.add(new Level(NOW.plus(Duration.ofDays(i)), BigDecimal.valueOf(means[i])));
            }
            return levels;
        }

        private Claim claim(String metric, int day) {
            return new Claim(metric, BigDecimal.ONE, NOW.plus(Duration.ofDays(day)));
        }

        @Test
        void givesEachWhatCameWithIt() {
            OrderSplit split =
                    OrderSplit.of(
                            "bill",
                            List.of(claim("a/x", 1), claim("b/x", 3)),
                            new BigDecimal("100"),
                            false,
                            levels(100, 70, 70, 60, 60));
            assertThat(split.reason()).isNull();
            assertThat(split.steps().get(0).gain()).isEqualByComparingTo("30");
            assertThat(split.steps().get(0).share()).isEqualByComparingTo("0.75");
            assertThat(split.steps().get(1).share()).isEqualByComparingTo("0.25");
        }

        @Test
        void aStepBackGetsNothing() {
            OrderSplit split =
                    OrderSplit.of(
                            "bill",
                            List.of(claim("a/x", 0), claim("b/x", 2)),
                            new BigDecimal("100"),
                            false,
                            levels(70, 70, 90, 90));
            assertThat(split.steps().get(0).share()).isEqualByComparingTo("1");
            assertThat(split.steps().get(1).share()).isEqualByComparingTo("0");
        }

        @Test
        void withoutImprovementOrMeasurementNothingIsProposed() {
            assertThat(
                            OrderSplit.of(
                                            "bill",
                                            List.of(claim("a/x", 0)),
                                            BigDecimal.ONE,
                                            true,
                                            levels(1, 0))
                                    .reason())
                    .contains("not improved");
            assertThat(
                            OrderSplit.of(
                                            "bill",
                                            List.of(claim("a/x", 0), claim("b/x", 9)),
                                            BigDecimal.ONE,
                                            true,
                                            levels(2, 3))
                                    .steps()
                                    .get(1)
                                    .share())
                    .isNull();
        }

        @Test
        void sharesNeverSumToMoreThanOne() {
            for (long seed = 1; seed <= 500; seed++) {
                Random random = new Random(seed);
                double[] means = random.doubles(40, 0, 100).toArray();
                List<Claim> claims = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    claims.add(claim("p" + i + "/x", i * 9 + random.nextInt(5)));
                }
                BigDecimal sum =
                        OrderSplit.of("s", claims, BigDecimal.TEN, true, levels(means))
                                .steps()
                                .stream()
                                .map(OrderSplit.Step::share)
                                .filter(share -> share != null)
                                .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(sum).as("seed " + seed).isLessThanOrEqualTo(BigDecimal.ONE);
            }
        }
    }
}
