package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.value.BurnRate;
import dev.payoff.value.Outlook;
import dev.payoff.value.appraisal.FiscalCalendar;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a missed plan means in money. */
class ValueWordsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static String outlook(LocalDate last, String expected, String planned) {
        return outlook(last, expected, planned, FiscalCalendar.CALENDAR_YEAR);
    }

    private static String outlook(
            LocalDate last, String expected, String planned, FiscalCalendar fiscal) {
        Instant due = last.plusDays(1).atStartOfDay(BERLIN).toInstant();
        return ValueWords.outlook(
                new Outlook(due, new BigDecimal(expected), new BigDecimal(planned)),
                "EUR",
                BERLIN,
                fiscal);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-30,the third quarter of 2026",
        "2026-12-31,the fourth quarter of 2026",
        "2027-03-31,the first quarter of 2027",
        "2026-08-31,31 August 2026",
        "2026-09-29,29 September 2026"
    })
    void theDueDateIsToldAsPeopleSayIt(LocalDate last, String told) {
        assertThat(outlook(last, "186777.77", "227777.77"))
                .isEqualTo("At this pace " + told + " ends 18 % short, 41,000.00 EUR.");
    }

    /** From April, called after the year that it ends in; from October, after both. */
    @ParameterizedTest
    @CsvSource({
        "4,true,FY{yyyy},2026-12-31,the third quarter of FY2027",
        "4,true,FY{yyyy},2027-03-31,the fourth quarter of FY2027",
        "10,false,{yyyy}/{nn},2026-12-31,the first quarter of fiscal year 2026/27",
        "2,false,{yyyy},2026-10-31,the third quarter of fiscal year 2026",
        "2,false,{yyyy},2026-09-30,30 September 2026"
    })
    void aQuarterIsThatOfTheTenantsFiscalYear(
            int first, boolean byEnd, String label, LocalDate last, String told) {
        assertThat(outlook(last, "82", "100", new FiscalCalendar(first, byEnd, label)))
                .isEqualTo("At this pace " + told + " ends 18 % short, 18.00 EUR.");
    }

    @Test
    void morethanPlannedIsToldToo() {
        assertThat(outlook(LocalDate.parse("2026-09-30"), "110", "100"))
                .isEqualTo(
                        "At this pace the third quarter of 2026 ends 10 % above plan, 10.00 EUR.");
        assertThat(outlook(LocalDate.parse("2026-09-30"), "-50", "100"))
                .isEqualTo("At this pace the third quarter of 2026 ends 150 % short, 150.00 EUR.");
        assertThat(outlook(LocalDate.parse("2026-09-30"), "1", "0")).isNull();
    }

    @Test
    void whatBurnsIsToldWithTheDayWhenItIsUsedUp() {
        Instant now = Instant.parse("2026-08-01T00:00:00Z");
        assertThat(
                        ValueWords.burn(
                                burn(24, "20"), "EUR", BERLIN, FiscalCalendar.CALENDAR_YEAR, now))
                .isEqualTo(
                        "The last 24 hours brought 80 % less than planned, 80.00 EUR. At this pace the"
                                + " 1,000.00 EUR that may be missing at the end of the third quarter of"
                                + " 2026 are used up on 11 August 2026.");
        assertThat(
                        ValueWords.burn(
                                burn(72, "90"), "EUR", BERLIN, FiscalCalendar.CALENDAR_YEAR, now))
                .startsWith("The last 3 days brought 10 % less than planned, 10.00 EUR.")
                .endsWith("at the end of the third quarter of 2026 last until then.");
        assertThat(
                        ValueWords.burn(
                                burn(24, "20"),
                                "EUR",
                                BERLIN,
                                FiscalCalendar.CALENDAR_YEAR,
                                Instant.parse("2026-10-02T00:00:00Z")))
                .endsWith(" last until then.");
    }

    private static BurnRate burn(int hours, String earned) {
        BigDecimal hundred = new BigDecimal("100");
        return new BurnRate(
                LocalDate.parse("2026-10-01").atStartOfDay(BERLIN).toInstant(),
                new BigDecimal("0.1"),
                new BurnRate.Window(Duration.ofHours(hours), hundred, new BigDecimal(earned)),
                new BurnRate.Window(Duration.ofHours(1), BigDecimal.ONE, BigDecimal.ZERO),
                new BigDecimal("10000"),
                new BigDecimal("200"));
    }

    @Test
    void valueToDateAndWhatNobodyMeasuresOrOwns() {
        BigDecimal hundred = new BigDecimal("100");
        Instant start = Instant.parse("2026-06-30T22:00:00Z");
        assertThat(ValueWords.realisation(new BigDecimal("75"), hundred, "USD"))
                .isEqualTo("Value to date is 25 % short of plan, 25.00 USD.");
        assertThat(ValueWords.realisation(BigDecimal.ONE, BigDecimal.ZERO, "USD")).isNull();
        assertThat(ValueWords.unmeasured(start, hundred, "EUR", BERLIN))
                .isEqualTo(
                        "Its benefit began on 1 July 2026. 100.00 EUR planned to date are not measured.");
        assertThat(ValueWords.unmeasured(start, null, "EUR", BERLIN))
                .isEqualTo("Its benefit began on 1 July 2026.");
        assertThat(ValueWords.unowned(hundred, "EUR"))
                .isEqualTo("100.00 EUR planned to date have no owner.");
    }

    @Test
    void aMessageTellsTheFigureAndWhatItMeans() {
        EpisodeFixture fixture = new EpisodeFixture();
        fixture.figure = Figure.FORECAST;
        fixture.window = null;
        fixture.comparator = "<";
        fixture.value = new BigDecimal("0.82");
        fixture.threshold = new BigDecimal("0.9");
        fixture.detail = "At this pace the third quarter of 2026 ends 18 % short, 41,000.00 EUR.";
        assertThat(new AlertWords(name -> name).sentence(fixture.episode()))
                .isEqualTo(
                        "The forecast of "
                                + fixture.metricName
                                + " is 82 %, below 90 %. At this pace the third quarter of 2026 ends 18 %"
                                + " short, 41,000.00 EUR.");
        fixture.figure = Figure.UNMEASURED;
        fixture.detail = null;
        assertThat(new AlertWords(name -> name).sentence(fixture.episode()))
                .isEqualTo(fixture.metricName + " was never measured.");
    }
}
