package dev.payoff.bench.peer;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the peers' windows land, in statements of the kind that Payoff uses: {@code unnest}, one a
 * table.
 */
public final class WindowTable {

    /** An empty table and no progress. */
    public static final List<String> RESET =
            List.of(
                    "DROP TABLE IF EXISTS bench_window, bench_progress, bench_event",
                    """
                    CREATE TABLE bench_window (metric text NOT NULL, size smallint NOT NULL, start_at timestamptz NOT NULL,
                        count bigint NOT NULL, sum numeric NOT NULL, minimum numeric NOT NULL, maximum numeric NOT NULL,
                        last_value numeric NOT NULL, last_at timestamptz NOT NULL,
                        PRIMARY KEY (metric, size, start_at)) WITH (fillfactor = 70)
                    """,
                    "CREATE TABLE bench_progress (worker integer PRIMARY KEY, counted bigint NOT NULL) WITH (fillfactor = 10)",
                    """
                    CREATE TABLE bench_event (metric text NOT NULL, event_id uuid NOT NULL, value numeric NOT NULL,
                        observed_at timestamptz NOT NULL)
                    """);

    private static final String COLUMNS =
            """
            INSERT INTO bench_window AS w (metric, size, start_at, count, sum, minimum, maximum, last_value, last_at)
            SELECT * FROM unnest(?::text[], ?::smallint[], ?::timestamptz[], ?::bigint[], ?::numeric[], ?::numeric[],
                                 ?::numeric[], ?::numeric[], ?::timestamptz[])
            ON CONFLICT (metric, size, start_at) DO UPDATE SET\s\
            """;

    private static final String REPLACE =
            COLUMNS
                    + """
                    count = excluded.count, sum = excluded.sum, minimum = excluded.minimum, maximum = excluded.maximum,
                    last_value = excluded.last_value, last_at = excluded.last_at
                    """;

    private static final String ADD =
            COLUMNS
                    + """
                    count = w.count + excluded.count, sum = w.sum + excluded.sum,
                    minimum = least(w.minimum, excluded.minimum), maximum = greatest(w.maximum, excluded.maximum),
                    last_value = CASE WHEN excluded.last_at >= w.last_at THEN excluded.last_value ELSE w.last_value END,
                    last_at = greatest(w.last_at, excluded.last_at)
                    """;

    private WindowTable() {}

    static Connection connect(String url) throws SQLException {
        Connection db = DriverManager.getConnection(url);
        db.setAutoCommit(false);
        return db;
    }

    /** The metrics that there are. */
    static Set<String> metrics(String url) throws SQLException {
        Set<String> metrics = new HashSet<>();
        try (Connection db = DriverManager.getConnection(url);
                Statement statement = db.createStatement();
                ResultSet rows = statement.executeQuery("SELECT full_key FROM metric")) {
            while (rows.next()) {
                metrics.add(rows.getString(1));
            }
        }
        return metrics;
    }

    /** Sets windows to what they are now. */
    static void replace(Connection db, Map<Window, Cell> windows) throws SQLException {
        write(db, REPLACE, windows);
    }

    /** Adds to windows. */
    static void add(Connection db, Map<Window, Cell> windows) throws SQLException {
        write(db, ADD, windows);
    }

    private static void write(Connection db, String sql, Map<Window, Cell> windows)
            throws SQLException {
        if (windows.isEmpty()) {
            return;
        }
        TreeMap<Window, Cell> sorted =
                new TreeMap<>(
                        java.util.Comparator.comparing(Window::metric)
                                .thenComparingInt(Window::size)
                                .thenComparingLong(Window::startMillis));
        sorted.putAll(windows);
        int n = sorted.size();
        String[] metrics = new String[n];
        Short[] sizes = new Short[n];
        Timestamp[] starts = new Timestamp[n];
        Long[] counts = new Long[n];
        BigDecimal[] sums = new BigDecimal[n];
        BigDecimal[] least = new BigDecimal[n];
        BigDecimal[] most = new BigDecimal[n];
        BigDecimal[] last = new BigDecimal[n];
        Timestamp[] lastAt = new Timestamp[n];
        int i = 0;
        for (Map.Entry<Window, Cell> entry : sorted.entrySet()) {
            Cell cell = entry.getValue();
            metrics[i] = entry.getKey().metric();
            sizes[i] = (short) entry.getKey().size();
            starts[i] = new Timestamp(entry.getKey().startMillis());
            counts[i] = cell.count;
            sums[i] = cell.sum;
            least[i] = cell.least;
            most[i] = cell.most;
            last[i] = cell.last;
            lastAt[i++] = new Timestamp(cell.lastMillis);
        }
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            statement.setArray(1, db.createArrayOf("text", metrics));
            statement.setArray(2, db.createArrayOf("int2", sizes));
            statement.setArray(3, db.createArrayOf("timestamptz", starts));
            statement.setArray(4, db.createArrayOf("int8", counts));
            statement.setArray(5, db.createArrayOf("numeric", sums));
            statement.setArray(6, db.createArrayOf("numeric", least));
            statement.setArray(7, db.createArrayOf("numeric", most));
            statement.setArray(8, db.createArrayOf("numeric", last));
            statement.setArray(9, db.createArrayOf("timestamptz", lastAt));
            statement.executeUpdate();
        }
    }

    /** Moves on what is counted. */
    static void progress(Connection db, int worker, long more) throws SQLException {
        try (PreparedStatement statement =
                db.prepareStatement(
                        "INSERT INTO bench_progress AS p VALUES (?, ?)"
                                + " ON CONFLICT (worker) DO UPDATE SET counted = p.counted + excluded.counted")) {
            statement.setInt(1, worker);
            statement.setLong(2, more);
            statement.executeUpdate();
        }
    }
}
