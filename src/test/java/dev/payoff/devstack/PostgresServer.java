package dev.payoff.devstack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A PostgreSQL of its own, durable as in production. */
final class PostgresServer implements Stack.Server {

    /** The superuser; a connection over the loopback interface needs no password. */
    static final String SUPERUSER = "postgres";

    static final String DATABASE = "payoff";

    private static final String DATA = "postgres";
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final Path data;
    private final Path log;
    private final int port;
    private final Path roles;
    private EmbeddedPostgres running;

    PostgresServer(Path home, int port, Path roles) {
        this.data = home.resolve(DATA);
        this.log = home.resolve("logs/postgres.log");
        this.port = port;
        this.roles = roles;
    }

    int port() {
        return port;
    }

    /** A URL that psql takes, of the superuser, who sees every tenant. */
    String url() {
        return "postgresql://" + SUPERUSER + "@" + Stack.HOST + ":" + port + "/" + DATABASE;
    }

    @Override
    public synchronized void start() throws IOException {
        if (running != null) {
            return;
        }
        Files.createDirectories(log.getParent());
        endLeftover(data.getParent());
        var redirect = ProcessBuilder.Redirect.appendTo(log.toFile());
        var builder =
                EmbeddedPostgres.builder()
                        .setPort(port)
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setOverrideWorkingDirectory(Cache.dir("postgres").toFile())
                        .setPGStartupWait(STARTUP)
                        .setOutputRedirector(redirect)
                        .setErrorRedirector(redirect)
                        // Comparisons by code point, whatever locales the machine has.
                        .setLocaleConfig("locale-provider", "builtin")
                        .setLocaleConfig("builtin-locale", "C.UTF-8")
                        .setLocaleConfig("locale", "C");
        settings().forEach(builder::setServerConfig);
        running = builder.start();
        try {
            createRoles();
        } catch (SQLException e) {
            throw new IOException("PostgreSQL refused " + roles + ": " + e.getMessage(), e);
        }
    }

    /** As an installation would set them; the library's own defaults switch durability off. */
    private static Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("listen_addresses", Stack.HOST),
                Map.entry("unix_socket_directories", ""),
                Map.entry("fsync", "on"),
                Map.entry("full_page_writes", "on"),
                Map.entry("synchronous_commit", "on"),
                Map.entry("shared_buffers", "128MB"),
                Map.entry("max_connections", "100"),
                Map.entry("max_wal_size", "1GB"),
                Map.entry("timezone", "UTC"),
                Map.entry("log_timezone", "UTC"),
                Map.entry("log_checkpoints", "off"));
    }

    private void createRoles() throws IOException, SQLException {
        String url = "jdbc:postgresql://" + Stack.HOST + ":" + port + "/postgres?user=" + SUPERUSER;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            try (ResultSet there =
                    statement.executeQuery(
                            "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                if (there.next()) {
                    return;
                }
            }
            for (String sql : PsqlScript.statements(Files.readString(roles), PASSWORDS)) {
                statement.execute(sql);
            }
        }
    }

    private static final Map<String, String> PASSWORDS =
            Map.of(
                    "owner_password", "payoff",
                    "app_password", "payoff",
                    "stream_password", "payoff");

    @Override
    public synchronized void stop() {
        if (running == null) {
            return;
        }
        try {
            running.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not stop: " + e.getMessage(), e);
        } finally {
            running = null;
        }
    }

    @Override
    public synchronized void kill() throws IOException {
        ProcessHandle postmaster =
                postmaster(data).orElseThrow(() -> new IOException("PostgreSQL does not run"));
        List<ProcessHandle> family = postmaster.descendants().toList();
        Processes.kill(postmaster);
        for (ProcessHandle member : family) {
            Processes.kill(member);
        }
        stop();
    }

    /** The process id of the running server, if it runs. */
    Optional<Long> pid() throws IOException {
        return postmaster(data).map(ProcessHandle::pid);
    }

    /**
     * What a killed run left: a server without its parent is stopped as PostgreSQL wants it (a fast
     * shutdown); a pid file that names some other program is removed, since PostgreSQL would take
     * that program for a running server.
     */
    static void endLeftover(Path home) throws IOException {
        Path data = home.resolve(DATA);
        Optional<ProcessHandle> leftover = postmaster(data);
        if (leftover.isPresent()) {
            ProcessHandle server = leftover.get();
            List<ProcessHandle> family = server.descendants().toList();
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().onExit().join();
            if (!Processes.gone(server)) {
                Processes.kill(server);
                family.forEach(ProcessHandle::destroyForcibly);
            }
        }
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    /** The process that the pid file names, if it is alive and is our PostgreSQL. */
    private static Optional<ProcessHandle> postmaster(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return Processes.running(lines.getFirst(), "postgres");
    }

    @Override
    public String toString() {
        return "postgres";
    }
}
