package dev.payoff.faults;

import dev.payoff.acceptance.Books;
import dev.payoff.acceptance.KafkaLog;
import dev.payoff.acceptance.Outcomes;
import dev.payoff.devstack.AppProcess;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what is wrong, once everything has come to rest. It counts the log anew with nothing of the
 * product's code, and asks PostgreSQL, Redis, the outgoing topics, the subscribers and Slack what
 * they make of it.
 */
final class Verifier {

    private static final String ALERTS = "payoff.alerts.v1";
    private static final String REJECTED = "payoff.rejected.v1";
    private static final Pattern ALERT =
            Pattern.compile("\"status\":\"([a-z]+)\".*\"fingerprint\":\"([0-9a-f-]{36})\"");
    private static final Pattern TOLD =
            Pattern.compile("\"id\": ?\"([0-9a-f-]{36})\".*\"state\": ?\"([A-Z]+)\"");

    /**
     * What was found.
     *
     * @param records of the tenant that the log holds
     * @param missing acknowledged readings that the log does not hold
     * @param lost readings that the log holds and the windows do not
     * @param doubled readings that the windows hold twice
     * @param wrongRows windows, money, rejects, counters and figures that are not what they must be
     * @param episodes episodes, events and messages that are lost, doubled or foreign
     */
    record Findings(
            long records,
            long duplicates,
            long rejections,
            long windows,
            int episodesFound,
            int eventsTold,
            List<String> missing,
            long lost,
            long doubled,
            List<String> wrongRows,
            List<String> episodes) {

        boolean isClean() {
            return missing.isEmpty() && wrongRows.isEmpty() && episodes.isEmpty();
        }

        List<String> all() {
            List<String> all = new ArrayList<>();
            missing.forEach(each -> all.add("acknowledged, but not in the log: " + each));
            all.addAll(wrongRows);
            all.addAll(episodes);
            return all;
        }
    }

    private final Laboratory lab;
    private KafkaLog.Dump log = new KafkaLog.Dump(List.of(), Map.of());

    Verifier(Laboratory lab) {
        this.lab = lab;
    }

    /** Waits until nothing moves any more. */
    void settle() throws Exception {
        lab.feeder.rest();
        lab.await("end of the lag", () -> lab.books().isLevelWithTheLog());
        lab.await(
                "publication of every event",
                () ->
                        lab.books()
                                .column("SELECT id FROM outbox WHERE published_at IS NULL LIMIT 1")
                                .isEmpty());
        for (SseClient subscriber : lab.subscribers) {
            List<Long> told = told();
            lab.await(
                    "last event of a subscriber",
                    Duration.ofSeconds(60),
                    () -> subscriber.holes(told).stream().noneMatch(it -> it.startsWith("ends")));
        }
        lab.await("end of the messages", Duration.ofSeconds(90), () -> waiting() == 0);
    }

    private long waiting() throws SQLException {
        return lab.books()
                .column(
                        "SELECT id FROM notification WHERE status = 'WAITING' UNION ALL"
                                + " SELECT id FROM episode WHERE planned IS DISTINCT FROM state")
                .size();
    }

    Findings look() throws Exception {
        Books books = lab.books();
        log = KafkaLog.readOn(lab.kafkaBootstrap(), log);
        Books.Audit audit = books.audit(log);
        List<String> wrong = new ArrayList<>(audit.differences());
        wrong.addAll(
                Outcomes.money(
                        books,
                        audit.recount(),
                        AppProcess.TENANT,
                        Generator.BASELINE,
                        Generator.STALENESS));
        figures(wrong);
        List<String> episodes = new ArrayList<>();
        int found = 0;
        for (String metric : List.of(Generator.WATCHED, Generator.RARE)) {
            List<String> stored = episodes(metric);
            found += stored.size();
            List<String> counted =
                    Outcomes.episodes(
                            log.entries(), AppProcess.TENANT, metric, Generator.THRESHOLD);
            compare("episode of " + metric + " ", counted, stored, episodes);
        }
        List<Long> told = told();
        subscribers(told, episodes);
        topics(episodes);
        redisEvents(episodes);
        slack(episodes);
        return new Findings(
                audit.recount().records(),
                audit.recount().duplicates(),
                audit.recount().rejections(),
                audit.recount().windows(),
                found,
                told.size(),
                missing(audit),
                audit.lost(),
                audit.doubled(),
                wrong,
                episodes);
    }

    private List<String> missing(Books.Audit audit) {
        TreeSet<String> missing = new TreeSet<>();
        for (Generator.Line line : lab.feeder.acknowledged()) {
            if (!audit.recount().holds(line.metric(), line.eventId())) {
                missing.add(line.metric() + " " + line.eventId());
            }
        }
        return List.copyOf(missing);
    }

    private List<String> episodes(String metric) throws SQLException {
        return lab.books()
                .column(
                        "SELECT iso(active_at) || ' ' || coalesce(iso(resolved_at), 'open') || ' ' || state"
                                + " || CASE WHEN late THEN ' late' ELSE '' END"
                                + " FROM episode e JOIN tenant t ON t.id = e.tenant_id"
                                + " JOIN metric m ON m.id = e.metric_id"
                                + " WHERE t.key = ? AND m.full_key = ? ORDER BY active_at",
                        AppProcess.TENANT,
                        metric);
    }

    /** The numbers of all events of alerts. */
    private List<Long> told() throws SQLException {
        return lab
                .books()
                .column(
                        "SELECT o.seq FROM outbox o JOIN tenant t ON t.id = o.tenant_id"
                                + " WHERE t.key = ? AND o.kind = 'alert' ORDER BY o.seq",
                        AppProcess.TENANT)
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    /** Each change of an episode is one event, and each subscriber saw it under its number. */
    private void subscribers(List<Long> told, List<String> wrong) throws SQLException {
        Map<Long, String> meaning = meanings();
        List<String> states =
                lab.books()
                        .column(
                                "SELECT e.id || ' FIRING' FROM episode e JOIN tenant t ON t.id = e.tenant_id"
                                        + " WHERE t.key = ? UNION ALL"
                                        + " SELECT e.id || ' RESOLVED' FROM episode e JOIN tenant t"
                                        + " ON t.id = e.tenant_id WHERE t.key = ? AND e.state = 'RESOLVED'",
                                AppProcess.TENANT,
                                AppProcess.TENANT);
        compare("event ", states, meaning.values(), wrong);
        for (SseClient subscriber : lab.subscribers) {
            subscriber.holes(told).forEach(hole -> wrong.add("a subscriber: " + hole));
            for (SseClient.Seen seen : subscriber.seen("alert")) {
                String what = meaning(seen.data());
                if (!what.equals(meaning.get(seen.seq()))) {
                    wrong.add("a subscriber saw under " + seen.seq() + " what is not it: " + what);
                }
            }
        }
    }

    /** What the swarm saw: between resets, every event of the tenant, once and in order. */
    void judge(List<Swimmer> swarm) throws SQLException {
        List<String> wrong = new ArrayList<>();
        List<Long> told = told();
        Map<Long, String> meaning = meanings();
        for (Swimmer swimmer : swarm) {
            wrong.addAll(swimmer.trouble());
            List<Swimmer.Stretch> stretches = swimmer.stretches();
            for (int i = 0; i < stretches.size(); i++) {
                Swimmer.Stretch stretch = stretches.get(i);
                List<Long> seen = stretch.events().stream().map(Swimmer.Seen::seq).toList();
                boolean last = i + 1 == stretches.size();
                long end = last ? Long.MAX_VALUE : seen.isEmpty() ? stretch.from() : seen.getLast();
                List<Long> expected =
                        told.stream().filter(seq -> seq > stretch.from() && seq <= end).toList();
                if (!seen.equals(expected)) {
                    wrong.add(
                            "after "
                                    + stretch.from()
                                    + " a subscriber saw "
                                    + seen.size()
                                    + " events instead of "
                                    + expected.size());
                }
                for (Swimmer.Seen each : stretch.events()) {
                    if (!meaning(each.data()).equals(meaning.get(each.seq()))) {
                        wrong.add("under " + each.seq() + " came what is not it: " + each.data());
                    }
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError(
                    wrong.size() + " findings of the swarm, such as " + wrong.getFirst());
        }
    }

    /** Episode and state of each event of an alert, by its number. */
    private Map<Long, String> meanings() throws SQLException {
        Map<Long, String> meaning = new TreeMap<>();
        for (String row :
                lab.books()
                        .column(
                                "SELECT o.seq || ' ' || (o.payload->>'id') || ' ' || (o.payload->>'state')"
                                        + " FROM outbox o JOIN tenant t ON t.id = o.tenant_id"
                                        + " WHERE t.key = ? AND o.kind = 'alert'",
                                AppProcess.TENANT)) {
            meaning.put(
                    Long.valueOf(row.substring(0, row.indexOf(' '))),
                    row.substring(row.indexOf(' ') + 1));
        }
        return meaning;
    }

    private static String meaning(String data) {
        Matcher event = TOLD.matcher(data);
        return event.find() ? event.group(1) + " " + event.group(2) : data;
    }

    /** What went out to Kafka: each event at least once, nothing else. */
    private void topics(List<String> wrong) throws SQLException {
        TreeSet<String> alerts = new TreeSet<>();
        for (byte[] value : KafkaLog.values(lab.kafkaBootstrap(), ALERTS)) {
            Matcher alert = ALERT.matcher(new String(value, StandardCharsets.UTF_8));
            alerts.add(alert.find() ? alert.group(2) + " " + alert.group(1) : "unreadable");
        }
        compare(
                "alert in Kafka ",
                new TreeSet<>(
                        lab.books()
                                .column(
                                        "SELECT (payload->>'id') || CASE WHEN payload->>'state' = 'RESOLVED'"
                                                + " THEN ' resolved' ELSE ' firing' END"
                                                + " FROM outbox WHERE kind = 'alert'")),
                alerts,
                wrong);
        TreeSet<String> rejected = new TreeSet<>();
        for (byte[] value : KafkaLog.values(lab.kafkaBootstrap(), REJECTED)) {
            rejected.add(new String(value, StandardCharsets.UTF_8));
        }
        compare(
                "reject in Kafka ",
                new TreeSet<>(
                        lab.books()
                                .column(
                                        "SELECT payload::text FROM outbox WHERE kind = 'rejected'")),
                rejected,
                wrong);
    }

    /** The figures in Redis are those of PostgreSQL; it has some time to get there. */
    private void figures(List<String> wrong) throws Exception {
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
        List<String> fields = lab.redis.list("HGETALL", "payoff:{" + tenant + "}:figures");
        Map<String, String> held = new TreeMap<>();
        for (int i = 0; i < fields.size(); i += 2) {
            String value = fields.get(i + 1);
            held.put(fields.get(i), value.substring(0, value.indexOf('\t')));
        }
        for (String row :
                lab.books()
                        .column(
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
    private void redisEvents(List<String> wrong) throws SQLException {
        String tenant = tenantId();
        Map<String, String> kept = new TreeMap<>();
        for (String row :
                lab.books()
                        .column(
                                "SELECT seq || '-0 ' || md5(payload::text) FROM outbox"
                                        + " WHERE tenant_id = ?::uuid",
                                tenant)) {
            kept.put(row.split(" ")[0], row.split(" ")[1]);
        }
        Object entries = lab.redis.ask("XRANGE", "payoff:{" + tenant + "}:events", "-", "+");
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
                    java.security.MessageDigest.getInstance("MD5")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return java.util.HexFormat.of().formatHex(digest);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each message was taken; a second time only where the sender could not know of the first. */
    private void slack(List<String> wrong) throws SQLException {
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
        compare(
                "message to Slack ",
                new TreeSet<>(
                        lab.books()
                                .column(
                                        "SELECT episode_id || ' ' || state FROM notification"
                                                + " WHERE status <> 'SUPPRESSED'")),
                taken,
                wrong);
        int doubles = sure.values().stream().mapToInt(times -> times - 1).sum();
        if (doubles > lab.kills()) {
            wrong.add(doubles + " messages to Slack came twice, with " + lab.kills() + " kills");
        }
    }

    private String tenantId() throws SQLException {
        return lab.books()
                .column("SELECT id FROM tenant WHERE key = ?", AppProcess.TENANT)
                .getFirst();
    }

    /** What is missing and what is too much, each with how often. */
    private static void compare(
            String what,
            Collection<String> expected,
            Collection<String> found,
            List<String> wrong) {
        Map<String, Integer> balance = new TreeMap<>();
        expected.forEach(each -> balance.merge(each, 1, Integer::sum));
        found.forEach(each -> balance.merge(each, -1, Integer::sum));
        balance.forEach((each, surplus) -> {
            if (surplus != 0) {
                wrong.add(
                        what
                                + each
                                + (surplus > 0 ? " is missing" : " is there and should not be")
                                + (Math.abs(surplus) > 1
                                        ? ", " + Math.abs(surplus) + " times"
                                        : ""));
            }
        });
    }
}
