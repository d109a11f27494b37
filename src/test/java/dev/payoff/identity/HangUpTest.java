package dev.payoff.identity;

import static dev.payoff.identity.World.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** A caller who hangs up while the database works for them is no fault of ours. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class HangUpTest {

    private static final int CALLERS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject World world;

    @TestHTTPResource("/")
    URI home;

    @Test
    void whoHangsUpWhileAQueryRunsIsNoErrorInTheLog() throws Exception {
        String key = world.tenant("hangs-up").apiKey(Role.ADMIN);
        bearer(key).get("/api/v1/projects").then().statusCode(200);
        List<LogRecord> errors = new CopyOnWriteArrayList<>();
        Handler seen =
                new Handler() {
                    @Override
                    public void publish(LogRecord line) {
                        if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                            errors.add(line);
                        }
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger root = Logger.getLogger("");
        root.addHandler(seen);
        try (Connection owner = world.as("payoff_owner")) {
            owner.setAutoCommit(false);
            try (Statement lock = owner.createStatement()) {
                lock.execute("LOCK TABLE project IN ACCESS EXCLUSIVE MODE");
            }
            for (int i = 0; i < CALLERS; i++) {
                askAndHangUp(key, i + 1);
            }
            owner.rollback();
            await().atMost(PATIENCE).until(() -> waiting() == 0);
            bearer(key).get("/api/v1/projects").then().statusCode(200);
            assertThat(errors).extracting(HangUpTest::told).isEmpty();
        } finally {
            root.removeHandler(seen);
        }
    }

    private void askAndHangUp(String key, int waiting) throws Exception {
        try (Socket caller = new Socket(home.getHost(), home.getPort())) {
            caller.getOutputStream()
                    .write(
                            ("GET /api/v1/projects HTTP/1.1\r\nHost: localhost\r\nAuthorization:"
                                            + " Bearer "
                                            + key
                                            + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            await().atMost(PATIENCE).until(() -> waiting() >= waiting);
        }
    }

    /** Queries that wait for the lock. */
    private int waiting() throws SQLException {
        try (Connection other = world.as("payoff_owner");
                Statement statement = other.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'project'::regclass")) {
            found.next();
            return found.getInt(1);
        }
    }

    private static String told(LogRecord line) {
        return line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown();
    }
}
