package dev.payoff.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds the flow back when the log runs far ahead of what is committed: a lag without bound would
 * only measure the machine.
 */
final class Governor implements AutoCloseable {

    private static final long MOST_AHEAD = 30_000;
    private static final long LOOK_MILLIS = 250;

    private final String url;
    private final Feeder feeder;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("governor").unstarted(this::govern);

    Governor(String url, Feeder feeder) {
        this.url = url;
        this.feeder = feeder;
        thread.start();
    }

    private void govern() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection db = DriverManager.getConnection(url);
                    Statement statement = db.createStatement()) {
                while (true) {
                    try (ResultSet row =
                            statement.executeQuery("SELECT sum(consumed) FROM consumer_offset")) {
                        row.next();
                        feeder.upTo(row.getLong(1) + MOST_AHEAD);
                    }
                    Thread.sleep(LOOK_MILLIS);
                }
            } catch (SQLException away) {
                // PostgreSQL is what a fault took away; until it is back the last bound holds.
                LockSupport.parkNanos(LOOK_MILLIS * 1_000_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
