package dev.payoff.connector;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.payoff.stream.Decoded;
import dev.payoff.stream.RejectCode;
import dev.payoff.stream.WireCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a body of measurements into its records: one object, an array, or one object a line. Pure.
 */
final class MeasurementBody {

    /** The most records of one request. */
    static final int MAX_RECORDS = 50_000;

    /** The source of a reading that came by REST and names none. */
    static final String SOURCE = "api";

    private static final byte[] NOTHING = {};

    /** One record of a body, and the bytes that it was read from. */
    record Item(Decoded decoded, byte[] bytes) {}

    /** What a body came to. */
    sealed interface Split {

        /** Records in their order, each usable or refused by itself. */
        record Records(List<Item> records) implements Split {}

        /** The body as a whole cannot be read. */
        record Unreadable(Decoded.Refused why) implements Split {}

        /** More records than one request may hold. */
        record TooMany() implements Split {}
    }

    private MeasurementBody() {}

    /** Reads {@code application/json}: an object or an array. */
    static Split json(byte[] body) {
        List<Item> records = new ArrayList<>();
        try (JsonParser parser = WireCodec.parser(body)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (records.size() == MAX_RECORDS) {
                        return new Split.TooMany();
                    }
                    records.add(next(parser, body));
                }
            } else {
                records.add(next(parser, body));
            }
            if (parser.nextToken() != null) {
                return new Split.Unreadable(
                        new Decoded.Refused(
                                RejectCode.MALFORMED_JSON,
                                "There is more than one JSON value in the body."));
            }
            return new Split.Records(records);
        } catch (IOException e) {
            return new Split.Unreadable(WireCodec.malformed(e));
        }
    }

    /** Reads {@code application/x-ndjson}: a line that cannot be read refuses itself only. */
    static Split lines(byte[] body) {
        List<Item> records = new ArrayList<>();
        int start = 0;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            if (!isBlank(body, start, end)) {
                if (records.size() == MAX_RECORDS) {
                    return new Split.TooMany();
                }
                byte[] line = Arrays.copyOfRange(body, start, end);
                records.add(new Item(WireCodec.decode(line, SOURCE), line));
            }
            start = end + 1;
        }
        return new Split.Records(records);
    }

    private static Item next(JsonParser parser, byte[] body) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        Decoded decoded = WireCodec.decodeNext(parser, SOURCE);
        int end = (int) parser.currentLocation().getByteOffset();
        return new Item(
                decoded,
                decoded instanceof Decoded.Refused && start >= 0 && end > start
                        ? Arrays.copyOfRange(body, start, end)
                        : NOTHING);
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        for (int i = start; i < end; i++) {
            if (body[i] > ' ' || body[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
