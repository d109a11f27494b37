package dev.payoff.stream;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Readings of one metric that lie side by side in one row, and how each of the row's arrays is
 * written. Pure.
 *
 * @param readings of one metric, partition, source and hour, at least one, in the order of the log
 */
record MeasurementPack(List<Candidate> readings) {

    /** So many fit into a row that PostgreSQL keeps whole, four of them to a page. */
    static final int MAX_READINGS = 32;

    private static final int TYPICAL_KEY = 37;
    private static final long HOUR_SECONDS = 3_600;

    private record Kind(UUID metricId, int partition, String source, long hour) {}

    /**
     * Packs of all these readings, which are in the order of the log. None reaches over the end of
     * an hour, so that whoever looks for a time finds its packs in the index, however many lie
     * before it and after.
     */
    static List<MeasurementPack> of(Collection<Candidate> readings) {
        Map<Kind, MeasurementPack> open = new HashMap<>();
        List<MeasurementPack> packs = new ArrayList<>();
        for (Candidate reading : readings) {
            Kind kind =
                    new Kind(
                            reading.metric().id(),
                            reading.partition(),
                            reading.wire().source(),
                            Math.floorDiv(
                                    reading.wire().observedAt().getEpochSecond(), HOUR_SECONDS));
            MeasurementPack pack = open.get(kind);
            if (pack == null || pack.readings.size() == MAX_READINGS) {
                pack = new MeasurementPack(new ArrayList<>(4));
                open.put(kind, pack);
                packs.add(pack);
            }
            pack.readings.add(reading);
        }
        return packs;
    }

    Candidate first() {
        return readings.getFirst();
    }

    Instant firstObserved() {
        Instant first = first().wire().observedAt();
        for (Candidate reading : readings) {
            first =
                    reading.wire().observedAt().isBefore(first)
                            ? reading.wire().observedAt()
                            : first;
        }
        return first;
    }

    Instant lastObserved() {
        Instant last = first().wire().observedAt();
        for (Candidate reading : readings) {
            last = reading.wire().observedAt().isAfter(last) ? reading.wire().observedAt() : last;
        }
        return last;
    }

    String eventKeys() {
        return array(TYPICAL_KEY, (out, reading) -> out.append(reading.eventKey()));
    }

    @Nullable String revisions() {
        return has(reading -> reading.wire().revision() != 0)
                ? array(2, (out, reading) -> out.append(reading.wire().revision()))
                : null;
    }

    String measured() {
        return array(10, (out, reading) -> out.append(reading.wire().value()));
    }

    String observedMicros() {
        return array(
                17, (out, reading) -> out.append(EventKey.micros(reading.wire().observedAt())));
    }

    String offsets() {
        return array(12, (out, reading) -> out.append(reading.offset()));
    }

    @Nullable String confidences() {
        return has(reading -> reading.wire().confidence() != null)
                ? array(5, (out, reading) -> decimal(out, reading.wire().confidence()))
                : null;
    }

    @Nullable String notes() {
        return has(reading -> reading.wire().note() != null)
                ? array(20, (out, reading) -> text(out, reading.wire().note()))
                : null;
    }

    /** Null where each id is its key, written out. */
    @Nullable String eventIds() {
        return has(reading -> !reading.isKeyItsId())
                ? array(TYPICAL_KEY, (out, reading) -> text(out, reading.wire().eventId()))
                : null;
    }

    private boolean has(Predicate<Candidate> what) {
        for (Candidate reading : readings) {
            if (what.test(reading)) {
                return true;
            }
        }
        return false;
    }

    /** An array as PostgreSQL reads it from text. */
    private String array(int typicalLength, BiConsumer<StringBuilder, Candidate> element) {
        StringBuilder out = new StringBuilder(readings.size() * typicalLength + 2);
        out.append('{');
        for (Candidate reading : readings) {
            if (out.length() > 1) {
                out.append(',');
            }
            element.accept(out, reading);
        }
        return out.append('}').toString();
    }

    private static void decimal(StringBuilder out, @Nullable BigDecimal number) {
        if (number == null) {
            out.append("NULL");
        } else {
            out.append(number);
        }
    }

    private static void text(StringBuilder out, @Nullable String text) {
        if (text == null) {
            out.append("NULL");
            return;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
