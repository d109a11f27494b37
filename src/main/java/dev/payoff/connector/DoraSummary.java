package dev.payoff.connector;

import dev.payoff.connector.Dora.Measure;
import dev.payoff.connector.Dora.Reading;
import dev.payoff.connector.DoraBands.Band;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The five measures of a stretch of time, of the readings in it; pure. Lead time and recovery time
 * are medians, the two rates are means of what is 0 or 100 for each deployment. The frequency is
 * the median, over the weeks that end with the stretch, of the days of a week with a deployment, as
 * Four Keys and DevLake have it: ten deployments of one day do not make a week of deployments.
 */
final class DoraSummary {

    /** Digits behind the point of a figure. */
    static final int DIGITS = 6;

    private static final int WEEK = 7;
    private static final int MONTH = 30;
    private static final int HALF_YEAR = 182;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /**
     * One measure.
     *
     * @param name such as {@code change_lead_time}
     * @param value null where it is not known
     * @param unit {@code h}, {@code %} or {@code days/week}
     * @param n how many commits, deployments or recoveries it is of
     * @param band ELITE, HIGH, MEDIUM or LOW by the report of the year; null where there is none
     * @param reason why value or band is null, else null
     */
    public record Figure(
            String name,
            @Nullable BigDecimal value,
            String unit,
            int n,
            @Nullable String band,
            @Nullable String reason) {}

    private DoraSummary() {}

    /**
     * The five figures.
     *
     * @param readings those from {@code from} on and before {@code to}
     * @param known whether any finished deployment is known, in this time or another
     */
    static List<Figure> of(
            List<Reading> readings, Instant from, Instant to, boolean known, DoraBands bands) {
        List<Figure> figures = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            List<BigDecimal> values = values(readings, measure);
            figures.add(
                    switch (measure) {
                        case CHANGE_LEAD_TIME ->
                                figure(
                                        measure,
                                        median(values),
                                        "h",
                                        values.size(),
                                        bands,
                                        "No commit that is known reached the environment in this time.");
                        case RECOVERY_TIME ->
                                figure(
                                        measure,
                                        median(values),
                                        "h",
                                        values.size(),
                                        bands,
                                        "Nothing that had failed recovered in this time.");
                        case CHANGE_FAIL_RATE, DEPLOYMENT_REWORK_RATE ->
                                figure(
                                        measure,
                                        mean(values),
                                        "%",
                                        values.size(),
                                        bands,
                                        "No deployment finished in this time.");
                        case DEPLOYMENT_FREQUENCY -> frequency(readings, from, to, known, bands);
                    });
        }
        return figures;
    }

    private static List<BigDecimal> values(List<Reading> readings, Measure measure) {
        return readings.stream().filter(r -> r.measure() == measure).map(Reading::value).toList();
    }

    private static Figure figure(
            Measure measure,
            @Nullable BigDecimal value,
            String unit,
            int n,
            DoraBands bands,
            String unknown) {
        Band band = value == null ? null : bands.of(measure, value);
        return new Figure(
                measure.series(),
                value,
                unit,
                n,
                band == null ? null : band.name(),
                value == null
                        ? unknown
                        : band == null ? "The reports have no bands for this measure." : null);
    }

    private static Figure frequency(
            List<Reading> readings, Instant from, Instant to, boolean known, DoraBands bands) {
        List<Instant> at =
                readings.stream()
                        .filter(r -> r.measure() == Measure.DEPLOYMENT_FREQUENCY)
                        .map(Reading::at)
                        .toList();
        BigDecimal week = deploymentDays(at, from, to, WEEK);
        String unknown =
                !known
                        ? "No finished deployment is known."
                        : week == null ? "The time is shorter than a week." : null;
        if (unknown != null || week == null) {
            return new Figure(
                    Measure.DEPLOYMENT_FREQUENCY.series(),
                    null,
                    "days/week",
                    at.size(),
                    null,
                    unknown);
        }
        Band band =
                bands.frequency(
                        week,
                        deploymentDays(at, from, to, MONTH),
                        deploymentDays(at, from, to, HALF_YEAR));
        return new Figure(
                Measure.DEPLOYMENT_FREQUENCY.series(),
                week,
                "days/week",
                at.size(),
                band == null ? null : band.name(),
                band == null ? "The time is too short to tell so rare deployments apart." : null);
    }

    /**
     * Median of the days with a deployment of each whole stretch of so many days, counted back from
     * the end; null where there is none. A day is 24 hours, so no time zone matters.
     */
    private static @Nullable BigDecimal deploymentDays(
            List<Instant> deployments, Instant from, Instant to, int length) {
        int stretches = (int) (Duration.between(from, to).toDays() / length);
        if (stretches == 0) {
            return null;
        }
        List<Set<Long>> days = new ArrayList<>();
        for (int i = 0; i < stretches; i++) {
            days.add(new HashSet<>());
        }
        for (Instant at : deployments) {
            long day = Duration.between(at, to).toDays();
            if (day / length < stretches) {
                days.get((int) (day / length)).add(day);
            }
        }
        return median(days.stream().map(each -> BigDecimal.valueOf(each.size())).toList());
    }

    /** Of an even number the mean of the two in the middle; null of none. */
    static @Nullable BigDecimal median(List<BigDecimal> values) {
        if (values.isEmpty()) {
            return null;
        }
        List<BigDecimal> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        BigDecimal median =
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : sorted.get(middle - 1)
                                .add(sorted.get(middle))
                                .divide(TWO, DIGITS + 4, RoundingMode.HALF_EVEN);
        return rounded(median);
    }

    private static @Nullable BigDecimal mean(List<BigDecimal> values) {
        return values.isEmpty()
                ? null
                : rounded(
                        values.stream()
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .divide(
                                        BigDecimal.valueOf(values.size()),
                                        DIGITS + 4,
                                        RoundingMode.HALF_EVEN));
    }

    private static BigDecimal rounded(BigDecimal value) {
        BigDecimal shown = value.setScale(DIGITS, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return shown.scale() < 0 ? shown.setScale(0) : shown;
    }
}
