package dev.payoff.connector;

import dev.payoff.connector.Counters.Mark;
import dev.payoff.connector.Counters.Place;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Samples that were pushed, on their way to the brokers through the feeds that ask for them. A
 * reading's identity is its series and its time, so that what is pushed again counts once. What a
 * counter grew by is worked out from where it stood; where it stands now is noted only after the
 * brokers' ack, so that a request that is repeated after a failure comes to the same.
 */
@ApplicationScoped
public class Samples {

    /** Samples of one request; Prometheus sends 2,000 by default, OpenTelemetry 512 to 8,192. */
    public static final int MAX_SAMPLES = 50_000;

    private static final int BATCH = 1_000;

    /** One series: its name, and its labels without the name. */
    public record Series(String name, SortedMap<String, String> labels) {

        /** The same for the same series, whatever the order of its labels. */
        String digest() {
            return Signatures.digest((name + labels).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** How a sample's value is meant. */
    public enum Kind {
        /** As it stands. */
        GAUGE,
        /** Since the series began; Prometheus does not tell it from a gauge. */
        CUMULATIVE,
        /** Since the sample before it. */
        DELTA
    }

    /**
     * One sample.
     *
     * @param start when the counter began at 0, where the sender tells it
     * @param told what the sender says of its series
     */
    public record Sample(
            Series series,
            Kind kind,
            @Nullable Instant start,
            Instant at,
            BigDecimal value,
            Described told) {

        /** One whose sender says nothing of its series. */
        public Sample(
                Series series, Kind kind, @Nullable Instant start, Instant at, BigDecimal value) {
            this(series, kind, start, at, value, Described.NOT);
        }
    }

    /**
     * What a sender says of a series.
     *
     * @param unit by UCUM or OpenMetrics; null: not told
     * @param counter whether it only grows; null: not told
     */
    public record Described(@Nullable String unit, @Nullable Boolean counter) {

        /** It says nothing. */
        public static final Described NOT = new Described(null, null);
    }

    /**
     * What became of samples.
     *
     * @param taken those that a feed asks for and that were used
     * @param unfed those that no feed asks for
     * @param skipped those that are no numbers
     */
    public record Tally(int taken, int unfed, int skipped) {

        /** Nothing came. */
        public static final Tally NONE = new Tally(0, 0, 0);
    }

    /** What became of a request. */
    public sealed interface Handed {

        /** The brokers have it. */
        record Over(Tally tally) implements Handed {}

        /** They do not; it is to be sent again. */
        record Unavailable(Receipt.Unavailable receipt) implements Handed {

            /** A sentence on why. */
            public String reason() {
                return receipt.reason();
            }
        }
    }

    private final Connections connections;
    private final Counters counters;
    private final Intake intake;
    private final SeenSeries seen;

    Samples(Connections connections, Counters counters, Intake intake, SeenSeries seen) {
        this.seen = seen;
        this.connections = connections;
        this.counters = counters;
        this.intake = intake;
    }

    /** The feeds of a connection with what they select. */
    public Uni<Map<Feed, Selector>> selectors(Connection connection) {
        return connections
                .feeds(connection)
                .map(feeds -> {
                    Map<Feed, Selector> selectors = new HashMap<>();
                    for (Feed feed : feeds) {
                        Selector selector = Selector.parse(feed.series());
                        if (selector != null) {
                            selectors.put(feed, selector);
                        }
                    }
                    return selectors;
                });
    }

    /**
     * Hands samples over.
     *
     * @param samples oldest first within each series
     * @param skipped those that came with them and are no numbers
     */
    public Uni<Handed> take(
            Connection connection,
            Family family,
            Map<Feed, Selector> selectors,
            List<Sample> samples,
            int skipped) {
        return counters.marks(connection, counted(selectors, samples))
                .chain(marks -> {
                    Map<Place, Mark> standing = new HashMap<>(marks);
                    List<OutgoingReading> readings = new ArrayList<>();
                    int taken = 0;
                    Map<String, @Nullable String> unfed = new HashMap<>();
                    for (Sample sample : samples) {
                        boolean used = false;
                        for (Map.Entry<Feed, Selector> feed : selectors.entrySet()) {
                            if (feed.getValue().matches(sample.series())) {
                                used = true;
                                OutgoingReading reading =
                                        reading(connection, feed, sample, standing);
                                if (reading != null) {
                                    readings.add(reading);
                                }
                            }
                        }
                        if (used) {
                            taken++;
                        } else if (unfed.size() < SeenSeries.MOST) {
                            unfed.putIfAbsent(Selector.offer(sample), sample.told().unit());
                        }
                    }
                    Tally tally = new Tally(taken, samples.size() - taken, skipped);
                    return send(connection, family, readings)
                            .chain(failure ->
                                    failure != null
                                            ? Uni.createFrom()
                                                    .<Handed>item(new Handed.Unavailable(failure))
                                            : counters.move(connection, marks, standing)
                                                    .chain(() -> seen.note(connection, unfed))
                                                    .replaceWith(new Handed.Over(tally)));
                });
    }

    /**
     * Keeps what a sender says of series apart from their samples, for those that no feed takes.
     *
     * @param told by the names of the series
     */
    public Uni<Void> described(Connection connection, Map<String, Described> told) {
        return seen.describe(connection, told);
    }

    private static List<Place> counted(Map<Feed, Selector> selectors, List<Sample> samples) {
        List<Place> places = new ArrayList<>();
        selectors.forEach((feed, selector) -> {
            if (selector.increase()) {
                samples.stream()
                        .filter(s -> s.kind() != Kind.DELTA && selector.matches(s.series()))
                        .map(s -> new Place(feed.id(), s.series().digest()))
                        .distinct()
                        .forEach(places::add);
            }
        });
        return places;
    }

    private static @Nullable OutgoingReading reading(
            Connection connection,
            Map.Entry<Feed, Selector> feed,
            Sample sample,
            Map<Place, Mark> standing) {
        String series = sample.series().digest();
        BigDecimal value = sample.value();
        if (feed.getValue().increase() && sample.kind() != Kind.DELTA) {
            Place place = new Place(feed.getKey().id(), series);
            Mark before = standing.get(place);
            if (before != null && !sample.at().isAfter(before.at())) {
                return null;
            }
            standing.put(place, new Mark(sample.at(), sample.value()));
            if (before == null) {
                return null;
            }
            value = Counters.increase(before, sample);
        }
        return new OutgoingReading(
                feed.getKey().metric(),
                value.multiply(feed.getKey().factor()),
                sample.at(),
                connection.kind() + "/" + connection.id() + "/" + series + "/" + sample.at(),
                0,
                null,
                null,
                connection.kind());
    }

    /** Sends readings; answers that it could not, or null. */
    private Uni<Receipt.@Nullable Unavailable> send(
            Connection connection, Family family, List<OutgoingReading> readings) {
        List<List<OutgoingReading>> batches = new ArrayList<>();
        for (int i = 0; i < readings.size(); i += BATCH) {
            batches.add(readings.subList(i, Math.min(readings.size(), i + BATCH)));
        }
        return Multi.createFrom()
                .iterable(batches)
                .onItem()
                .transformToUniAndConcatenate(
                        batch -> intake.readings(connection.tenantKey(), family, batch))
                .select()
                .where(receipt -> receipt instanceof Receipt.Unavailable)
                .collect()
                .first()
                .map(receipt -> receipt instanceof Receipt.Unavailable no ? no : null);
    }
}
