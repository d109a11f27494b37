package dev.payoff.alert;

import dev.payoff.alert.routing.Route;
import dev.payoff.app.Problem.Violation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts as what they should be and collects what is wrong; what could not be read has some
 * value then.
 */
final class FieldChecks {

    private static final int MAX_NAME = 100;
    private static final int MAX_LABELS = 10;

    private final List<Violation> wrong = new ArrayList<>();

    /** What was wrong so far. */
    List<Violation> wrong() {
        return wrong;
    }

    @Nullable ZoneId zone(String at, @Nullable String zone) {
        if (zone == null) {
            return null;
        }
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            say(at + ".zone", "must be a zone of the tz database, such as Europe/Berlin");
            return null;
        }
        return ZoneId.of(zone);
    }

    LocalTime time(String at, @Nullable String time) {
        try {
            return LocalTime.parse(String.valueOf(time));
        } catch (DateTimeException e) {
            say(at, "must be a time of day, such as 22:00");
            return LocalTime.MIN;
        }
    }

    Instant instant(String at, @Nullable String time) {
        try {
            return OffsetDateTime.parse(String.valueOf(time)).toInstant();
        } catch (DateTimeException e) {
            say(at, "must be an ISO 8601 time with an offset");
            return Instant.EPOCH;
        }
    }

    Duration duration(
            String at,
            @Nullable String text,
            @Nullable Duration without,
            Duration least,
            Duration most) {
        if (text == null && without != null) {
            return without;
        }
        try {
            Duration duration = Duration.parse(String.valueOf(text));
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Said below, as for one that is out of range.
        }
        say(at, "must be an ISO 8601 duration from " + least + " to " + most);
        return least;
    }

    String name(String at, @Nullable String name) {
        if (name == null || name.isBlank() || name.length() > MAX_NAME) {
            say(at + ".name", "must have 1 to " + MAX_NAME + " characters");
            return "";
        }
        return name;
    }

    void labels(String at, List<String> labels) {
        atMost(at, labels, MAX_LABELS);
        if (!labels.stream().allMatch(it -> it.equals(Route.EACH) || AlertLabels.isName(it))) {
            say(at, "must name labels, such as severity, project, category, owner");
        }
    }

    void once(String at, List<String> names) {
        if (new HashSet<>(names).size() < names.size()) {
            say(at, "must have names that differ");
        }
    }

    void atMost(String at, List<?> list, int most) {
        if (list.size() > most) {
            say(at, "must be at most " + most);
        }
    }

    void say(String at, String what) {
        wrong.add(new Violation(at, what));
    }
}
