package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Dora.Change;
import dev.payoff.connector.Dora.Deployment;
import dev.payoff.connector.Dora.Incident;
import dev.payoff.connector.Dora.Measure;
import dev.payoff.connector.Dora.Pull;
import dev.payoff.connector.Dora.Reading;
import dev.payoff.connector.DoraSummary.Figure;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoraSummaryTest {

    private static final Instant TO = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant FROM = TO.minus(Duration.ofDays(90));

    private static Figure figure(List<Reading> readings, Measure measure, DoraBands bands) {
        return DoraSummary.of(readings, FROM, TO, true, bands).stream()
                .filter(each -> each.name().equals(measure.series()))
                .findFirst()
                .orElseThrow();
    }

    private static List<Reading> readings(Measure measure, double... values) {
        List<Reading> readings = new ArrayList<>();
        for (double value : values) {
            readings.add(
                    new Reading(
                            measure,
                            "f" + readings.size(),
                            FROM.plusSeconds(1),
                            BigDecimal.valueOf(value)));
        }
        return readings;
    }

    /** One success on each of these days before the end. */
    private static List<Reading> deployments(int... daysBefore) {
        List<Reading> readings = new ArrayList<>();
        for (int day : daysBefore) {
            readings.add(
                    new Reading(
                            Measure.DEPLOYMENT_FREQUENCY,
                            "d" + readings.size(),
                            TO.minus(Duration.ofDays(day)).plusSeconds(3600),
                            BigDecimal.ONE));
        }
        return readings;
    }

    /** The minutes are those of DevLake's change lead time test data: pr1 and pr2. */
    @Test
    void theMedianLeadTimeOfDevLakesPullRequests() {
        Instant deployed = TO.minus(Duration.ofDays(10));
        List<Change> changes =
                List.of(
                        new Change("pr1", deployed, pull(deployed, 2978, 60, 1440)),
                        new Change("pr2", deployed, pull(deployed, 1538, 60, -1)));
        List<Reading> readings =
                Dora.readings(List.of(new Deployment("d", deployed, null, changes)), List.of());

        Figure lead = figure(readings, Measure.CHANGE_LEAD_TIME, DoraBands.V2023);

        assertThat(lead.value()).isEqualByComparingTo("50.633333"); // (4478 + 1598) / 2 minutes
        assertThat(lead.n()).isEqualTo(2);
        assertThat(lead.unit()).isEqualTo("h");
        assertThat(lead.band()).isEqualTo("HIGH");
    }

    private static Pull pull(Instant deployed, int deployment, int review, int coding) {
        Instant merged = deployed.minus(Duration.ofMinutes(deployment));
        Instant created = merged.minus(Duration.ofMinutes(review));
        return new Pull(
                coding < 0 ? null : created.minus(Duration.ofMinutes(coding)), created, merged);
    }

    /** Four Keys' own example, and its trap: incidents joined to deployments count twice there. */
    @Test
    void fourDeploymentsOfWhichOneFailed_are25Percent_howeverManyIncidentsTellOfIt() {
        Instant at = TO.minus(Duration.ofDays(5));
        List<Deployment> deployments = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            deployments.add(new Deployment("d" + i, at.plus(Duration.ofHours(i)), null, List.of()));
        }
        List<Incident> incidents = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            incidents.add(new Incident(i, at.plus(Duration.ofMinutes(5 + i)), null));
        }

        Figure rate =
                figure(
                        Dora.readings(deployments, incidents),
                        Measure.CHANGE_FAIL_RATE,
                        DoraBands.V2023);

        assertThat(rate.value()).isEqualByComparingTo("25");
        assertThat(rate.n()).isEqualTo(4);
        assertThat(rate.band()).isEqualTo("LOW");
        assertThat(
                        figure(
                                        readings(Measure.CHANGE_FAIL_RATE, 0, 0, 100, 0),
                                        Measure.CHANGE_FAIL_RATE,
                                        DoraBands.V2021)
                                .band())
                .as("another year, another band")
                .isEqualTo("MEDIUM");
    }

    @ParameterizedTest
    @CsvSource({
        "V2023, CHANGE_LEAD_TIME, 23.99, ELITE",
        "V2023, CHANGE_LEAD_TIME, 24, HIGH",
        "V2023, CHANGE_LEAD_TIME, 168, MEDIUM",
        "V2023, CHANGE_LEAD_TIME, 731, LOW",
        "V2021, CHANGE_LEAD_TIME, 0.9, ELITE",
        "V2021, CHANGE_LEAD_TIME, 24, HIGH",
        "V2021, CHANGE_LEAD_TIME, 4383, MEDIUM",
        "V2021, CHANGE_LEAD_TIME, 4384, LOW",
        "V2023, CHANGE_FAIL_RATE, 5, ELITE",
        "V2023, CHANGE_FAIL_RATE, 5.1, HIGH",
        "V2023, CHANGE_FAIL_RATE, 15, MEDIUM",
        "V2023, CHANGE_FAIL_RATE, 15.1, LOW",
        "V2021, CHANGE_FAIL_RATE, 15, ELITE",
        "V2021, CHANGE_FAIL_RATE, 15.5, HIGH",
        "V2021, CHANGE_FAIL_RATE, 30, MEDIUM",
        "V2021, CHANGE_FAIL_RATE, 31, LOW",
        "V2023, RECOVERY_TIME, 0.5, ELITE",
        "V2023, RECOVERY_TIME, 23, HIGH",
        "V2021, RECOVERY_TIME, 168, MEDIUM",
        "V2021, RECOVERY_TIME, 169, LOW"
    })
    void bandsAreThoseOfTheirYear(DoraBands bands, Measure measure, double value, String band) {
        assertThat(figure(readings(measure, value), measure, bands).band()).isEqualTo(band);
    }

    @Test
    void frequencyCountsDaysNotDeployments_andItsMedianWeek() {
        // 12 whole weeks lie in 90 days; tenfold deployments of one day are one day.
        int[] twiceAWeek = new int[12 * 11];
        for (int i = 0; i < twiceAWeek.length; i++) {
            twiceAWeek[i] = 7 * (i / 11) + (i % 11 == 0 ? 2 : 5);
        }
        Figure twice =
                figure(deployments(twiceAWeek), Measure.DEPLOYMENT_FREQUENCY, DoraBands.V2023);
        assertThat(twice.value()).isEqualByComparingTo("2");
        assertThat(twice.n()).isEqualTo(132);
        assertThat(twice.band()).isEqualTo("HIGH");

        int[] daily = new int[90];
        for (int i = 0; i < 90; i++) {
            daily[i] = i + 1;
        }
        assertThat(figure(deployments(daily), Measure.DEPLOYMENT_FREQUENCY, DoraBands.V2023).band())
                .isEqualTo("ELITE");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"V2023, MEDIUM", "V2021, HIGH"})
    void onceAMonthIsAnotherBandInAnotherYear(DoraBands bands, String band) {
        Figure monthly = figure(deployments(10, 40, 70), Measure.DEPLOYMENT_FREQUENCY, bands);
        assertThat(monthly.value()).isEqualByComparingTo("0");
        assertThat(monthly.band()).isEqualTo(band);
    }

    @Test
    void rarerThanTheTimeCanTellHasNoBand_andSaysSo() {
        Figure rare = figure(deployments(80), Measure.DEPLOYMENT_FREQUENCY, DoraBands.V2021);
        assertThat(rare.band()).isNull();
        assertThat(rare.reason()).contains("too short");
        assertThat(figure(deployments(80), Measure.DEPLOYMENT_FREQUENCY, DoraBands.V2023).band())
                .isEqualTo("LOW");
    }

    @Test
    void whatIsNotKnownIsNull_withAReason_andNever0() {
        List<Figure> nothing = DoraSummary.of(List.of(), FROM, TO, false, DoraBands.V2023);
        assertThat(nothing)
                .hasSize(5)
                .allSatisfy(each -> {
                    assertThat(each.value()).isNull();
                    assertThat(each.band()).isNull();
                    assertThat(each.reason()).endsWith(".");
                });
        Figure none = figure(List.of(), Measure.DEPLOYMENT_FREQUENCY, DoraBands.V2023);
        assertThat(none.value())
                .as("deployments are told, but none here")
                .isEqualByComparingTo("0");
        assertThat(
                        DoraSummary.of(
                                        List.of(),
                                        TO.minus(Duration.ofDays(6)),
                                        TO,
                                        true,
                                        DoraBands.V2023)
                                .get(Measure.DEPLOYMENT_FREQUENCY.ordinal())
                                .reason())
                .contains("shorter than a week");
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(DoraSummary.median(List.of())).isNull();
        assertThat(
                        figure(
                                        readings(Measure.RECOVERY_TIME, 9, 1, 4, 2),
                                        Measure.RECOVERY_TIME,
                                        DoraBands.V2023)
                                .value())
                .isEqualByComparingTo("3");
        assertThat(
                        figure(
                                        readings(Measure.DEPLOYMENT_REWORK_RATE, 0, 100),
                                        Measure.DEPLOYMENT_REWORK_RATE,
                                        DoraBands.V2023)
                                .reason())
                .contains("no bands");
    }
}
