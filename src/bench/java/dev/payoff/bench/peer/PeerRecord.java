package dev.payoff.bench.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the peers read of a record: Jackson's streaming parser, exact decimals, and a reader of the
 * one form of time that the workload has, with the library's for all others.
 */
public final class PeerRecord {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    public String metric;
    public BigDecimal value;
    public long observedMillis;
    public String eventId;

    /** For serializers. */
    public PeerRecord() {}

    /** The reading, or null where the record is not one; which metrics there are, is known. */
    static PeerRecord read(byte[] bytes, Set<String> metrics) {
        PeerRecord record = new PeerRecord();
        String time = null;
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                switch (name) {
                    case "metric" -> record.metric = parser.getText();
                    case "observedAt" -> time = parser.getText();
                    case "eventId" -> record.eventId = parser.getText();
                    case "value" -> {
                        if (!token.isNumeric() || parser.isNaN()) {
                            return null;
                        }
                        record.value = parser.getDecimalValue();
                    }
                    default -> parser.skipChildren();
                }
            }
            if (record.value == null || time == null || !metrics.contains(record.metric)) {
                return null;
            }
            record.observedMillis = millis(time);
            return record;
        } catch (IOException | DateTimeParseException e) {
            return null;
        }
    }

    /** The days since the epoch of those dates that were met; there are few. */
    private static final ThreadLocal<Map<String, Long>> DAYS =
            ThreadLocal.withInitial(HashMap::new);

    private static long millis(String time) {
        if (time.length() != 24 || time.charAt(23) != 'Z' || time.charAt(19) != '.') {
            return OffsetDateTime.parse(time).toInstant().toEpochMilli();
        }
        long day =
                DAYS.get()
                        .computeIfAbsent(
                                time.substring(0, 10),
                                date -> java.time.LocalDate.parse(date).toEpochDay());
        long seconds =
                (number(time, 11, 13) * 60 + number(time, 14, 16)) * 60 + number(time, 17, 19);
        return (day * 86_400 + seconds) * 1_000 + number(time, 20, 23);
    }

    private static long number(String text, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeParseException("Not a digit", text, i);
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
