package dev.payoff.faults;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.payoff.acceptance.Books;
import dev.payoff.devstack.AppProcess;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the second tenant is told of its alerts by routes: a bot of Slack's that changes its
 * messages, and e-mails that wait for a digest. Made when first asked for, since it is for the
 * crash points alone; looked at after each round from then on.
 */
final class Outlets implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeSlackApi bot = new FakeSlackApi();
    private final GreenMail mail =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private boolean registered;

    Outlets() throws IOException {
        mail.start();
    }

    /** What an instance has to know of them. */
    Map<String, String> settings() {
        return Map.of(
                "PAYOFF_SLACK_API_URL",
                bot.url(),
                "PAYOFF_MAIL_FROM",
                "payoff@lab.example",
                "PAYOFF_MAIL_HOST",
                "127.0.0.1",
                "PAYOFF_MAIL_PORT",
                Integer.toString(mail.getSmtp().getPort()));
    }

    /** Makes channels and routes of the tenant, once. */
    void register(AppProcess app, String token) throws IOException, InterruptedException {
        if (registered) {
            return;
        }
        String slack =
                channel(
                        app,
                        token,
                        "'kind':'SLACK_BOT','slackChannel':'"
                                + FakeSlackApi.CHANNEL
                                + "','botToken':'xoxb-1-2-abcdefghijklmnop'");
        String board =
                channel(
                        app,
                        token,
                        "'kind':'EMAIL','email':'board@others.example','digest':'DAILY'");
        String routes =
                ("{'routes':[{'name':'grave','match':{'severity':['CRITICAL']},'channels':['%s','%s'],"
                                + "'groupWait':'PT0S','groupInterval':'PT10S'}]}")
                        .formatted(slack, board);
        call(app, token, "PUT", "/api/v1/routes", routes);
        registered = true;
    }

    private static String channel(AppProcess app, String token, String what)
            throws IOException, InterruptedException {
        String name = what.contains("EMAIL") ? "board" : "bot";
        String answer =
                call(
                        app,
                        token,
                        "POST",
                        "/api/v1/channels",
                        "{'name':'" + name + "','minSeverity':'CRITICAL'," + what + "}");
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new IllegalStateException("No id in " + answer);
        }
        return id.group(1);
    }

    private static String call(
            AppProcess app, String token, String method, String path, String body)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(app.url() + path))
                                    .timeout(PATIENCE)
                                    .header("Authorization", "Bearer " + token)
                                    .header("Content-Type", "application/json")
                                    .method(
                                            method,
                                            HttpRequest.BodyPublishers.ofString(
                                                    body.replace('\'', '"')))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(path + ": " + answer.body());
            }
            return answer.body();
        }
    }

    /** What time would bring, while nobody lives: leases end, and digests are due. */
    void timePasses(Books books) throws SQLException {
        books.column(
                "UPDATE channel_pace SET free_at = now() WHERE free_at > now() RETURNING channel_id");
        books.column("UPDATE channel_digest SET due_at = now() RETURNING channel_id");
    }

    /**
     * What is missing, and what came more often than it may have. No alert is forgotten: each was
     * decided on, or is in a group; the end of each that was told is told, or is still in its
     * group. What is noted as sent was heard. The bot's message may stand there a second time, a
     * word be said again in its thread, and a digest come again, where a process died between
     * sending and noting.
     */
    void audit(Books books, String tenant, int resends, List<String> wrong) throws SQLException {
        if (!registered) {
            return;
        }
        decided(books, tenant, wrong);
        slack(books, resends, wrong);
        digests(books, resends, wrong);
    }

    private static void decided(Books books, String tenant, List<String> wrong)
            throws SQLException {
        String ofTheTenant =
                " JOIN tenant t ON t.id = e.tenant_id AND t.key = ?"
                        + " WHERE e.severity = 'CRITICAL' AND e.planned = e.state"
                        + " AND e.updated_at > (SELECT min(c.created_at) FROM channel c WHERE c.tenant_id = t.id)"
                        + " AND NOT EXISTS (SELECT FROM alert_group g WHERE e.id = ANY(g.members))";
        books.column(
                        "SELECT e.id FROM episode e"
                                + ofTheTenant
                                + " AND NOT EXISTS (SELECT FROM notification_decision o"
                                + " WHERE o.episode_id = e.id AND o.verdict <> 'WAITS')",
                        tenant)
                .forEach(id -> wrong.add("alert " + id + " was routed and never decided on"));
        books.column(
                        "SELECT e.id || ' to ' || d.channel_id FROM notification_decision d"
                                + " JOIN episode e ON e.id = d.episode_id AND d.verdict = 'TOLD'"
                                + ofTheTenant
                                + " AND e.state = 'RESOLVED' AND NOT EXISTS (SELECT"
                                + " FROM notification_decision o WHERE o.episode_id = e.id"
                                + " AND o.channel_id = d.channel_id AND o.verdict = 'ENDED')",
                        tenant)
                .forEach(id -> wrong.add("the end of alert " + id + " is missing"));
    }

    private void slack(Books books, int resends, List<String> wrong) throws SQLException {
        Map<String, String> roots = bot.roots();
        Set<String> known = new TreeSet<>();
        int said = 0;
        for (String thread :
                books.column(
                        "SELECT p.ts || '|' || count(*) FILTER (WHERE n.message->>'kind' = 'NEWS') || '|'"
                                + " || (array_agg(n.state ORDER BY n.number DESC))[1]"
                                + " FROM notification n JOIN channel c ON c.id = n.channel_id"
                                + " LEFT JOIN slack_post p ON p.channel_id = c.id"
                                + " AND p.thread = n.message->>'thread'"
                                + " WHERE c.kind = 'SLACK_BOT' AND n.status = 'SENT' GROUP BY p.ts")) {
            if (thread == null) {
                wrong.add("a message of Slack's bot is noted as sent and has no thread");
                continue;
            }
            String[] parts = thread.split("\\|");
            String root = roots.get(parts[0]);
            known.add(parts[0]);
            int expected = Integer.parseInt(parts[1]) - 1;
            int heard = bot.replies(parts[0]);
            said += Math.max(0, heard - expected);
            if (root == null || heard < expected) {
                wrong.add(
                        "thread %s of Slack's bot has %d words, not %d"
                                .formatted(parts[0], heard, expected));
            } else if (parts[2].equals("RESOLVED") && !root.startsWith("✅")) {
                wrong.add("message " + parts[0] + " of Slack's bot does not show its end");
            }
        }
        roots.keySet().removeAll(known);
        int doubles = roots.size() + said;
        if (doubles > resends) {
            wrong.add(doubles + " messages of Slack's bot came twice, at most " + resends + " may");
        }
    }

    private void digests(Books books, int resends, List<String> wrong) throws SQLException {
        books.column(
                        "SELECT DISTINCT told FROM notification n, LATERAL ("
                                + " SELECT jsonb_array_elements_text(n.message->'ended') UNION ALL"
                                + " SELECT f FROM jsonb_array_elements_text(n.message->'firing')"
                                + " WITH ORDINALITY AS fires (f, i) WHERE i <= (n.message->>'fresh')::int"
                                + ") AS news (told) WHERE n.reason = 'told in a digest' EXCEPT"
                                + " SELECT jsonb_array_elements_text(message->'episodes') FROM notification"
                                + " WHERE group_id IS NOT NULL AND number IS NULL")
                .forEach(id -> wrong.add("alert " + id + " waited for a digest and is in none"));
        int sent =
                books.column(
                                "SELECT id FROM notification WHERE status = 'SENT'"
                                        + " AND group_id IS NOT NULL AND number IS NULL")
                        .size();
        Set<String> ids = new TreeSet<>();
        int came = 0;
        try {
            for (MimeMessage message : mail.getReceivedMessages()) {
                came++;
                ids.add(message.getMessageID());
            }
        } catch (MessagingException e) {
            throw new IllegalStateException("A digest cannot be read", e);
        }
        if (ids.size() < sent || came - ids.size() > resends) {
            wrong.add(
                    "%d digests are noted as sent; %d came, %d of them different ones"
                            .formatted(sent, came, ids.size()));
        }
    }

    @Override
    public void close() {
        bot.close();
        mail.stop();
    }
}
