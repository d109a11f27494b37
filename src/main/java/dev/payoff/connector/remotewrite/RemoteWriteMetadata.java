package dev.payoff.connector.remotewrite;

import dev.payoff.connector.ProtoReader;
import dev.payoff.connector.Samples.Described;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What requests of version 1.0 tell of families of series, in requests of their own and without
 * samples (prometheus.MetricMetadata: type = 1, metric_family_name = 2, help = 4, unit = 5); pure.
 */
final class RemoteWriteMetadata {

    /** Families that are read of a request; Prometheus tells 500 in one. */
    static final int MAX_FAMILIES = 10_000;

    private static final int COUNTER = 1;
    private static final int GAUGE = 2;
    private static final int HISTOGRAM = 3;
    private static final int SUMMARY = 5;

    private RemoteWriteMetadata() {}

    /**
     * Reads one family.
     *
     * @param into what is told, by the names of series that the family may have
     */
    static void read(ProtoReader message, Map<String, Described> into) {
        long type = 0;
        String family = "";
        String unit = "";
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> type = message.integer();
                case 2 -> family = message.text();
                case 5 -> unit = message.text();
                default -> message.skip();
            }
        }
        if (!family.isEmpty()) {
            name(family, (int) type, unit.isEmpty() ? null : unit, into);
        }
    }

    /** A family of OpenMetrics is told without the end that its series have, others with it. */
    private static void name(
            String family, int type, @Nullable String unit, Map<String, Described> into) {
        Described grows = new Described(unit, true);
        Described stands = new Described(unit, false);
        switch (type) {
            case COUNTER -> {
                into.put(family, grows);
                into.put(family + "_total", grows);
            }
            case GAUGE -> into.put(family, stands);
            case HISTOGRAM, SUMMARY -> {
                into.put(family, stands);
                into.put(family + "_sum", grows);
                into.put(family + "_bucket", new Described(null, true));
                into.put(family + "_count", new Described(null, true));
            }
            default -> {
                if (unit != null) {
                    into.put(family, new Described(unit, null));
                }
            }
        }
    }
}
