package dev.payoff.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DemoSeriesTest {

    private static final Instant GO_LIVE = Instant.parse("2026-03-01T00:00:00Z");
    private static final DemoSeries FLOW = new DemoSeries(7, 50, 80, Duration.ofDays(10), 5, 10, 0);

    @Test
    void manyShortStretchesOfAFlowSumToTheLongOne() {
        Instant end = GO_LIVE.plus(Duration.ofHours(30));
        BigDecimal sum = BigDecimal.ZERO;
        Instant at = GO_LIVE;
        while (at.isBefore(end)) {
            Instant next = at.plusSeconds(47).isBefore(end) ? at.plusSeconds(47) : end;
            BigDecimal units = FLOW.units(GO_LIVE, at, next);
            assertThat(units).isNotNegative();
            sum = sum.add(units);
            at = next;
        }
        assertThat(sum).isEqualByComparingTo(FLOW.units(GO_LIVE, GO_LIVE, end)).isPositive();
    }

    @Test
    void aLevelGoesFromWhereItStoodToWhereItArrives() {
        DemoSeries level = new DemoSeries(3, 100, 60, Duration.ofDays(10), 2, 1, 2);
        Instant late = GO_LIVE.plus(Duration.ofDays(20));
        assertThat(level.at(GO_LIVE, GO_LIVE)).isBetween(97.0, 103.0);
        assertThat(level.at(GO_LIVE, late)).isBetween(57.0, 63.0);
        assertThat(level.level(GO_LIVE, late, 0)).isEqualTo(level.level(GO_LIVE, late, 0));
    }

    @Test
    void theSampleInTroubleIsWellBeforeItAndAboveItsThresholdAfter() throws Exception {
        DemoPortfolio.Sample sample = DemoPortfolio.samples().getLast();
        DemoPortfolio.Metric metric =
                sample.metrics().stream().filter(it -> it.trouble() > 0).findFirst().orElseThrow();
        ObjectNode rule = sample.rules().getFirst();
        assertThat(rule.get("metric").asText()).isEqualTo(sample.key() + "/" + metric.key());
        double threshold = rule.get("threshold").asDouble();
        double clear = rule.get("clear").asDouble();
        DemoSeries series = metric.series().series();
        for (int minute = 0; minute < 60 * 24 * 20; minute++) {
            Instant time =
                    GO_LIVE.plus(Duration.ofDays(sample.liveDays())).plusSeconds(minute * 60L);
            double well = series.at(GO_LIVE, time);
            assertThat(well).isLessThan(clear);
            assertThat(well + metric.trouble()).isGreaterThan(threshold);
        }
    }

    @Test
    void whatIsLongPastIsToldByTheHalfDay() {
        Instant until = Instant.parse("2026-06-01T10:30:00Z");
        assertThat(DemoData.times(Instant.parse("2026-05-01T00:00:00Z"), until))
                .startsWith(
                        Instant.parse("2026-05-01T11:59:59Z"),
                        Instant.parse("2026-05-01T23:59:59Z"),
                        Instant.parse("2026-05-02T10:59:59Z"),
                        Instant.parse("2026-05-02T11:59:59Z"))
                .endsWith(Instant.parse("2026-06-01T09:59:59Z"), until);
    }

    @Test
    void timesAreTheEndsOfHoursAndTheEnd() {
        Instant after = Instant.parse("2026-03-01T10:20:00Z");
        Instant until = Instant.parse("2026-03-01T12:05:30Z");
        assertThat(DemoData.times(after, until))
                .containsExactly(
                        Instant.parse("2026-03-01T10:59:59Z"),
                        Instant.parse("2026-03-01T11:59:59Z"),
                        until);
    }
}
