package dev.payoff.faults;

import dev.payoff.acceptance.Books;
import dev.payoff.acceptance.KafkaLog;
import dev.payoff.acceptance.Outcomes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says what is wrong, once everything has come to rest. It counts the log anew with nothing of the
 * product's code, for each tenant, and asks PostgreSQL, Redis, the outgoing topics, the
 * subscribers, the readers and Slack what they make of it.
 */
final class Verifier {

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

        /** What was found of two tenants. */
        Findings and(Findings other) {
            return new Findings(
                    records + other.records,
                    duplicates + other.duplicates,
                    rejections + other.rejections,
                    windows + other.windows,
                    episodesFound + other.episodesFound,
                    eventsTold + other.eventsTold,
                    together(missing, other.missing),
                    lost + other.lost,
                    doubled + other.doubled,
                    together(wrongRows, other.wrongRows),
                    together(episodes, other.episodes));
        }

        private static List<String> together(List<String> one, List<String> other) {
            List<String> both = new ArrayList<>(one);
            both.addAll(other);
            return both;
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

    /** Waits until nothing moves any more, but for messages that wait for the end of a lease. */
    void settle() throws Exception {
        lab.feeder.rest();
        lab.await("end of the lag", () -> lab.books().isLevelWithTheLog());
        lab.await(
                "publication of every event",
                () ->
                        lab.books()
                                .column("SELECT id FROM outbox WHERE published_at IS NULL LIMIT 1")
                                .isEmpty());
        for (Tenancy tenant : lab.tenants) {
            List<Long> told = new StreamAudit(lab.books(), tenant.key()).told();
            for (SseClient subscriber : tenant.subscribers()) {
                subscriber.stay(true);
                lab.await(
                        "last event of a subscriber",
                        Duration.ofSeconds(60),
                        () ->
                                subscriber.holes(told).stream()
                                        .noneMatch(it -> it.startsWith("ends")));
                subscriber.stay(false);
            }
        }
    }

    /** Waits until each message to Slack was taken, or given up. */
    void settleMessages() throws Exception {
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
        log = KafkaLog.readOn(lab.servers.kafkaBootstrap(), log);
        Findings all = null;
        for (Tenancy tenant : lab.tenants) {
            Findings its = look(tenant);
            all = all == null ? its : all.and(its);
        }
        OutwardAudit outward = new OutwardAudit(lab);
        outward.topics(all.episodes());
        outward.slack(all.episodes());
        lab.outlets.audit(
                lab.books(), lab.tenants.getLast().key(), lab.tally.resends(), all.episodes());
        all.wrongRows().addAll(lab.readers.findings());
        return all;
    }

    private Findings look(Tenancy tenant) throws Exception {
        List<String> wrong = new ArrayList<>();
        List<String> episodes = new ArrayList<>();
        int found = 0;
        try (Books books =
                new Books(
                        lab.servers.base.superuserJdbcUrl(),
                        lab.servers.kafkaBootstrap(),
                        tenant.key())) {
            Books.Audit audit = books.audit(log);
            wrong.addAll(audit.differences());
            wrong.addAll(
                    Outcomes.money(
                            books,
                            audit.recount(),
                            tenant.key(),
                            Generator.BASELINE,
                            Generator.STALENESS));
            for (String metric : List.of(Generator.WATCHED, Generator.RARE)) {
                List<String> stored = episodes(books, tenant.key(), metric);
                found += stored.size();
                List<String> counted =
                        Outcomes.episodes(log.entries(), tenant.key(), metric, Generator.THRESHOLD);
                compare("episode of " + metric + " ", counted, stored, episodes);
            }
            StreamAudit stream = new StreamAudit(books, tenant.key());
            stream.subscribers(tenant.subscribers(), episodes);
            RedisAudit redis = new RedisAudit(lab, books, tenant.key());
            redis.figures(wrong);
            redis.events(episodes);
            return new Findings(
                    audit.recount().records(),
                    audit.recount().duplicates(),
                    audit.recount().rejections(),
                    audit.recount().windows(),
                    found,
                    stream.told().size(),
                    missing(tenant, audit),
                    audit.lost(),
                    audit.doubled(),
                    wrong,
                    episodes);
        }
    }

    private static List<String> missing(Tenancy tenant, Books.Audit audit) {
        TreeSet<String> missing = new TreeSet<>();
        for (Generator.Line line : tenant.feeder().acknowledged()) {
            if (!audit.recount().holds(line.metric(), line.eventId())) {
                missing.add(tenant.key() + " " + line.metric() + " " + line.eventId());
            }
        }
        return List.copyOf(missing);
    }

    private static List<String> episodes(Books books, String tenant, String metric)
            throws SQLException {
        return books.column(
                "SELECT iso(active_at) || ' ' || coalesce(iso(resolved_at), 'open') || ' ' || state"
                        + " || CASE WHEN late THEN ' late' ELSE '' END"
                        + " FROM episode e JOIN tenant t ON t.id = e.tenant_id"
                        + " JOIN metric m ON m.id = e.metric_id"
                        + " WHERE t.key = ? AND m.full_key = ? ORDER BY active_at",
                tenant,
                metric);
    }

    /** What is missing and what is too much, each with how often. */
    static void compare(
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
