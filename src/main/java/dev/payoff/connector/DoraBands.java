package dev.payoff.connector;

import dev.payoff.connector.Dora.Measure;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Into which of DORA's four groups a figure falls; pure. The groups were found in a survey, another
 * one each year, so a band says of which year it is.
 *
 * <p>Sources: Accelerate State of DevOps 2021 and 2023, in the form that Apache DevLake made of
 * them (migration 20240223 and devlake.apache.org/docs/Metrics): where a report leaves a gap
 * between two groups, the worse one begins where the better one ends. The reports of 2022 and 2024
 * give one typical value for each group, and in 2024 they do not rise from group to group, so no
 * bands can be made of them. Rework rate has been a measure since 2024 and has no bands.
 */
enum DoraBands {
    V2021(2021, new double[] {1, 168, 4383}, new double[] {15, 20, 30}),
    V2023(2023, new double[] {24, 168, 730.5}, new double[] {5, 10, 15});

    /** The groups, the best first. */
    enum Band {
        ELITE,
        HIGH,
        MEDIUM,
        LOW
    }

    /** Hours: under one, under a day, up to a week; the same in both years. */
    private static final double[] RECOVERY = {1, 24, 168};

    private static final BigDecimal DAYS_OF_A_WEEK = BigDecimal.valueOf(7);

    private final int year;
    private final double[] leadTime;
    private final double[] failRate;

    DoraBands(int year, double[] leadTime, double[] failRate) {
        this.year = year;
        this.leadTime = leadTime;
        this.failRate = failRate;
    }

    int year() {
        return year;
    }

    static @Nullable DoraBands of(String year) {
        for (DoraBands bands : values()) {
            if (year.equals(String.valueOf(bands.year))) {
                return bands;
            }
        }
        return null;
    }

    /**
     * The band of a figure that is not the deployment frequency; null where there is none.
     *
     * @param value hours, or percent
     */
    @Nullable Band of(Measure measure, BigDecimal value) {
        return switch (measure) {
            case CHANGE_LEAD_TIME -> hours(leadTime, value.doubleValue());
            case RECOVERY_TIME -> hours(RECOVERY, value.doubleValue());
            case CHANGE_FAIL_RATE -> {
                double percent = value.doubleValue();
                yield percent <= failRate[0]
                        ? Band.ELITE
                        : percent <= failRate[1]
                                ? Band.HIGH
                                : percent <= failRate[2] ? Band.MEDIUM : Band.LOW;
            }
            case DEPLOYMENT_FREQUENCY, DEPLOYMENT_REWORK_RATE -> null;
        };
    }

    /** The better two groups end before their bound, the third one with it. */
    private static Band hours(double[] bounds, double hours) {
        return hours < bounds[0]
                ? Band.ELITE
                : hours < bounds[1] ? Band.HIGH : hours <= bounds[2] ? Band.MEDIUM : Band.LOW;
    }

    /**
     * The band of a deployment frequency; null where the time looked at was too short to tell.
     *
     * @param week median of the days with a deployment, of each week
     * @param month the same of each 30 days; null where there are none
     * @param halfYear the same of each 182 days; null where there are none
     */
    @Nullable Band frequency(
            BigDecimal week, @Nullable BigDecimal month, @Nullable BigDecimal halfYear) {
        if (week.compareTo(DAYS_OF_A_WEEK) >= 0) {
            return Band.ELITE;
        }
        return switch (this) {
            case V2023 -> isOne(week) ? Band.HIGH : month == null ? null : rest(month);
            case V2021 ->
                    isOne(month)
                            ? Band.HIGH
                            : month == null || halfYear == null ? null : rest(halfYear);
        };
    }

    private static Band rest(BigDecimal days) {
        return isOne(days) ? Band.MEDIUM : Band.LOW;
    }

    private static boolean isOne(@Nullable BigDecimal days) {
        return days != null && days.compareTo(BigDecimal.ONE) >= 0;
    }
}
