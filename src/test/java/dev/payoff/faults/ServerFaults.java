package dev.payoff.faults;

import dev.payoff.faults.Fault.Landed;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** What happens to PostgreSQL, Kafka and Redis themselves. */
final class ServerFaults {

    private static final String STREAM_SESSIONS =
            "SELECT pid FROM pg_stat_activity WHERE usename = 'payoff_stream' AND state <> 'idle'";

    private static final int DEADLOCKS = 3;

    /** PostgreSQL's code for a lock that was not to be had in time. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private ServerFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "F6",
                        "Kafka's process killed, and later stopped, under load",
                        "what was acknowledged stays; meanwhile 503, never a false 202",
                        ServerFaults::endKafka),
                new Fault(
                        "F9",
                        "PostgreSQL killed with all its processes",
                        "what was committed stays, the rest is read again",
                        ServerFaults::killPostgres),
                new Fault(
                        "F9b",
                        "one session's process of PostgreSQL killed, which restarts them all",
                        "the same",
                        ServerFaults::killSession),
                new Fault(
                        "F9c",
                        "the stream's sessions ended by an administrator",
                        "the same",
                        ServerFaults::endSessions),
                new Fault(
                        "F14",
                        "deadlock in PostgreSQL with another writer",
                        "the batch is tried again, in order",
                        ServerFaults::deadlock),
                new Fault(
                        "F14b",
                        "the rows of all metrics locked by another for 6 s",
                        "it waits, and goes on",
                        ServerFaults::lockOut),
                new Fault(
                        "F15",
                        "Redis emptied, ten times",
                        "filled again from PostgreSQL; ingest goes on",
                        ServerFaults::emptyRedis),
                new Fault(
                        "F15b",
                        "Redis killed, and back with nothing",
                        "the same",
                        ServerFaults::killRedis),
                new Fault("F15c", "Redis has no memory left", "the same", ServerFaults::fillRedis));
    }

    private static Landed endKafka(Laboratory lab) throws Exception {
        long putOff = lab.feeder.putOff();
        long broken = lab.feeder.broken();
        lab.feed(2_000);
        lab.servers.killKafka();
        lab.flowFor(Duration.ofSeconds(4));
        lab.servers.reviveKafka();
        lab.feed(2_000);
        lab.servers.stopKafka();
        lab.flowFor(Duration.ofSeconds(15));
        lab.servers.reviveKafka();
        lab.feed(400);
        long said = lab.feeder.putOff() - putOff;
        return Landed.when(
                said > 0,
                2,
                said
                        + " requests put off with 503, "
                        + (lab.feeder.broken() - broken)
                        + " cut off");
    }

    private static Landed killPostgres(Laboratory lab) throws Exception {
        int times = 2;
        for (int i = 0; i < times; i++) {
            lab.feed(2_000);
            lab.servers.base.command("kill postgres");
            lab.flowFor(Duration.ofSeconds(2));
            lab.servers.base.command("start postgres");
            lab.awaitCommit();
        }
        String since = lab.books().column("SELECT pg_postmaster_start_time()::text").getFirst();
        return new Landed(times, "runs since " + since.substring(11, 19) + " UTC");
    }

    private static Landed killSession(Laboratory lab) throws Exception {
        lab.feed(2_000);
        String before = lab.books().column("SELECT pg_postmaster_start_time()::text").getFirst();
        lab.feeder.flow();
        lab.await("session at work", () -> !lab.books().column(STREAM_SESSIONS).isEmpty());
        List<String> pids = lab.books().column(STREAM_SESSIONS);
        String pid =
                pids.isEmpty()
                        ? lab.books()
                                .column(
                                        "SELECT pid FROM pg_stat_activity WHERE usename = 'payoff_stream'")
                                .getFirst()
                        : pids.getFirst();
        int code = new ProcessBuilder("kill", "-KILL", pid).inheritIO().start().waitFor();
        lab.flowFor(Duration.ofSeconds(2));
        lab.awaitCommit();
        String after = lab.books().column("SELECT pg_postmaster_start_time()::text").getFirst();
        // The postmaster stays; its sessions have all been started anew.
        return Landed.when(
                code == 0 && before.equals(after),
                1,
                "process " + pid + " killed; the postmaster ended all others");
    }

    private static Landed endSessions(Laboratory lab) throws Exception {
        int ended = 0;
        for (int i = 0; i < 5; i++) {
            lab.feed(1_000);
            ended +=
                    lab.books()
                            .column(
                                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                            + " WHERE usename IN ('payoff_stream', 'payoff_app')")
                            .size();
            lab.flowFor(Duration.ofMillis(lab.random.nextLong(1_500)));
        }
        return Landed.when(ended > 0, 5, ended + " sessions ended");
    }

    /**
     * The laboratory's session never looks for deadlocks, so that it is ours that PostgreSQL ends.
     * A session looks once, a second after it began to wait: where the laboratory comes later than
     * that, nobody looks any more, and it lets go and tries again.
     */
    private static Landed deadlock(Laboratory lab) throws Exception {
        lab.feed(1_000);
        long before = deadlocks(lab);
        int tries = 0;
        int made = 0;
        while (made < DEADLOCKS && tries < 4 * DEADLOCKS) {
            tries++;
            made += crossed(lab) ? 1 : 0;
        }
        // The statistics are written with some delay.
        lab.await("count of the deadlocks", () -> deadlocks(lab) > before);
        return Landed.when(
                made == DEADLOCKS,
                made,
                deadlocks(lab) - before + " deadlocks resolved by PostgreSQL");
    }

    /** Takes rows in another order; whether it got them all, since the other side was ended. */
    private static boolean crossed(Laboratory lab) throws Exception {
        try (Connection other = DriverManager.getConnection(lab.servers.base.superuserJdbcUrl());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SET LOCAL deadlock_timeout = '60s'");
            statement.execute("SET LOCAL lock_timeout = '5s'");
            statement.execute(
                    "SELECT 1 FROM metric_state WHERE metric_id ="
                            + " (SELECT metric_id FROM metric_state ORDER BY metric_id DESC LIMIT 1) FOR UPDATE");
            lab.feeder.flow();
            lab.await("batch that waits", () -> !waiting(lab).isEmpty());
            try {
                statement.execute("SELECT 1 FROM metric_state ORDER BY metric_id FOR UPDATE");
                return true;
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
                return false;
            } finally {
                other.rollback();
            }
        }
    }

    private static List<String> waiting(Laboratory lab) throws Exception {
        return lab.books()
                .column(
                        "SELECT pid FROM pg_stat_activity WHERE usename = 'payoff_stream'"
                                + " AND wait_event_type = 'Lock'");
    }

    private static long deadlocks(Laboratory lab) throws Exception {
        return Long.parseLong(
                lab.books()
                        .column(
                                "SELECT sum(deadlocks) FROM pg_stat_database WHERE datname = 'payoff'")
                        .getFirst());
    }

    private static Landed lockOut(Laboratory lab) throws Exception {
        lab.feed(1_000);
        int waited;
        try (Connection other = DriverManager.getConnection(lab.servers.base.superuserJdbcUrl());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM metric_state ORDER BY metric_id FOR UPDATE");
            lab.flowFor(Duration.ofSeconds(6));
            waited = waiting(lab).size();
            other.rollback();
        }
        return Landed.when(waited > 0, 1, waited + " sessions waited");
    }

    private static Landed emptyRedis(Laboratory lab) throws Exception {
        long committed = lab.books().consumed();
        int times = 10;
        long keys = 0;
        for (int i = 0; i < times; i++) {
            lab.flowFor(Duration.ofMillis(300 + lab.random.nextLong(900)));
            keys += Long.parseLong((String) lab.servers.redis.ask("DBSIZE"));
            lab.servers.redis.ask("FLUSHALL");
        }
        long meanwhile = lab.books().consumed() - committed;
        return Landed.when(
                keys > 0 && meanwhile > 0,
                times,
                keys + " keys thrown away; " + meanwhile + " records committed meanwhile");
    }

    private static Landed killRedis(Laboratory lab) throws Exception {
        lab.feed(1_000);
        long committed = lab.books().consumed();
        lab.servers.base.command("kill redis");
        lab.flowFor(Duration.ofSeconds(5));
        long meanwhile = lab.books().consumed() - committed;
        lab.servers.base.command("start redis");
        String keys = (String) lab.servers.redis.ask("DBSIZE");
        return Landed.when(
                meanwhile > 0,
                1,
                "back with " + keys + " keys; " + meanwhile + " records committed meanwhile");
    }

    private static Landed fillRedis(Laboratory lab) throws Exception {
        lab.feed(1_000);
        lab.servers.redis.ask("CONFIG", "SET", "maxmemory", "1mb");
        long committed = lab.books().consumed();
        lab.flowFor(Duration.ofSeconds(5));
        long meanwhile = lab.books().consumed() - committed;
        String errors = String.valueOf(lab.servers.redis.ask("INFO", "errorstats"));
        lab.servers.redis.ask("CONFIG", "SET", "maxmemory", "256mb");
        return Landed.when(
                errors.contains("errorstat_OOM") && meanwhile > 0,
                1,
                "OOM was answered; " + meanwhile + " records committed meanwhile");
    }
}
