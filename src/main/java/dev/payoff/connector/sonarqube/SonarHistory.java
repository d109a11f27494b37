package dev.payoff.connector.sonarqube;

import dev.payoff.connector.Payload;
import dev.payoff.connector.Pull.Point;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** What {@code api/measures/search_history} answered for one metric; pure. */
sealed interface SonarHistory {

    /**
     * The values after a time, oldest first.
     *
     * @param skipped values that are no numbers
     * @param last of the analyses in it, or the time asked from
     * @param more whether the page was full
     */
    record Values(List<Point> points, int skipped, Instant last, boolean more)
            implements SonarHistory {}

    /** No readings can be had from it, and why. */
    record Unusable(String reason) implements SonarHistory {}

    /** The most that SonarQube puts on a page. */
    int PAGE = 1000;

    /** Numbers as SonarQube writes them. */
    Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?([eE]-?\\d{1,2})?");

    /**
     * Reads an answer.
     *
     * @param after what is not later than this was had before
     */
    static SonarHistory read(int status, byte[] body, Instant after) {
        try {
            Payload root = Payload.object(body);
            if (status != 200) {
                return new Unusable("HTTP " + status + errors(root) + ".");
            }
            List<Payload> measures = root.each("measures");
            if (measures.isEmpty()) {
                return new Unusable("SonarQube has no such metric, or no such branch.");
            }
            return values(measures.getFirst().each("history"), after);
        } catch (Payload.Unusable e) {
            return new Unusable("HTTP " + status + ": " + e.reason());
        }
    }

    private static String errors(Payload root) {
        List<Payload> errors = root.each("errors");
        return errors.isEmpty() ? "" : ": " + errors.getFirst().textOr("msg", "no reason told");
    }

    private static SonarHistory values(List<Payload> history, Instant after) {
        if (history.size() > PAGE) {
            return new Unusable("There are more than " + PAGE + " values on a page.");
        }
        List<Point> points = new ArrayList<>();
        Instant last = after;
        int skipped = 0;
        for (Payload each : history) {
            Instant at = each.time("date");
            if (!at.isAfter(after)) {
                continue;
            }
            last = at.isAfter(last) ? at : last;
            String value = each.textOr("value", "");
            switch (value) {
                case "OK", "WARN" -> points.add(new Point(at, SonarGate.PASSED));
                case "ERROR" -> points.add(new Point(at, BigDecimal.ZERO));
                default -> {
                    if (NUMBER.matcher(value).matches()) {
                        points.add(new Point(at, new BigDecimal(value)));
                    } else {
                        skipped++;
                    }
                }
            }
        }
        points.sort(Comparator.comparing(Point::at));
        boolean more = history.size() == PAGE && last.isAfter(after);
        return new Values(List.copyOf(points), skipped, last, more);
    }
}
