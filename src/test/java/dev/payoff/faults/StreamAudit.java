package dev.payoff.faults;

import dev.payoff.acceptance.Books;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One tenant's events: each change of an episode is one event, and each subscriber of the tenant
 * saw it once, in order, under its number, and nothing of anybody else.
 */
final class StreamAudit {

    private static final Pattern TOLD =
            Pattern.compile("\"id\": ?\"([0-9a-f-]{36})\".*\"state\": ?\"([A-Z]+)\"");

    private final Books books;
    private final String tenant;

    StreamAudit(Books books, String tenant) {
        this.books = books;
        this.tenant = tenant;
    }

    /** The numbers of all its events of alerts. */
    List<Long> told() throws SQLException {
        return books
                .column(
                        "SELECT o.seq FROM outbox o JOIN tenant t ON t.id = o.tenant_id"
                                + " WHERE t.key = ? AND o.kind = 'alert' ORDER BY o.seq",
                        tenant)
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    /** Each change of an episode is one event, and each subscriber saw it under its number. */
    void subscribers(List<SseClient> subscribers, List<String> wrong) throws SQLException {
        List<Long> told = told();
        Map<Long, String> meaning = meanings();
        List<String> states =
                books.column(
                        "SELECT e.id || ' FIRING' FROM episode e JOIN tenant t ON t.id = e.tenant_id"
                                + " WHERE t.key = ? UNION ALL"
                                + " SELECT e.id || ' RESOLVED' FROM episode e JOIN tenant t"
                                + " ON t.id = e.tenant_id WHERE t.key = ? AND e.state = 'RESOLVED'",
                        tenant,
                        tenant);
        Verifier.compare("event of " + tenant + " ", states, meaning.values(), wrong);
        for (SseClient subscriber : subscribers) {
            subscriber
                    .holes(told)
                    .forEach(hole -> wrong.add("a subscriber of " + tenant + ": " + hole));
            for (SseClient.Seen seen : subscriber.seen("alert")) {
                String what = meaning(seen.data());
                if (!what.equals(meaning.get(seen.seq()))) {
                    wrong.add("a subscriber saw under " + seen.seq() + " what is not it: " + what);
                }
            }
        }
    }

    /** What a swarm saw: between resets, every event of the tenant, once and in order. */
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
                                    + expected.size()
                                    + "; first difference at "
                                    + difference(seen, expected));
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

    private static String difference(List<Long> seen, List<Long> expected) {
        for (int i = 0; i < Math.max(seen.size(), expected.size()); i++) {
            String mine = i < expected.size() ? expected.get(i).toString() : "the end";
            String its = i < seen.size() ? seen.get(i).toString() : "the end";
            if (!mine.equals(its)) {
                return its + " instead of " + mine;
            }
        }
        return "none";
    }

    /** Episode and state of each event of an alert, by its number. */
    private Map<Long, String> meanings() throws SQLException {
        Map<Long, String> meaning = new TreeMap<>();
        for (String row :
                books.column(
                        "SELECT o.seq || ' ' || (o.payload->>'id') || ' ' || (o.payload->>'state')"
                                + " FROM outbox o JOIN tenant t ON t.id = o.tenant_id"
                                + " WHERE t.key = ? AND o.kind = 'alert'",
                        tenant)) {
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
}
