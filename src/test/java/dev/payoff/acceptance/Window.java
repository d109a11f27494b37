package dev.payoff.acceptance;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** A window as the recount has it, or as PostgreSQL has it. */
record Window(
        long count,
        BigDecimal sum,
        BigDecimal squares,
        BigDecimal minimum,
        BigDecimal maximum,
        BigDecimal last) {

    /** A reading that counts, with its place in the log. */
    record Counted(Instant observed, BigDecimal value, int topic, int partition, long offset) {

        boolean isAfter(Counted other) {
            int order = observed.compareTo(other.observed);
            order = order != 0 ? order : Integer.compare(topic, other.topic);
            order = order != 0 ? order : Integer.compare(partition, other.partition);
            return order != 0 ? order > 0 : offset > other.offset;
        }
    }

    /** Which window: sizes are 1 minute, 2 hour, 3 day and 4 month of the tenant's zone. */
    record Key(String metric, int size, Instant start) {}

    boolean equalTo(Window other) {
        return count == other.count
                && sum.compareTo(other.sum) == 0
                && squares.compareTo(other.squares) == 0
                && minimum.compareTo(other.minimum) == 0
                && maximum.compareTo(other.maximum) == 0
                && last.compareTo(other.last) == 0;
    }

    static Instant start(int size, Instant at, ZoneId zone) {
        return switch (size) {
            case 1 ->
                    at.minusNanos(at.getNano())
                            .minusSeconds(Math.floorMod(at.getEpochSecond(), 60));
            case 2 ->
                    at.minusNanos(at.getNano())
                            .minusSeconds(Math.floorMod(at.getEpochSecond(), 3600));
            case 3 -> LocalDate.ofInstant(at, zone).atStartOfDay(zone).toInstant();
            case 4 ->
                    LocalDate.ofInstant(at, zone).withDayOfMonth(1).atStartOfDay(zone).toInstant();
            default -> throw new IllegalArgumentException("size " + size);
        };
    }
}
