package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Dora.Change;
import dev.payoff.connector.Dora.Deployment;
import dev.payoff.connector.Dora.Incident;
import dev.payoff.connector.Dora.Measure;
import dev.payoff.connector.Dora.Pull;
import dev.payoff.connector.Dora.Reading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoraTest {

    private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");

    private static Instant min(long minutes) {
        return T.plus(Duration.ofMinutes(minutes));
    }

    /** The figures of DevLake's change lead time test data, as design notes quote them. */
    @ParameterizedTest(name = "{0}: {4} minutes")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    pr1, 1440, 60,    2978, 4478
                    pr2, -,    60,    1538, 1598
                    pr3, 5883, 4320,  -,    10203
                    pr0, 1440, 43200, -,    44640
                    """)
    void cycleAddsWhatIsKnown(String pr, Long coding, long review, Long deployment, long expected) {
        Instant first = coding == null ? null : T.minus(Duration.ofMinutes(coding));
        Instant merged = min(review);
        Instant deployed = deployment == null ? null : merged.plus(Duration.ofMinutes(deployment));

        assertThat(Dora.cycle(first, T, merged, deployed)).isEqualTo(expected);
    }

    @Test
    void minutesAreRoundedUp_andSpansThatAreNotPositiveAreNone() {
        assertThat(Dora.minutes(T, T.plusMillis(1))).isEqualTo(1);
        assertThat(Dora.minutes(T, T.plusSeconds(60))).isEqualTo(1);
        assertThat(Dora.minutes(T, T.plusSeconds(61))).isEqualTo(2);
        assertThat(Dora.minutes(T, T)).isNull();
        assertThat(Dora.minutes(T, T.minusSeconds(1))).isNull();
        assertThat(Dora.cycle(min(5), T, T, T)).isNull();
    }

    @Test
    void fourDeploymentsOneFailure_isARateOf25() {
        List<Deployment> deployments =
                List.of(
                        ok("a", 0),
                        ok("b", 60),
                        new Deployment("c", null, min(120), List.of()),
                        ok("d", 180));

        List<Reading> readings = Dora.readings(deployments, List.of());

        assertThat(values(readings, Measure.CHANGE_FAIL_RATE))
                .containsExactly("0", "0", "100", "0");
        assertThat(values(readings, Measure.DEPLOYMENT_FREQUENCY)).containsExactly("1", "1", "1");
        assertThat(values(readings, Measure.RECOVERY_TIME)).containsExactly("1");
    }

    @Test
    void twoIncidentsOfOneDeployment_countItOnce() {
        List<Incident> incidents =
                List.of(
                        new Incident(1, min(10), min(40)),
                        new Incident(2, min(20), null),
                        new Incident(3, min(-5), min(-1)));

        List<Reading> readings = Dora.readings(List.of(ok("a", 0), ok("b", 60)), incidents);

        assertThat(values(readings, Measure.CHANGE_FAIL_RATE)).containsExactly("100", "0");
        assertThat(values(readings, Measure.RECOVERY_TIME)).containsExactly("0.5");
        assertThat(readings)
                .filteredOn(r -> r.measure() == Measure.RECOVERY_TIME)
                .extracting(Reading::fact)
                .containsExactly("i1");
    }

    @Test
    void aDeploymentThatFailedAfterItsSuccess_isFailedOnce_andRecoversWithTheNext() {
        List<Deployment> deployments =
                List.of(new Deployment("a", min(0), min(30), List.of()), ok("b", 90));

        List<Reading> readings = Dora.readings(deployments, List.of());

        assertThat(values(readings, Measure.CHANGE_FAIL_RATE)).containsExactly("100", "0");
        assertThat(values(readings, Measure.RECOVERY_TIME)).containsExactly("1");
    }

    @Test
    void aCommitLeadsToItsDeployment_andOneFromTheFutureIsLeftOut() {
        List<Change> changes =
                List.of(
                        new Change("plain", min(-90), null),
                        new Change("future", min(1), null),
                        new Change("same", min(0), null),
                        new Change("merge", min(-1), new Pull(min(-240), min(-120), min(-60))));

        List<Reading> readings =
                Dora.readings(List.of(new Deployment("a", min(0), null, changes)), List.of());

        assertThat(readings)
                .filteredOn(r -> r.measure() == Measure.CHANGE_LEAD_TIME)
                .extracting(r -> r.fact() + " " + r.value().toPlainString())
                .containsExactly("plain 1.5", "merge 4");
    }

    @Test
    void reworkIsWhatFollowsAFailureUntilOneSucceeds() {
        List<Deployment> deployments =
                List.of(
                        ok("planned", 0),
                        new Deployment("broken", null, min(10), List.of()),
                        new Deployment("again", null, min(20), List.of()),
                        ok("mends", 30),
                        ok("after", 40));

        List<Reading> readings = Dora.readings(deployments, List.of());

        assertThat(rework(readings)).containsExactly("again", "mends");
    }

    @Test
    void reworkIsWhatGoesOutDuringAnIncident_butOnlyTheFirstThatSucceeds() {
        List<Deployment> deployments =
                List.of(ok("a", 0), ok("hotfix", 20), ok("b", 30), ok("c", 60), ok("d", 80));
        List<Incident> incidents =
                List.of(
                        new Incident(1, min(10), null), // open ever after
                        new Incident(2, min(40), min(50)), // over before the next deployment
                        new Incident(3, min(70), min(80))); // over with it

        List<Reading> readings = Dora.readings(deployments, incidents);

        assertThat(rework(readings)).containsExactly("hotfix", "d");
        assertThat(values(readings, Measure.DEPLOYMENT_REWORK_RATE))
                .as("one of each deployment")
                .hasSize(5);
    }

    private static List<String> rework(List<Reading> readings) {
        return readings.stream()
                .filter(r -> r.measure() == Measure.DEPLOYMENT_REWORK_RATE)
                .filter(r -> r.value().signum() > 0)
                .map(Reading::fact)
                .toList();
    }

    @Test
    void theOrderOfTheFactsDoesNotMatter() {
        List<Deployment> deployments = new ArrayList<>();
        List<Incident> incidents = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            boolean fails = random.nextInt(4) == 0;
            deployments.add(
                    new Deployment(
                            "d" + i,
                            fails ? null : min(i * 10),
                            fails ? min(i * 10) : null,
                            List.of()));
            if (random.nextInt(5) == 0) {
                incidents.add(new Incident(i, min(i * 10 + 3), min(i * 10 + 33)));
            }
        }
        List<Reading> expected = Dora.readings(deployments, incidents);
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(deployments, random);
            Collections.shuffle(incidents, random);
            assertThat(Dora.readings(deployments, incidents))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static Deployment ok(String id, long minute) {
        return new Deployment(id, min(minute), null, List.of());
    }

    private static List<String> values(List<Reading> readings, Measure measure) {
        return readings.stream()
                .filter(r -> r.measure() == measure)
                .map(Reading::value)
                .map(BigDecimal::stripTrailingZeros)
                .map(BigDecimal::toPlainString)
                .toList();
    }
}
