package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Where the counters stood that feeds take the increase of. */
@ApplicationScoped
class Counters {

    /** Counters of one feed; further series of it are not counted. */
    static final int MAX_SERIES = 2_000;

    /** A counter that was silent for longer begins anew. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final double FORGET_CHANCE = 0.001;

    /** Of which feed and series. */
    record Place(UUID feed, String series) {}

    /** Where a counter stood. */
    record Mark(Instant at, BigDecimal value) {}

    private final TenantDb db;
    private final TimeAndChance time;

    Counters(TenantDb db, TimeAndChance time) {
        this.db = db;
        this.time = time;
    }

    /**
     * What a counter grew by. It began anew where its sender says so, or where it is smaller than
     * before: then all of it is new.
     */
    static BigDecimal increase(Mark before, Samples.Sample now) {
        Instant start = now.start();
        boolean anew =
                now.value().compareTo(before.value()) < 0
                        || (start != null && start.isAfter(before.at()));
        return anew ? now.value() : now.value().subtract(before.value());
    }

    Uni<Map<Place, Mark>> marks(Connection connection, List<Place> places) {
        if (places.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        Tuple wanted =
                Tuple.of(
                        places.stream().map(Place::feed).toArray(UUID[]::new),
                        places.stream().map(Place::series).toArray(String[]::new));
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        "SELECT c.feed_id, c.series, c.at, c.value FROM push_counter c"
                                                + " JOIN unnest($1::uuid[], $2::text[]) AS w (feed_id, series)"
                                                + " USING (feed_id, series)")
                                .execute(wanted)
                                .map(rows -> {
                                    Map<Place, Mark> marks = new HashMap<>();
                                    for (Row row : rows) {
                                        marks.put(
                                                new Place(
                                                        row.getUUID("feed_id"),
                                                        row.getString("series")),
                                                new Mark(
                                                        row.getOffsetDateTime("at").toInstant(),
                                                        row.getBigDecimal("value")));
                                    }
                                    return marks;
                                }));
    }

    /** Moves those that stand elsewhere now; never back in time. */
    Uni<Void> move(Connection connection, Map<Place, Mark> before, Map<Place, Mark> now) {
        List<Place> moved = new ArrayList<>();
        now.forEach((place, mark) -> {
            if (!mark.equals(before.get(place))) {
                moved.add(place);
            }
        });
        if (moved.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Mark> marks = moved.stream().map(now::get).toList();
        Tuple rows =
                Tuple.from(
                        new Object[] {
                            connection.tenantId(),
                            moved.stream().map(Place::feed).toArray(UUID[]::new),
                            moved.stream().map(Place::series).toArray(String[]::new),
                            marks.stream().map(m -> at(m.at())).toArray(OffsetDateTime[]::new),
                            marks.stream()
                                    .map(m -> m.value().toPlainString())
                                    .toArray(String[]::new),
                            MAX_SERIES
                        });
        Set<UUID> feeds = new HashSet<>();
        moved.forEach(place -> feeds.add(place.feed()));
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        """
                                        INSERT INTO push_counter AS c (feed_id, series, tenant_id, at, value)
                                        SELECT n.feed_id, n.series, $1, n.at, n.value::numeric
                                          FROM unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::text[])
                                               AS n (feed_id, series, at, value)
                                         WHERE EXISTS (SELECT 1 FROM push_counter o
                                                        WHERE o.feed_id = n.feed_id AND o.series = n.series)
                                            OR (SELECT count(*) FROM push_counter o WHERE o.feed_id = n.feed_id) < $6
                                        ON CONFLICT (feed_id, series) DO UPDATE
                                           SET at = excluded.at, value = excluded.value WHERE excluded.at > c.at
                                        """)
                                .execute(rows)
                                .chain(() ->
                                        time.fraction() >= FORGET_CHANCE
                                                ? Uni.createFrom().voidItem()
                                                : tx.preparedQuery(
                                                                "DELETE FROM push_counter WHERE feed_id = ANY($1) AND at < $2")
                                                        .execute(
                                                                Tuple.of(
                                                                        feeds.toArray(UUID[]::new),
                                                                        at(time.now().minus(KEPT))))
                                                        .replaceWithVoid()));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
