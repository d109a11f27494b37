package dev.payoff.faults;

import dev.payoff.acceptance.Books;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One tenant's hot copy: the figures and events in Redis are those of PostgreSQL. */
final class RedisAudit {

    private final Laboratory lab;
    private final Books books;
    private final String tenant;

    RedisAudit(Laboratory lab, Books books, String tenant) {
        this.lab = lab;
        this.books = books;
        this.tenant = tenant;
    }

    /** The figures in Redis are those of PostgreSQL; it has some time to get there. */
    void figures(List<String> wrong) throws Exception {
        List<String> last = new ArrayList<>();
        try {
            lab.await(
                    "agreement of Redis",
                    Duration.ofSeconds(30),
                    () -> {
                        last.clear();
                        figuresNow(last);
                        return last.isEmpty();
                    });
        } catch (AssertionError never) {
            wrong.addAll(last);
        }
    }

    private void figuresNow(List<String> wrong) throws SQLException {
        String tenant = tenantId();
        List<String> fields = lab.servers.redis.list("HGETALL", "payoff:{" + tenant + "}:figures");
        Map<String, String> held = new TreeMap<>();
        for (int i = 0; i < fields.size(); i += 2) {
            String value = fields.get(i + 1);
            held.put(fields.get(i), value.substring(0, value.indexOf('\t')));
        }
        for (String row :
                books.column(
                        "SELECT metric_id || ' ' || revision FROM metric_state"
                                + " WHERE tenant_id = ?::uuid",
                        tenant)) {
            String[] parts = row.split(" ");
            String revision = held.get("m:" + parts[0]);
            if (!parts[1].equals(revision)) {
                wrong.add(
                        "figure of metric "
                                + parts[0]
                                + ": PostgreSQL has revision "
                                + parts[1]
                                + ", Redis "
                                + revision);
            }
        }
    }

    /** What Redis holds of the stream of events has the numbers and the words of PostgreSQL. */
    void events(List<String> wrong) throws SQLException {
        String tenant = tenantId();
        Map<String, String> kept = new TreeMap<>();
        for (String row :
                books.column(
                        "SELECT seq || '-0 ' || md5(payload::text) FROM outbox"
                                + " WHERE tenant_id = ?::uuid",
                        tenant)) {
            kept.put(row.split(" ")[0], row.split(" ")[1]);
        }
        Object entries =
                lab.servers.redis.ask("XRANGE", "payoff:{" + tenant + "}:events", "-", "+");
        for (Object entry : (List<?>) entries) {
            String id = (String) ((List<?>) entry).getFirst();
            List<?> fields = (List<?>) ((List<?>) entry).get(1);
            if (!md5((String) fields.get(5)).equals(kept.get(id))) {
                wrong.add("event " + id + " in Redis is not that of PostgreSQL");
            }
        }
    }

    private static String md5(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String tenantId() throws SQLException {
        return books.column("SELECT id FROM tenant WHERE key = ?", tenant).getFirst();
    }
}
