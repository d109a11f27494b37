package dev.payoff.bench;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares the windows that a competitor left with those of the oracle, row by row. */
final class RowCheck {

    private static final int SHOWN = 5;

    private RowCheck() {}

    /** What differs, the first few; empty if the run counts. */
    static List<String> differences(Servers servers, Competitor competitor) throws SQLException {
        Oracle oracle = competitor.work().oracle();
        Set<Oracle.Key> missing = new HashSet<>(oracle.cells().keySet());
        List<String> wrong = new ArrayList<>();
        try (Statement statement = servers.superuser().createStatement();
                ResultSet rows = statement.executeQuery(competitor.windows())) {
            while (rows.next() && wrong.size() < SHOWN) {
                String metric = rows.getString(1);
                Oracle.Key key =
                        new Oracle.Key(
                                Integer.parseInt(metric.substring(metric.indexOf("/m-") + 3)),
                                rows.getInt(2),
                                rows.getObject(3, OffsetDateTime.class).toInstant().toEpochMilli());
                Oracle.Cell cell = oracle.cells().get(key);
                if (!missing.remove(key)
                        || cell == null
                        || !equal(cell, rows, !competitor.tellsRepeats())) {
                    wrong.add("window " + metric + " " + key + " has count " + rows.getLong(4));
                }
            }
        }
        if (wrong.isEmpty() && !missing.isEmpty()) {
            wrong.add(missing.size() + " windows are missing");
        }
        String more = competitor.alsoWrong(servers);
        if (!more.isEmpty()) {
            wrong.add(more);
        }
        return wrong;
    }

    private static boolean equal(Oracle.Cell cell, ResultSet rows, boolean withRepeats)
            throws SQLException {
        return rows.getLong(4) == cell.count(withRepeats)
                && rows.getBigDecimal(5).compareTo(cell.sum(withRepeats)) == 0
                && rows.getBigDecimal(6).compareTo(BigDecimal.valueOf(cell.least, 2)) == 0
                && rows.getBigDecimal(7).compareTo(BigDecimal.valueOf(cell.most, 2)) == 0
                && rows.getBigDecimal(8).compareTo(BigDecimal.valueOf(cell.last, 2)) == 0;
    }
}
