package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Series that came and that no feed takes, so that they can be offered to whoever sets a connection
 * up. What repositories and deployments could be measured by needs no note: it is told from the
 * facts that are there.
 */
@ApplicationScoped
public class SeenSeries {

    /** Series of a connection that are kept: the latest. */
    static final int MOST = 200;

    /** Longer ones are not offered: no feed could name them. */
    static final int MAX_CHARS = 1_000;

    /** Of what a sender says of a unit; UCUM's are short. */
    private static final int MAX_UNIT_CHARS = 63;

    /** How often one that comes again and again is written down at most, by each instance. */
    private static final Duration NOTED_EVERY = Duration.ofMinutes(10);

    /** Series of all connections whose last note an instance remembers. */
    private static final int MOST_REMEMBERED = 20_000;

    private static final String NOTE =
            """
            INSERT INTO seen_series AS s (connection_id, series, tenant_id, first_seen, last_seen, unit)
            SELECT $1, series, $2, $4, $4, unit FROM unnest($3::text[], $5::text[]) AS new (series, unit)
            ON CONFLICT (connection_id, series) DO UPDATE
               SET last_seen = greatest(s.last_seen, excluded.last_seen), unit = coalesce(excluded.unit, s.unit)
            """;

    /** Of what was noted; what never came is not offered, whatever is said of it. */
    private static final String DESCRIBE =
            """
            UPDATE seen_series s SET unit = coalesce(told.unit, s.unit), counter = coalesce(told.counter, s.counter)
              FROM unnest($2::text[], $3::text[], $4::boolean[]) AS told (name, unit, counter)
             WHERE s.connection_id = $1 AND s.series IN (told.name, told.name || '|increase')
               AND (s.unit, s.counter) IS DISTINCT FROM (coalesce(told.unit, s.unit), coalesce(told.counter, s.counter))
            """;

    private static final String FORGET =
            """
            DELETE FROM seen_series WHERE connection_id = $1 AND series IN (
                SELECT series FROM seen_series WHERE connection_id = $1 ORDER BY last_seen DESC, series OFFSET $2)
            """;

    // One transaction of a connection at a time: two that note the same would wait for each other.
    private static final String LOCK =
            "SELECT pg_advisory_xact_lock(hashtextextended('seen/' || $1, 0))";

    private static final String READ =
            "SELECT series, last_seen, unit, counter FROM seen_series WHERE connection_id = $1"
                    + " ORDER BY last_seen DESC, series LIMIT $2";

    private static final String PLACES =
            """
            SELECT r.name, d.environment, max(d.finished_at) AS last_seen
              FROM dora_repo r JOIN dora_deployment d USING (connection_id, repo_id)
             WHERE r.connection_id = $1 AND d.finished_at IS NOT NULL
             GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT $2
            """;

    /**
     * A series that came.
     *
     * @param series as a feed would say it
     * @param lastSeen when it came last
     * @param suggestion what it is probably measured in; null where neither its sender nor its name
     *     tells
     */
    @Schema(name = "SeenSeries")
    record Seen(String series, OffsetDateTime lastSeen, @Nullable UnitSuggestion suggestion) {}

    private record Place(UUID connection, String series) {}

    private final TenantDb db;
    private final TimeAndChance time;
    private final Map<Place, Instant> noted =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Place, Instant> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    SeenSeries(TenantDb db, TimeAndChance time) {
        this.db = db;
        this.time = time;
    }

    /** Notes series that came just now and that no feed takes. */
    public Uni<Void> note(Connection connection, Collection<String> unfed) {
        Map<String, @Nullable String> units = new HashMap<>();
        unfed.forEach(series -> units.put(series, null));
        return note(connection, units);
    }

    /**
     * Notes series that came just now and that no feed takes.
     *
     * @param unfed what their sender says of their units; null: nothing
     */
    public Uni<Void> note(Connection connection, Map<String, @Nullable String> unfed) {
        List<String> news = news(connection, unfed.keySet());
        return news.isEmpty()
                ? Uni.createFrom().voidItem()
                : db.inTransaction(connection.tenantId(), tx -> write(tx, connection, news, unfed))
                        // Not before the commit: what was rolled back is news the next time.
                        .invoke(() -> remember(connection, news));
    }

    /** Adds what a sender says of series to those of them that were noted. */
    Uni<Void> describe(Connection connection, Map<String, Samples.Described> told) {
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map.Entry<String, Samples.Described>> all = List.copyOf(told.entrySet());
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        tx.preparedQuery(LOCK)
                                .execute(Tuple.of(connection.id().toString()))
                                .chain(() ->
                                        tx.preparedQuery(DESCRIBE)
                                                .execute(
                                                        Tuple.of(
                                                                connection.id(),
                                                                all.stream()
                                                                        .map(Map.Entry::getKey)
                                                                        .toArray(String[]::new),
                                                                all.stream()
                                                                        .map(each ->
                                                                                unit(
                                                                                        each.getValue()
                                                                                                .unit()))
                                                                        .toArray(String[]::new),
                                                                all.stream()
                                                                        .map(each ->
                                                                                each.getValue()
                                                                                        .counter())
                                                                        .toArray(Boolean[]::new))))
                                .replaceWithVoid());
    }

    private Uni<Void> write(
            SqlConnection tx,
            Connection connection,
            List<String> series,
            Map<String, @Nullable String> units) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(connection.id().toString()))
                .chain(() ->
                        tx.preparedQuery(NOTE)
                                .execute(
                                        Tuple.of(
                                                connection.id(),
                                                connection.tenantId(),
                                                series.toArray(String[]::new),
                                                time.now().atOffset(ZoneOffset.UTC),
                                                series.stream()
                                                        .map(each -> unit(units.get(each)))
                                                        .toArray(String[]::new))))
                .chain(() -> tx.preparedQuery(FORGET).execute(Tuple.of(connection.id(), MOST)))
                .replaceWithVoid();
    }

    private static @Nullable String unit(@Nullable String told) {
        return told == null || told.isBlank() ? null : Deliveries.cut(told.strip(), MAX_UNIT_CHARS);
    }

    private List<String> news(Connection connection, Collection<String> unfed) {
        Instant due = time.now().minus(NOTED_EVERY);
        List<String> news = new ArrayList<>();
        synchronized (noted) {
            for (String series : new TreeSet<>(unfed)) {
                Instant last = noted.get(new Place(connection.id(), series));
                if (series.length() <= MAX_CHARS && (last == null || last.isBefore(due))) {
                    news.add(series);
                }
            }
        }
        return news.size() > MOST ? news.subList(0, MOST) : news;
    }

    private void remember(Connection connection, List<String> series) {
        Instant now = time.now();
        synchronized (noted) {
            series.forEach(each -> noted.put(new Place(connection.id(), each), now));
        }
    }

    /** What came and is taken by none of the feeds, the latest first. */
    static Uni<List<Seen>> read(
            SqlConnection tx, UUID connection, Connector connector, List<String> feeds) {
        return (connector.measuresDelivery()
                        ? places(tx, connection)
                        : noted(tx, connection, connector))
                .map(all ->
                        all.stream()
                                .filter(seen ->
                                        feeds.stream()
                                                .noneMatch(feed ->
                                                        connector.takes(feed, seen.series())))
                                .limit(MOST)
                                .toList());
    }

    private static Uni<List<Seen>> noted(SqlConnection tx, UUID connection, Connector connector) {
        return tx.preparedQuery(READ)
                .execute(Tuple.of(connection, MOST))
                .map(rows -> {
                    // The latest note of a series comes first and holds.
                    Map<String, Seen> seen = new LinkedHashMap<>();
                    for (Row row : rows) {
                        String series =
                                Selector.offer(row.getString("series"), row.getBoolean("counter"));
                        seen.putIfAbsent(
                                series,
                                new Seen(
                                        series,
                                        row.getOffsetDateTime("last_seen"),
                                        connector.suggests(series, row.getString("unit"))));
                    }
                    return List.copyOf(seen.values());
                });
    }

    private static Uni<List<Seen>> places(SqlConnection tx, UUID connection) {
        return tx.preparedQuery(PLACES)
                .execute(Tuple.of(connection, MOST))
                .map(rows -> {
                    List<Seen> seen = new ArrayList<>();
                    for (Row row : rows) {
                        for (Dora.Measure measure : Dora.Measure.values()) {
                            seen.add(
                                    new Seen(
                                            row.getString("name")
                                                    + "|"
                                                    + row.getString("environment")
                                                    + "|"
                                                    + measure.series(),
                                            row.getOffsetDateTime("last_seen"),
                                            unit(measure)));
                        }
                    }
                    return seen;
                });
    }

    /** What the readings of a measure are in, which is known. */
    private static UnitSuggestion unit(Dora.Measure measure) {
        String unit =
                switch (measure) {
                    case CHANGE_LEAD_TIME, RECOVERY_TIME -> "h";
                    case DEPLOYMENT_FREQUENCY -> "deployments";
                    case CHANGE_FAIL_RATE, DEPLOYMENT_REWORK_RATE -> "%";
                };
        return new UnitSuggestion(
                unit,
                false,
                List.of(new UnitSuggestion.Conversion(unit, BigDecimal.ONE, true)),
                "The measure is worked out in it.");
    }
}
