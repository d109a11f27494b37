package dev.payoff.bench;

import dev.payoff.devstack.StackMain;
import dev.payoff.devstack.StackProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * PostgreSQL, Kafka and Redis for a benchmark: the embedded ones, with a broker whose JVM compiles
 * as it would in production and a database set up for writing. All durable.
 */
final class Servers implements AutoCloseable {

    static final List<String> BROKER_JVM = List.of("-Xmx640m", "-XX:+UseParallelGC");

    /** What an installation of some size would set; each competitor has the same. */
    static final List<String> DATABASE =
            List.of(
                    "shared_buffers = '1GB'",
                    "max_wal_size = '8GB'",
                    "checkpoint_timeout = '15min'");

    private final Process process;
    private final StackProcess stack;
    private final Path dir;
    private Connection superuser;

    private Servers(Process process, StackProcess stack, Path dir) {
        this.process = process;
        this.stack = stack;
        this.dir = dir;
    }

    /**
     * @param tellStatements whether the database keeps count of its statements, which costs a
     *     little
     */
    static Servers start(Path target, boolean tellStatements)
            throws IOException, InterruptedException, SQLException {
        Path dir = Files.createTempDirectory(target.toAbsolutePath(), "servers-");
        Path ready = dir.resolve("ready");
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(BROKER_JVM);
        command.addAll(
                List.of(
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackMain.class.getName(),
                        "--dir",
                        dir.toString(),
                        "--ready",
                        ready.toString(),
                        "--parent",
                        Long.toString(ProcessHandle.current().pid()),
                        "--stdin",
                        "--control"));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve("stack.log").toFile())
                        .start();
        for (int waited = 0; !Files.exists(ready); waited++) {
            if (!process.isAlive() || waited > 2_400) {
                process.destroyForcibly();
                throw new IOException(
                        "The servers did not start:\n"
                                + Files.readString(dir.resolve("stack.log")));
            }
            Thread.sleep(50);
        }
        System.setProperty("payoff.devstack.ready", ready.toString());
        Servers servers = new Servers(process, StackProcess.shared(), dir);
        servers.setUpDatabase(tellStatements);
        return servers;
    }

    private void setUpDatabase(boolean tellStatements) throws SQLException {
        try (Connection db = DriverManager.getConnection(stack.superuserJdbcUrl());
                Statement statement = db.createStatement()) {
            for (String setting : DATABASE) {
                statement.execute("ALTER SYSTEM SET " + setting);
            }
            if (tellStatements) {
                statement.execute("ALTER SYSTEM SET shared_preload_libraries = pg_stat_statements");
            }
        }
        stack.command("stop postgres");
        stack.command("start postgres");
        superuser = DriverManager.getConnection(stack.superuserJdbcUrl());
        if (tellStatements) {
            sql("CREATE EXTENSION pg_stat_statements");
        }
    }

    StackProcess stack() {
        return stack;
    }

    void sql(String... statements) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    String text(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    Connection superuser() {
        return superuser;
    }

    long postmaster() throws SQLException, IOException {
        return CpuClock.parent(number("SELECT pg_backend_pid()"));
    }

    long broker() {
        return stack.pid();
    }

    /** Redis is the broker's process's child that is not PostgreSQL; 0 where there is none. */
    long redis() throws SQLException, IOException {
        long postmaster = postmaster();
        return ProcessHandle.of(broker())
                .orElseThrow()
                .children()
                .filter(child -> child.pid() != postmaster)
                .filter(child -> child.info().command().orElse("").contains("redis"))
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws InterruptedException, SQLException, IOException {
        superuser.close();
        process.destroy();
        process.waitFor();
        try (var all = Files.walk(dir)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
