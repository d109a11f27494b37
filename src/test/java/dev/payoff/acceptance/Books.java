package dev.payoff.acceptance;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;

/** What PostgreSQL holds of a tenant, row by row against a {@link Recount}. */
public final class Books implements AutoCloseable {

    private final Connection db;
    private final String bootstrap;
    private final String tenant;
    private final String tenantId;

    /**
     * @param jdbcUrl of a role that sees every tenant
     * @param tenant its key
     */
    public Books(String jdbcUrl, String bootstrap, String tenant) throws SQLException {
        this.db = DriverManager.getConnection(jdbcUrl);
        this.bootstrap = bootstrap;
        this.tenant = tenant;
        List<String> ids = column("SELECT id FROM tenant WHERE key = ?", tenant);
        Assertions.assertThat(ids).as("tenant " + tenant).hasSize(1);
        this.tenantId = ids.getFirst();
    }

    /**
     * What differs, in sentences.
     *
     * @param wrongWindows windows that are missing, too many, or not equal
     * @param doubled readings that the day windows count and the recount does not
     * @param lost readings that the recount counts and the day windows do not
     */
    public record Audit(
            Recount recount,
            List<String> differences,
            long wrongWindows,
            long doubled,
            long lost) {}

    /** Whether everything in the log has been consumed. */
    public boolean isLevelWithTheLog() throws SQLException {
        return KafkaLog.ends(bootstrap).equals(nextOffsets());
    }

    /** How many records were committed so far, of all tenants. */
    public long consumed() throws SQLException {
        String sum = column("SELECT coalesce(sum(consumed), 0) FROM consumer_offset").getFirst();
        return Long.parseLong(sum);
    }

    /** Recounts the log and compares. */
    public Audit audit() throws SQLException {
        return audit(KafkaLog.read(bootstrap));
    }

    /** Recounts a log that was read before and compares; everything in it must be consumed. */
    public Audit audit(KafkaLog.Dump log) throws SQLException {
        Recount recount = Recount.of(log.entries(), tenant, tenantId, definitions());
        List<String> differences = new ArrayList<>();
        long[] counts = windows(recount, differences);
        compare("measurements of metric ", recount.measurements, measurements(), differences);
        origins(recount.rejected.keySet(), differences);
        compareCosts(recount, differences);
        conservation(log, differences);
        return new Audit(recount, differences, counts[0], counts[1], counts[2]);
    }

    private Map<String, Definition> definitions() throws SQLException {
        Map<String, Definition> metrics = new HashMap<>();
        try (PreparedStatement query =
                db.prepareStatement(
                        "SELECT m.id, m.full_key, m.unit, m.minimum, m.maximum, t.zone,"
                                + " m.archived_at IS NOT NULL OR p.archived_at IS NOT NULL"
                                + " FROM metric m JOIN project p ON p.id = m.project_id"
                                + " JOIN tenant t ON t.id = m.tenant_id WHERE t.key = ?")) {
            query.setString(1, tenant);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Definition metric =
                            new Definition(
                                    rows.getString(1),
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getBigDecimal(4),
                                    rows.getBigDecimal(5),
                                    rows.getBoolean(7),
                                    ZoneId.of(rows.getString(6)));
                    metrics.put(metric.id(), metric);
                    metrics.put(metric.key(), metric);
                }
            }
        }
        return metrics;
    }

    private long[] windows(Recount recount, List<String> differences) throws SQLException {
        Map<Window.Key, Window> expected = new HashMap<>(recount.windows);
        long wrong = 0;
        long doubled = 0;
        long lost = 0;
        try (PreparedStatement query =
                db.prepareStatement(
                        "SELECT metric_id, size, start_at, count, sum, sum_squares, minimum, maximum, last_value"
                                + " FROM metric_window WHERE tenant_id = ?::uuid")) {
            query.setString(1, tenantId);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Window.Key key =
                            new Window.Key(
                                    rows.getString(1),
                                    rows.getInt(2),
                                    rows.getObject(3, OffsetDateTime.class).toInstant());
                    Window stored =
                            new Window(
                                    rows.getLong(4),
                                    rows.getBigDecimal(5),
                                    rows.getBigDecimal(6),
                                    rows.getBigDecimal(7),
                                    rows.getBigDecimal(8),
                                    rows.getBigDecimal(9));
                    Window counted = expected.remove(key);
                    if (counted == null || !counted.equalTo(stored)) {
                        wrong++;
                        differences.add(
                                "window "
                                        + key
                                        + ": PostgreSQL has "
                                        + stored
                                        + ", recounted "
                                        + counted);
                    }
                    if (key.size() == 3) {
                        long more = stored.count() - (counted == null ? 0 : counted.count());
                        doubled += Math.max(0, more);
                        lost += Math.max(0, -more);
                    }
                }
            }
        }
        for (Map.Entry<Window.Key, Window> missing : expected.entrySet()) {
            wrong++;
            lost += missing.getKey().size() == 3 ? missing.getValue().count() : 0;
            differences.add("window " + missing.getKey() + " is missing: " + missing.getValue());
        }
        return new long[] {wrong, doubled, lost};
    }

    private Map<String, Long> measurements() throws SQLException {
        return counts(
                "SELECT metric_id::text, count(*) FROM measurement WHERE tenant_id = ?::uuid GROUP BY 1",
                tenantId);
    }

    private void origins(Set<String> expected, List<String> differences) throws SQLException {
        Set<String> stored =
                new TreeSet<>(
                        column(
                                "SELECT origin FROM rejected WHERE tenant_id = ?::uuid"
                                        + " AND origin LIKE 'payoff.measurements.%'",
                                tenantId));
        for (String origin : expected) {
            if (!stored.remove(origin)) {
                differences.add(origin + " should be rejected and is not");
            }
        }
        stored.forEach(origin -> differences.add(origin + " is rejected and should not be"));
    }

    private void compareCosts(Recount recount, List<String> differences) throws SQLException {
        Map<String, BigDecimal> stored = new TreeMap<>();
        try (PreparedStatement query =
                db.prepareStatement(
                        "SELECT p.key || CASE WHEN c.planned THEN ' planned ' ELSE ' ' END || c.currency,"
                                + " sum(c.amount) FROM cost_line c JOIN project p ON p.id = c.project_id"
                                + " WHERE c.tenant_id = ?::uuid AND c.source <> 'manual' GROUP BY 1")) {
            query.setString(1, tenantId);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    stored.put(rows.getString(1), rows.getBigDecimal(2));
                }
            }
        }
        Set<String> all = new TreeSet<>(recount.costs.keySet());
        all.addAll(stored.keySet());
        for (String key : all) {
            BigDecimal mine = recount.costs.getOrDefault(key, BigDecimal.ZERO);
            BigDecimal theirs = stored.getOrDefault(key, BigDecimal.ZERO);
            if (mine.compareTo(theirs) != 0) {
                differences.add(
                        "cost of " + key + ": PostgreSQL has " + theirs + ", recounted " + mine);
            }
        }
    }

    /** Consumed = valid + duplicate + rejected = what the log holds, for each partition. */
    private void conservation(KafkaLog.Dump log, List<String> differences) throws SQLException {
        compare("next offset of ", log.ends(), nextOffsets(), differences);
        Map<String, Long> held = new TreeMap<>();
        log.ends().keySet().forEach(partition -> held.put(partition, 0L));
        log.entries()
                .forEach(e ->
                        held.merge(
                                KafkaLog.TOPICS.get(e.topic()) + "/" + e.partition(),
                                1L,
                                Long::sum));
        String at = " FROM consumer_offset";
        compare(
                "records consumed of ",
                held,
                counts("SELECT topic || '/' || partition, consumed" + at),
                differences);
        compare(
                "valid + duplicate + rejected of ",
                held,
                counts("SELECT topic || '/' || partition, valid + duplicate + rejected" + at),
                differences);
    }

    private Map<String, Long> nextOffsets() throws SQLException {
        return counts("SELECT topic || '/' || partition, next_offset FROM consumer_offset");
    }

    private static void compare(
            String what,
            Map<String, Long> expected,
            Map<String, Long> stored,
            List<String> differences) {
        Set<String> all = new TreeSet<>(expected.keySet());
        all.addAll(stored.keySet());
        for (String key : all) {
            long mine = expected.getOrDefault(key, 0L);
            long theirs = stored.getOrDefault(key, 0L);
            if (mine != theirs) {
                differences.add(what + key + ": PostgreSQL has " + theirs + ", recounted " + mine);
            }
        }
    }

    private Map<String, Long> counts(String sql, String... arguments) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (PreparedStatement query = prepared(sql, arguments);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        }
        return counts;
    }

    /** The first column of what a query finds. */
    public List<String> column(String sql, String... arguments) throws SQLException {
        List<String> column = new ArrayList<>();
        try (PreparedStatement query = prepared(sql, arguments);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                column.add(rows.getString(1));
            }
        }
        return column;
    }

    private PreparedStatement prepared(String sql, String... arguments) throws SQLException {
        PreparedStatement query = db.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            query.setString(i + 1, arguments[i]);
        }
        return query;
    }

    /** Whether the database still answers on this connection. */
    public boolean answer() throws SQLException {
        return db.isValid(5);
    }

    @Override
    public void close() throws SQLException {
        db.close();
    }
}
