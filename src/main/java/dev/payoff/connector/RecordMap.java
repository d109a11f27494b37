package dev.payoff.connector;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Pull.Point;
import dev.payoff.connector.Pull.Slice;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the records that a user's query brings become readings: which field is what; pure. Fields are
 * named by paths with dots. Records come in the order in which they were last changed, from the
 * cursor on; one that changed is said again under a higher revision.
 *
 * @param value field of the number; not used where records are counted
 * @param time field of the moment that the reading is of
 * @param changed field of the moment at which the record was last changed
 * @param id field that tells a record from all others
 * @param satisfiedFrom least value that counts as satisfied; null but for CSAT
 */
public record RecordMap(
        String value,
        String time,
        String changed,
        String id,
        As as,
        @Nullable BigDecimal satisfiedFrom) {

    /** What a value becomes. */
    public enum As {
        /** Itself. */
        NUMBER,
        /** 100 for 9 and 10, 0 for 7 and 8, -100 for 0 to 6: the mean is the net promoter score. */
        NPS,
        /** 100 from {@code satisfiedFrom} on, else 0: the mean is the share of the satisfied. */
        CSAT,
        /** 1 for each record. */
        COUNT
    }

    /**
     * How far behind the present the cursor stays: systems show what was changed at a moment only
     * some time after it.
     */
    static final Duration OVERLAP = Duration.ofMinutes(10);

    private static final int MAX_QUERIES = 50;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,60}");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_.]{1,200}");
    private static final Pattern BARE_OFFSET = Pattern.compile("([+-]\\d{2})(\\d{2})$");

    /**
     * Reads the setting {@code queries}, an object of queries by name.
     *
     * @param defaults names of fields where a query names none: changed, id
     */
    public static Map<String, RecordMap> parse(
            JsonObject config, Map<String, String> defaults, List<Violation> wrong) {
        Map<String, RecordMap> maps = new TreeMap<>();
        JsonObject queries = config.getValue("queries") instanceof JsonObject given ? given : null;
        if (queries == null || queries.isEmpty() || queries.size() > MAX_QUERIES) {
            wrong.add(
                    new Violation(
                            "config.queries",
                            "is an object of 1 to " + MAX_QUERIES + " queries by name"));
            return maps;
        }
        for (String name : queries.fieldNames()) {
            String at = "config.queries." + name;
            if (!NAME.matcher(name).matches()
                    || !(queries.getValue(name) instanceof JsonObject query)) {
                wrong.add(new Violation(at, "is an object under a name of letters and digits"));
            } else {
                maps.put(name, one(query, defaults, at, wrong));
            }
        }
        return maps;
    }

    private static RecordMap one(
            JsonObject query, Map<String, String> defaults, String at, List<Violation> wrong) {
        As as = As.NUMBER;
        try {
            as = As.valueOf(text(query, "as", "number").toUpperCase(java.util.Locale.ROOT));
        } catch (IllegalArgumentException e) {
            wrong.add(new Violation(at + ".as", "is number, nps, csat or count"));
        }
        BigDecimal from =
                query.getValue("satisfiedFrom") instanceof Number number
                        ? new BigDecimal(number.toString())
                        : null;
        if (as == As.CSAT && from == null) {
            wrong.add(new Violation(at + ".satisfiedFrom", "is a number, and needed for csat"));
        }
        return new RecordMap(
                as == As.COUNT ? "" : field(query, "value", "", at, wrong),
                field(query, "time", "", at, wrong),
                field(query, "changed", defaults.getOrDefault("changed", ""), at, wrong),
                field(query, "id", defaults.getOrDefault("id", ""), at, wrong),
                as,
                from);
    }

    private static String field(
            JsonObject query, String name, String other, String at, List<Violation> wrong) {
        String field = text(query, name, other);
        if (!FIELD.matcher(field).matches()) {
            wrong.add(new Violation(at + "." + name, "is the name of a field, and needed"));
        }
        return field;
    }

    private static String text(JsonObject query, String name, String other) {
        return query.getValue(name) instanceof String text ? text : other;
    }

    /**
     * What some pages of records come to.
     *
     * @param end whether these are all that there are from the cursor on
     * @param pause how long the system asks to be left alone, or null
     */
    public Slice slice(
            List<JsonNode> records,
            boolean end,
            Instant cursor,
            Instant now,
            @Nullable Duration pause) {
        List<Point> points = new ArrayList<>();
        int skipped = 0;
        Instant last = cursor;
        for (JsonNode each : records) {
            Instant at = instant(at(each, changed));
            String name = Payload.plain(at(each, id));
            if (at == null || name.isBlank()) {
                return new Slice.Failed(
                        "A record has no "
                                + (at == null ? "time in " + changed : "id in " + id)
                                + ".");
            }
            if (at.isBefore(last) && last.isAfter(cursor)) {
                return new Slice.Failed(
                        "Records do not come in the order of " + changed + ", the earliest first.");
            }
            last = at.isAfter(last) ? at : last;
            BigDecimal number = as == As.COUNT ? BigDecimal.ONE : value(at(each, value));
            Instant moment = instant(at(each, time));
            if (number == null || moment == null) {
                skipped++;
            } else {
                points.add(new Point(moment, number, name));
            }
        }
        if (!end && !last.isAfter(cursor)) {
            return new Slice.Failed(
                    "More than "
                            + records.size()
                            + " records were changed at one moment, "
                            + last
                            + "; narrow the query.");
        }
        Instant settled = now.minus(OVERLAP);
        Instant reached = end ? settled : last;
        return new Slice.Points(
                points, skipped, reached.isAfter(cursor) ? reached : cursor, !end, pause);
    }

    private @Nullable BigDecimal value(JsonNode node) {
        BigDecimal number;
        try {
            number =
                    node.isNumber()
                            ? node.decimalValue()
                            : node.isTextual() && !node.textValue().isBlank()
                                    ? new BigDecimal(node.textValue().strip())
                                    : null;
        } catch (NumberFormatException e) {
            return null;
        }
        if (number == null || number.precision() > 38 || Math.abs(number.scale()) > 38) {
            return null;
        }
        return switch (as) {
            case NUMBER, COUNT -> number;
            case CSAT ->
                    satisfiedFrom != null && number.compareTo(satisfiedFrom) >= 0
                            ? BigDecimal.valueOf(100)
                            : BigDecimal.ZERO;
            case NPS -> promoter(number);
        };
    }

    private static @Nullable BigDecimal promoter(BigDecimal score) {
        if (score.signum() < 0 || score.compareTo(BigDecimal.TEN) > 0) {
            return null;
        }
        return BigDecimal.valueOf(
                score.compareTo(BigDecimal.valueOf(9)) >= 0
                        ? 100
                        : score.compareTo(BigDecimal.valueOf(7)) >= 0 ? 0 : -100);
    }

    private static JsonNode at(JsonNode record, String path) {
        JsonNode node = record;
        for (String part : path.split("\\.")) {
            node = node.path(part);
        }
        return node;
    }

    /** ISO 8601 with an offset (that of Salesforce has no colon), a day, or milliseconds. */
    static @Nullable Instant instant(JsonNode node) {
        String text = Payload.plain(node).strip();
        try {
            if (text.matches("\\d{12,14}")) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(BARE_OFFSET.matcher(text).replaceFirst("$1:$2"))
                            .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
