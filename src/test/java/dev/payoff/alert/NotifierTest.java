package dev.payoff.alert;

import static dev.payoff.alert.FakeSlack.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.payoff.app.Outgoing;
import dev.payoff.app.OutgoingRules;
import dev.payoff.app.Roles;
import dev.payoff.app.SecretBox;
import dev.payoff.app.TimeAndChance;
import dev.payoff.devstack.StackProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The notifier on a real database and against a real HTTP server, on a clock that the test moves.
 * The database is its own, so that no other notifier of the test run takes part.
 */
class NotifierTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final String DATABASE = "notifier_test";
    private static final String PUBLIC_URL = "https://payoff.example";

    private static Connection db;
    private static Vertx vertx;
    private static Pool pool;

    private final MovingClock clock = new MovingClock();
    private final TimeAndChance time = new TimeAndChance(clock);
    private final SecretBox box = new SecretBox("x".repeat(32), time);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final UUID tenant = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();
    private final UUID rule = UUID.randomUUID();
    private FakeSlack slack;
    private Notifier notifier;

    private static final class MovingClock extends Clock {
        private volatile Instant now = START;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeAll
    static void migrate() throws SQLException {
        StackProcess stack = StackProcess.shared();
        try (Connection superuser = DriverManager.getConnection(stack.superuserJdbcUrl())) {
            superuser.createStatement().execute("DROP DATABASE IF EXISTS " + DATABASE);
            superuser
                    .createStatement()
                    .execute("CREATE DATABASE " + DATABASE + " OWNER payoff_owner");
        }
        String url = "jdbc:postgresql://localhost:" + stack.postgresPort() + "/" + DATABASE;
        Flyway.configure()
                .dataSource(url, "payoff_owner", "payoff")
                .locations("db/migration")
                .load()
                .migrate();
        db =
                DriverManager.getConnection(
                        stack.superuserJdbcUrl().replaceFirst("/[a-z_]+\\?", "/" + DATABASE + "?"));
        vertx = Vertx.vertx();
        pool =
                Pool.newInstance(
                        io.vertx.pgclient.PgBuilder.pool()
                                .connectingTo(
                                        new PgConnectOptions()
                                                .setHost("localhost")
                                                .setPort(stack.postgresPort())
                                                .setDatabase(DATABASE)
                                                .setUser("payoff_stream")
                                                .setPassword("payoff"))
                                .with(new PoolOptions().setMaxSize(6))
                                .using(vertx)
                                .build());
    }

    @AfterAll
    static void close() throws SQLException {
        pool.close().await().indefinitely();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        db.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        slack = new FakeSlack();
        notifier = another();
        run(
                "INSERT INTO tenant (id, key, name, created_at) VALUES (?, ?, 'T', now())",
                tenant,
                "t-" + tenant);
        run(
                "INSERT INTO project (id, tenant_id, key, name, type, currency, created_at)"
                        + " VALUES (?, ?, 'cloud', 'Cloud move', 'INFRASTRUCTURE', 'EUR', now())",
                project,
                tenant);
        run(
                "INSERT INTO rule (id, tenant_id, name, project_id, figure, comparator, threshold,"
                        + " severity, created_at) VALUES (?, ?, 'ROI is low', ?, 'ROI_SIMPLE', '<',"
                        + " 0, 'WARNING', now())",
                rule,
                tenant,
                project);
    }

    @AfterEach
    void clean() throws SQLException {
        slack.close();
        db.createStatement().execute("TRUNCATE tenant CASCADE");
    }

    private Notifier another() {
        Outgoing outgoing = new Outgoing(vertx, new OutgoingRules(Optional.of("127.0.0.1/32")));
        return new Notifier(
                new NotificationPlan(pool, time),
                new NotificationStore(pool),
                new Messengers(
                        List.of(
                                new SlackSender(outgoing, box, time, PUBLIC_URL),
                                new WebhookSender(outgoing, box, time, PUBLIC_URL))),
                new Roles("notify"),
                time,
                meters);
    }

    private static void run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(
                        i + 1,
                        values[i] instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : values[i]);
            }
            statement.execute();
        }
    }

    private UUID channel(String path, Severity least) throws SQLException {
        return channelAt(slack.url(path), least);
    }

    private UUID channelAt(String url, Severity least) throws SQLException {
        UUID id = UUID.randomUUID();
        run(
                "INSERT INTO channel (id, tenant_id, name, kind, address, address_host, address_end,"
                        + " min_severity, created_at) VALUES (?, ?, 'c', 'SLACK', ?, 'h', 'e', ?, now())",
                id,
                tenant,
                box.seal(url, Channel.place(id)),
                least.name());
        return id;
    }

    private UUID fires(String name) throws SQLException {
        UUID id = UUID.randomUUID();
        Instant at = clock.now.minusNanos(1000L * Math.abs(id.hashCode()));
        run(
                "INSERT INTO episode (id, tenant_id, rule_id, rule_version, project_id, name,"
                        + " severity, state, active_at, fired_at, value, threshold, updated_at)"
                        + " VALUES (?, ?, ?, 0, ?, ?, 'WARNING', 'FIRING', ?, ?, -0.2, 0, ?)",
                id,
                tenant,
                rule,
                project,
                name,
                at,
                at,
                at);
        return id;
    }

    private void resolves(UUID episode) throws SQLException {
        run(
                "UPDATE episode SET state = 'RESOLVED', resolved_at = ?, updated_at = ? WHERE id = ?",
                clock.now,
                clock.now,
                episode);
    }

    /** One round, and what it began, to the end. */
    private void round() {
        notifier.round().await().atMost(Duration.ofSeconds(10));
        settle();
    }

    private void settle() {
        await().pollInterval(Duration.ofMillis(10))
                .until(() ->
                        count(
                                        "SELECT count(*) FROM channel_pace WHERE free_at = ?",
                                        clock.now.plus(Notifier.LEASE))
                                == 0);
    }

    private void after(Duration time) {
        clock.now = clock.now.plus(time);
        round();
    }

    private static long count(String sql, Object... values) throws SQLException {
        return Long.parseLong(rows(sql, values).getFirst());
    }

    private static List<String> rows(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(
                        i + 1,
                        values[i] instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : values[i]);
            }
            List<String> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    List<String> columns = new ArrayList<>();
                    for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                        columns.add(String.valueOf(found.getString(i)));
                    }
                    rows.add(String.join(" ", columns));
                }
            }
            return rows;
        }
    }

    private static List<String> outcomes(UUID channel) throws SQLException {
        return rows(
                "SELECT state, status, attempts, coalesce(reason, '-') FROM notification"
                        + " WHERE channel_id = ? ORDER BY created_at, state",
                channel);
    }

    @Test
    void tellsThatItFiresAndThatItIsOverOnceEach() throws Exception {
        UUID channel = channel("a", Severity.INFO);
        UUID episode = fires("ROI is low");
        round();
        after(Duration.ofSeconds(2));
        assertThat(slack.texts("a")).hasSize(1);
        assertThat(slack.texts("a").getFirst())
                .startsWith(
                        "🟠 Warning: ROI is low (Cloud move). The simple ROI of Cloud move is -20 %");

        resolves(episode);
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));
        assertThat(slack.texts("a")).hasSize(2);
        assertThat(slack.texts("a").getLast()).startsWith("✅ Resolved: ROI is low");
        assertThat(outcomes(channel)).containsExactly("FIRING SENT 1 -", "RESOLVED SENT 1 -");
        assertThat(meters.counter("payoff.notifications", "outcome", "sent").count()).isEqualTo(2);
    }

    @Test
    void aWebhookGetsSignedAlertmanagerJson_underOneIdHoweverOftenItIsSent() throws Exception {
        String secret = WebhookSender.newSecret(time);
        UUID channel = UUID.randomUUID();
        run(
                "INSERT INTO channel (id, tenant_id, name, kind, address, address_host, address_end,"
                        + " secret, created_at) VALUES (?, ?, 'c', 'WEBHOOK', ?, 'h', 'e', ?, now())",
                channel,
                tenant,
                box.seal(slack.url("hook"), Channel.place(channel)),
                box.seal(secret, Channel.secretPlace(channel)));
        slack.script("hook", status(503, "later"));
        UUID episode = fires("ROI is low");
        round();
        after(Duration.ofMinutes(1));
        resolves(episode);
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));

        List<FakeSlack.Received> calls = slack.received("hook");
        assertThat(calls).hasSize(3);
        assertThat(header(calls.get(0), "webhook-id"))
                .isEqualTo(header(calls.get(1), "webhook-id"));
        assertThat(header(calls.get(2), "webhook-id"))
                .startsWith("msg_")
                .isNotEqualTo(header(calls.get(0), "webhook-id"));
        for (FakeSlack.Received call : calls) {
            assertThat(header(call, "webhook-signature")).isEqualTo("v1," + hmac(secret, call));
        }
        assertThat(calls.stream().map(call -> new JsonObject(call.body()).getString("status")))
                .containsExactly("firing", "firing", "resolved");
        assertThat(outcomes(channel)).containsExactly("FIRING SENT 2 -", "RESOLVED SENT 1 -");
    }

    private static String header(FakeSlack.Received call, String name) {
        return call.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow()
                .getValue()
                .getFirst();
    }

    /** By the text of the Standard Webhooks specification, without its library. */
    private static String hmac(String secret, FakeSlack.Received call) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        Base64.getDecoder().decode(secret.substring("whsec_".length())), "any"));
        String signed =
                header(call, "webhook-id")
                        + "."
                        + header(call, "webhook-timestamp")
                        + "."
                        + call.body();
        return Base64.getEncoder()
                .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void waitsAsLongAsSlackAsksWhileOtherChannelsGoOn() throws Exception {
        UUID channel = channel("limited", Severity.INFO);
        channel("free", Severity.INFO);
        slack.script("limited", status(429, "rate_limited", "Retry-After", "45"));
        fires("one");
        round();
        fires("two");
        after(Duration.ofSeconds(44));
        assertThat(slack.texts("limited")).hasSize(1);
        assertThat(slack.texts("free")).hasSize(2);

        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));
        assertThat(slack.texts("limited")).hasSize(3);
        assertThat(outcomes(channel))
                .containsExactlyInAnyOrder("FIRING SENT 2 -", "FIRING SENT 1 -");
    }

    @Test
    void triesAgainAfterFailuresThatMayPass() throws Exception {
        UUID channel = channel("shaky", Severity.INFO);
        slack.script(
                "shaky",
                status(500, "oops"),
                status(302, "", "Location", slack.url("inside")),
                exchange -> exchange.close());
        fires("one");
        round();
        assertThat(outcomes(channel)).containsExactly("FIRING WAITING 1 HTTP 500: oops");
        after(Duration.ofMinutes(1));
        assertThat(outcomes(channel)).containsExactly("FIRING WAITING 2 HTTP 302");
        after(Duration.ofMinutes(1));
        assertThat(outcomes(channel).getFirst()).startsWith("FIRING WAITING 3 BROKEN");
        after(Duration.ofMinutes(1));
        assertThat(outcomes(channel)).containsExactly("FIRING SENT 4 -");
        assertThat(slack.texts("inside")).isEmpty();
    }

    @Test
    void aHeadOf200CountsWhateverBecomesOfTheBody() throws Exception {
        UUID channel = channel("cut", Severity.INFO);
        slack.script(
                "cut",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write('o');
                    exchange.getResponseBody().flush();
                });
        fires("one");
        round();
        assertThat(outcomes(channel)).containsExactly("FIRING SENT 1 -");
    }

    @Test
    void nobodyListening() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        UUID channel = channelAt("http://127.0.0.1:" + port + "/services/x", Severity.INFO);
        fires("one");
        round();
        assertThat(outcomes(channel).getFirst()).startsWith("FIRING WAITING 1 UNREACHABLE");
    }

    @Test
    void slacksNoIsFinalAndItsEndIsNotTold() throws Exception {
        UUID channel = channel("gone", Severity.INFO);
        slack.script("gone", status(400, "invalid_payload"));
        UUID episode = fires("one");
        round();
        resolves(episode);
        after(Duration.ofMinutes(10));
        assertThat(outcomes(channel))
                .containsExactly(
                        "FIRING FAILED 1 HTTP 400: invalid_payload",
                        "RESOLVED SUPPRESSED 0 that it fired was not told");
        assertThat(slack.texts("gone")).hasSize(1);
    }

    @Test
    void theEndNeverOvertakesTheBeginning() throws Exception {
        channel("slow", Severity.INFO);
        slack.script("slow", status(503, ""), status(503, ""));
        UUID episode = fires("one");
        round();
        resolves(episode);
        for (int i = 0; i < 6; i++) {
            after(Duration.ofSeconds(20));
        }
        assertThat(slack.texts("slow")).hasSize(4);
        assertThat(slack.texts("slow").subList(0, 3)).allMatch(t -> t.startsWith("🟠"));
        assertThat(slack.texts("slow").getLast()).startsWith("✅");
    }

    @Test
    void aChannelHasOneMessageASecondAtMost() throws Exception {
        channel("a", Severity.INFO);
        for (int i = 0; i < 5; i++) {
            fires("episode " + i);
        }
        round();
        assertThat(slack.texts("a")).hasSize(1);
        after(Duration.ofMillis(999));
        assertThat(slack.texts("a")).hasSize(1);
        after(Duration.ofMillis(1));
        assertThat(slack.texts("a")).hasSize(2);
    }

    @Test
    void aChannelThatHangsHoldsUpNoOtherAndIsNotAskedTwice() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        UUID hanging = channel("hanging", Severity.INFO);
        channel("free", Severity.INFO);
        slack.script(
                "hanging",
                exchange -> {
                    release.await();
                    status(200, "ok").to(exchange);
                });
        fires("one");
        notifier.round().await().atMost(Duration.ofSeconds(5));
        Notifier other = another();
        await().until(() -> slack.texts("free").size() == 1 && slack.texts("hanging").size() == 1);
        other.round().await().atMost(Duration.ofSeconds(5));
        notifier.round().await().atMost(Duration.ofSeconds(5));

        release.countDown();
        settle();
        assertThat(slack.texts("hanging")).hasSize(1);
        assertThat(outcomes(hanging)).containsExactly("FIRING SENT 1 -");
    }

    @Test
    void severalInstancesTellEachThingOnce() throws Exception {
        List<Notifier> instances = List.of(notifier, another(), another());
        channel("a", Severity.INFO);
        channel("b", Severity.INFO);
        for (int i = 0; i < 15; i++) {
            fires("episode " + i);
        }
        for (int i = 0; i < 17; i++) {
            List<Thread> threads =
                    instances.stream()
                            .map(each ->
                                    Thread.ofVirtual()
                                            .start(() -> each.round().await().indefinitely()))
                            .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            settle();
            clock.now = clock.now.plus(Notifier.SPACING);
        }
        assertThat(slack.texts("a")).hasSize(15).doesNotHaveDuplicates();
        assertThat(slack.texts("b")).hasSize(15).doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotToldHasAReason() throws Exception {
        UUID critical = channel("critical", Severity.CRITICAL);
        UUID all = channel("all", Severity.INFO);
        run(
                "INSERT INTO silence (id, tenant_id, project_id, starts_at, ends_at, comment,"
                        + " created_by, created_at) VALUES (?, ?, ?, ?, ?, 'moving', 'ann', now())",
                UUID.randomUUID(),
                tenant,
                project,
                START,
                START.plusSeconds(60));
        fires("one");
        round();
        assertThat(outcomes(critical))
                .containsExactly("FIRING SUPPRESSED 0 WARNING is below the channel's CRITICAL");
        assertThat(outcomes(all)).containsExactly("FIRING SUPPRESSED 0 silenced: moving");

        clock.now = START.plusSeconds(60);
        fires("two");
        round();
        assertThat(slack.texts("all")).hasSize(1);
    }

    @Test
    void aChannelSwitchedOffWhileItsMessageWaitsIsToldNothing() throws Exception {
        UUID channel = channel("a", Severity.INFO);
        slack.script("a", status(500, ""));
        fires("one");
        round();
        run("UPDATE channel SET enabled = false WHERE id = ?", channel);
        after(Duration.ofMinutes(1));
        assertThat(outcomes(channel))
                .containsExactly("FIRING SUPPRESSED 1 the channel is switched off");
        assertThat(slack.texts("a")).hasSize(1);
    }
}
