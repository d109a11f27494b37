package dev.payoff.faults;

import dev.payoff.acceptance.KafkaLog;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What left the house, of all tenants: the outgoing topics, and messages to Slack. */
final class OutwardAudit {

    private static final String ALERTS = "payoff.alerts.v1";
    private static final String REJECTED = "payoff.rejected.v1";
    private static final Pattern ALERT =
            Pattern.compile("\"status\":\"([a-z]+)\".*\"fingerprint\":\"([0-9a-f-]{36})\"");

    private final Laboratory lab;

    OutwardAudit(Laboratory lab) {
        this.lab = lab;
    }

    /** What went out to Kafka: each event at least once, nothing else. */
    void topics(List<String> wrong) throws SQLException {
        compare(
                "alert in Kafka ",
                "SELECT (payload->>'id') || CASE WHEN payload->>'state' = 'RESOLVED'"
                        + " THEN ' resolved' ELSE ' firing' END FROM outbox WHERE kind = 'alert'",
                alerts(),
                wrong);
        compare(
                "reject in Kafka ",
                "SELECT payload::text FROM outbox WHERE kind = 'rejected'",
                rejected(),
                wrong);
    }

    /** Notes all that is in Kafka now: PostgreSQL is about to forget some of it. */
    void forgive() {
        lab.ofALostTime.addAll(alerts());
        lab.ofALostTime.addAll(rejected());
    }

    private TreeSet<String> alerts() {
        TreeSet<String> alerts = new TreeSet<>();
        for (byte[] value : KafkaLog.values(lab.servers.kafkaBootstrap(), ALERTS)) {
            Matcher alert = ALERT.matcher(new String(value, StandardCharsets.UTF_8));
            alerts.add(alert.find() ? alert.group(2) + " " + alert.group(1) : "unreadable");
        }
        return alerts;
    }

    private TreeSet<String> rejected() {
        TreeSet<String> rejected = new TreeSet<>();
        for (byte[] value : KafkaLog.values(lab.servers.kafkaBootstrap(), REJECTED)) {
            rejected.add(new String(value, StandardCharsets.UTF_8));
        }
        return rejected;
    }

    private void compare(String what, String kept, TreeSet<String> out, List<String> wrong)
            throws SQLException {
        TreeSet<String> expected = new TreeSet<>(lab.books().column(kept));
        out.removeIf(each -> lab.ofALostTime.contains(each) && !expected.contains(each));
        Verifier.compare(what, expected, out, wrong);
    }

    /**
     * Each message that is noted as sent was taken, and none that is not known; a second time only
     * where the sender could not know of the first.
     */
    void slack(List<String> wrong) throws SQLException {
        Map<String, Integer> sure = new TreeMap<>();
        TreeSet<String> taken = new TreeSet<>();
        for (FakeSlack.Post post : lab.slack.posts()) {
            String message = post.episode() + (post.resolved() ? " RESOLVED" : " FIRING");
            if (post.taken()) {
                taken.add(message);
                if (post.toldSo()) {
                    sure.merge(message, 1, Integer::sum);
                }
            }
        }
        String of =
                "SELECT n.episode_id || ' ' || n.state FROM notification n"
                        + " JOIN channel c ON c.id = n.channel_id AND c.kind = 'SLACK'"
                        + " WHERE n.status ";
        TreeSet<String> lost = new TreeSet<>(lab.books().column(of + "IN ('SENT', 'FAILED')"));
        lost.removeAll(taken);
        lost.forEach(message -> wrong.add("message to Slack " + message + " is missing"));
        TreeSet<String> foreign = new TreeSet<>(taken);
        lab.books().column(of + "<> 'SUPPRESSED'").forEach(foreign::remove);
        foreign.forEach(message ->
                wrong.add("message to Slack " + message + " is there and should not be"));
        int doubles = sure.values().stream().mapToInt(times -> times - 1).sum();
        if (doubles > lab.tally.resends()) {
            wrong.add(
                    doubles
                            + " messages to Slack came twice, where at most "
                            + lab.tally.resends()
                            + " may have");
        }
    }
}
