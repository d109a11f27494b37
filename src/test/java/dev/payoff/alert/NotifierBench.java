package dev.payoff.alert;

import static org.awaitility.Awaitility.await;

import dev.payoff.app.Outgoing;
import dev.payoff.app.OutgoingRules;
import dev.payoff.app.Roles;
import dev.payoff.app.SecretBox;
import dev.payoff.app.TimeAndChance;
import dev.payoff.devstack.StackProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * A notifier on a real database and a real HTTP server, on a clock that the test moves. The
 * database is its own, so that no other notifier of the test run takes part.
 */
abstract class NotifierBench {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final String DATABASE = "notifier_test";
    static final String PUBLIC_URL = "https://payoff.example";

    static Connection db;
    static Vertx vertx;
    static Pool pool;

    final MovingClock clock = new MovingClock();
    final TimeAndChance time = new TimeAndChance(clock);
    final SecretBox box = new SecretBox("x".repeat(32), time);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final UUID tenant = UUID.randomUUID();
    final UUID project = UUID.randomUUID();
    final UUID rule = UUID.randomUUID();
    final Mails mails = new Mails();
    FakeSlack slack;

    /** Keeps what would be mailed; the mails themselves are tested where there is a mail server. */
    static final class Mails implements Messenger {
        final List<Announcement> announced = new CopyOnWriteArrayList<>();
        final List<DigestNote> digests = new CopyOnWriteArrayList<>();

        @Override
        public Channel.Kind kind() {
            return Channel.Kind.EMAIL;
        }

        @Override
        public Uni<Delivery> send(Target target, Announcement message, int attempts) {
            announced.add(message);
            return Uni.createFrom().item(new Delivery.Sent());
        }

        @Override
        public Uni<Delivery> send(Target target, DigestNote digest, int attempts) {
            digests.add(digest);
            return Uni.createFrom().item(new Delivery.Sent());
        }
    }

    Notifier notifier;

    static final class MovingClock extends Clock {
        volatile Instant now = START;

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

    /** Where Slack's Web API is; a test that wants it has a stub there. */
    String apiUrl() {
        return "http://127.0.0.1:9/api";
    }

    Notifier another() {
        Outgoing outgoing = new Outgoing(vertx, new OutgoingRules(Optional.of("127.0.0.1/32")));
        return new Notifier(
                new NotificationPlan(pool, time),
                new RoutePlan(pool, time),
                new DigestPlan(pool, time),
                new NotificationStore(pool),
                new Messengers(
                        List.of(
                                new SlackSender(outgoing, box, time, PUBLIC_URL),
                                new SlackBotSender(
                                        outgoing,
                                        box,
                                        new SlackPosts(pool),
                                        time,
                                        apiUrl(),
                                        PUBLIC_URL),
                                new WebhookSender(outgoing, box, time, PUBLIC_URL),
                                mails)),
                new Roles("notify"),
                time,
                meters);
    }

    static void run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(
                        i + 1,
                        values[i] instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : values[i]);
            }
            statement.execute();
        }
    }

    UUID channel(String path, Severity least) throws SQLException {
        return channelAt(slack.url(path), least);
    }

    UUID channelAt(String url, Severity least) throws SQLException {
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

    UUID fires(String name) throws SQLException {
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

    void resolves(UUID episode) throws SQLException {
        resolves(episode, clock.now);
    }

    void resolves(UUID episode, Instant at) throws SQLException {
        run(
                "UPDATE episode SET state = 'RESOLVED', resolved_at = ?, updated_at = ? WHERE id = ?",
                at,
                clock.now,
                episode);
    }

    /** One round, and what it began, to the end. */
    void round() {
        notifier.round().await().atMost(Duration.ofSeconds(10));
        settle();
    }

    void settle() {
        await().pollInterval(Duration.ofMillis(10))
                .until(() ->
                        count(
                                        "SELECT count(*) FROM channel_pace WHERE free_at = ?",
                                        clock.now.plus(Notifier.LEASE))
                                == 0);
    }

    void after(Duration time) {
        clock.now = clock.now.plus(time);
        round();
    }

    static long count(String sql, Object... values) throws SQLException {
        return Long.parseLong(rows(sql, values).getFirst());
    }

    static List<String> rows(String sql, Object... values) throws SQLException {
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

    static List<String> outcomes(UUID channel) throws SQLException {
        return rows(
                "SELECT state, status, attempts, coalesce(reason, '-') FROM notification"
                        + " WHERE channel_id = ? ORDER BY created_at, state",
                channel);
    }
}
