package dev.payoff.alert.routing;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stretches of time in which a route tells nobody. The alerts go on all the same, and what is left
 * of them is told afterwards.
 *
 * @param zone where the quiet hours are; null: the tenant's
 * @param goLive around the go-live of the alert's own project; null: not
 */
public record MuteTime(
        String name,
        @Nullable ZoneId zone,
        List<Weekly> weekly,
        List<Span> spans,
        @Nullable Freeze goLive) {

    /** Nobody changes it. */
    public MuteTime {
        weekly = List.copyOf(weekly);
        spans = List.copyOf(spans);
    }

    /**
     * Quiet hours by the clock on the wall.
     *
     * @param days on which they begin
     * @param to when they end; at or before {@code from} means on the next day
     */
    public record Weekly(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

        /** Nobody changes it. */
        public Weekly {
            days = Set.copyOf(days);
        }

        private Optional<Span> begunOn(LocalDate day, ZoneId zone) {
            if (!days.contains(day.getDayOfWeek())) {
                return Optional.empty();
            }
            LocalDate end = to.isAfter(from) ? day : day.plusDays(1);
            Span span = new Span(at(day.atTime(from), zone, true), at(end.atTime(to), zone, false));
            return span.to().isAfter(span.from()) ? Optional.of(span) : Optional.empty();
        }

        /**
         * The instant of a time on the wall. One that a clock put forward leaves out is when it was
         * put forward; of one that comes twice, a beginning is the first and an end the second, so
         * that the hours have no gap.
         */
        private static Instant at(LocalDateTime wall, ZoneId zone, boolean begins) {
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(wall);
            if (offsets.isEmpty()) {
                ZoneOffsetTransition gap = zone.getRules().getTransition(wall);
                return gap.getInstant();
            }
            return wall.toInstant(begins ? offsets.getFirst() : offsets.getLast());
        }
    }

    /** From one instant to, but not at, another. */
    public record Span(Instant from, Instant to) {

        boolean holds(Instant at) {
            return !at.isBefore(from) && at.isBefore(to);
        }
    }

    /** Around a go-live. */
    public record Freeze(Duration before, Duration after) {}

    /** Until when an alert is muted at a time; empty: it is not. */
    public Optional<Instant> until(Alert alert, ZoneId tenantZone, Instant now) {
        ZoneId wall = zone == null ? tenantZone : zone;
        LocalDate today = now.atZone(wall).toLocalDate();
        Stream<Span> quiet =
                Stream.of(today.minusDays(1), today)
                        .flatMap(day ->
                                weekly.stream()
                                        .flatMap(hours -> hours.begunOn(day, wall).stream()));
        return Stream.of(quiet, spans.stream(), freeze(alert).stream())
                .flatMap(it -> it)
                .filter(span -> span.holds(now))
                .map(Span::to)
                .max(Comparator.naturalOrder());
    }

    private Optional<Span> freeze(Alert alert) {
        Instant live = alert.goLive();
        return goLive == null || live == null
                ? Optional.empty()
                : Optional.of(new Span(live.minus(goLive.before()), live.plus(goLive.after())));
    }
}
