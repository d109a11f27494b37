package dev.payoff.devstack;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/**
 * How a sample metric moves: an S-curve from its baseline to where it got, a daily wave, and a
 * seeded wander. A pure function of time, so that any stretch can be told again.
 *
 * @param seed tells one wander from another
 * @param from where it stands at go-live: a level, or units an hour of a flow
 * @param to where it arrives
 * @param ramp how long the way takes
 * @param wander how far chance takes it, in its own unit
 * @param daily how far the time of day takes it, in its own unit
 * @param scale digits after the decimal point
 */
record DemoSeries(
        long seed, double from, double to, Duration ramp, double wander, double daily, int scale) {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Periods of the wander in seconds, from the weather of the week to the flicker of now. */
    private static final double[] PERIODS = {129_600, 18_000, 1_200, 40};

    private static final double[] WEIGHTS = {0.5, 0.28, 0.14, 0.08};

    /** The level at that time, or a flow's units an hour; never below 0. */
    double at(Instant goLive, Instant time) {
        double way = (double) Duration.between(goLive, time).toSeconds() / ramp.toSeconds();
        double eased = smooth(Math.clamp(way, 0, 1));
        double hour = time.getEpochSecond() % 86_400 / 3_600.0;
        double wave = Math.sin((hour - 8) / 24 * 2 * Math.PI);
        return Math.max(0, from + (to - from) * eased + daily * wave + wander * drift(time));
    }

    /** The level as it is sent. */
    BigDecimal level(Instant goLive, Instant time, double offset) {
        return BigDecimal.valueOf(at(goLive, time) + offset)
                .setScale(scale, RoundingMode.HALF_EVEN);
    }

    /** The units of a flow between two times. */
    BigDecimal units(Instant goLive, Instant after, Instant until) {
        return meter(goLive).units(after, until);
    }

    /** What counts the units of a flow from its go-live on; one thread owns it. */
    Meter meter(Instant goLive) {
        return new Meter(this, goLive);
    }

    /**
     * Counts units. What is left of a unit counts into the next stretch, so that many short
     * stretches sum to the same as one long. It remembers where it stood, as a year has many hours.
     */
    static final class Meter {

        private final DemoSeries series;
        private final Instant goLive;
        private final long first;
        private long counted;
        private double sum;

        private Meter(DemoSeries series, Instant goLive) {
            this.series = series;
            this.goLive = goLive;
            this.first = Math.floorDiv(goLive.getEpochSecond(), 3_600);
            this.counted = first;
        }

        BigDecimal units(Instant after, Instant until) {
            double unit = Math.pow(10, -series.scale());
            double before = Math.floor(at(after) / unit);
            double now = Math.floor(at(until) / unit);
            return BigDecimal.valueOf(Math.max(0, now - before) * unit)
                    .setScale(series.scale(), RoundingMode.HALF_EVEN);
        }

        /** The meter's reading: whole hours summed by their middle, the open one pro rata. */
        private double at(Instant time) {
            long hours = Math.floorDiv(time.getEpochSecond(), 3_600);
            if (hours < counted) {
                counted = first;
                sum = 0;
            }
            for (; counted < hours; counted++) {
                sum += series.at(goLive, Instant.ofEpochSecond(counted * 3_600 + 1_800));
            }
            double open = time.getEpochSecond() % 3_600 / 3_600.0;
            return sum + open * series.at(goLive, Instant.ofEpochSecond(hours * 3_600 + 1_800));
        }
    }

    /** Between -1 and 1: random heights, smoothly joined, of several periods. */
    private double drift(Instant time) {
        double drift = 0;
        for (int i = 0; i < PERIODS.length; i++) {
            double place = time.getEpochSecond() / PERIODS[i];
            long left = (long) Math.floor(place);
            double part = smooth(place - left);
            drift += WEIGHTS[i] * (height(i, left) * (1 - part) + height(i, left + 1) * part);
        }
        return drift;
    }

    private double height(int octave, long index) {
        long mixed = (seed + octave * 31L + index * GOLDEN) * GOLDEN;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return ((mixed ^ mixed >>> 31) >>> 11) * 0x1.0p-52 - 1;
    }

    private static double smooth(double part) {
        return part * part * (3 - 2 * part);
    }
}
