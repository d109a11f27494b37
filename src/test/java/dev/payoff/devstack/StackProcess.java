package dev.payoff.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The servers that the tests of this JVM share, in a child process. Tests run in class loaders of
 * their own, so what they share is kept outside of them: a system property names the file that
 * tells where the servers are.
 */
public final class StackProcess {

    private static final String SHARED = "payoff.devstack.ready";
    private static final String READY = "ready";
    private static final Duration STARTUP = Duration.ofSeconds(120);

    private final ProcessHandle process;
    private final Properties told;

    private StackProcess(ProcessHandle process, Properties told) {
        this.process = process;
        this.told = told;
    }

    /** The servers, started by whoever asks first; they end with this JVM. */
    public static StackProcess shared() {
        Properties system = System.getProperties();
        synchronized (system) {
            try {
                String ready = system.getProperty(SHARED);
                if (ready != null) {
                    return read(Path.of(ready));
                }
                Path target = Files.createDirectories(Path.of("target", "devstack"));
                Path dir = Files.createTempDirectory(target.toAbsolutePath(), "run-");
                StackProcess fresh = start(dir, List.of("--stdin", "--control"));
                Thread end = Thread.ofPlatform().unstarted(() -> endAndDelete(fresh, dir));
                Runtime.getRuntime().addShutdownHook(end);
                system.setProperty(SHARED, dir.resolve(READY).toString());
                return fresh;
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
    }

    private static StackProcess read(Path ready) throws IOException {
        Properties told = new Properties();
        try (var in = Files.newBufferedReader(ready)) {
            told.load(in);
        }
        long pid = Long.parseLong(told.getProperty("pid"));
        ProcessHandle process =
                ProcessHandle.of(pid)
                        .orElseThrow(() -> new IOException("The embedded servers are gone"));
        return new StackProcess(process, told);
    }

    private static void endAndDelete(StackProcess stack, Path dir) {
        stack.end();
        delete(dir);
    }

    /**
     * Starts servers on that directory; whoever starts them ends them.
     *
     * @param more further options of {@link StackMain}
     */
    public static StackProcess start(Path dir, List<String> more) throws IOException {
        Files.createDirectories(dir);
        Path ready = dir.resolve(READY);
        Files.deleteIfExists(ready);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(List.of("-cp", classPath(), StackMain.class.getName()));
        command.addAll(List.of("--dir", dir.toString(), "--ready", ready.toString()));
        command.addAll(List.of("--parent", Long.toString(ProcessHandle.current().pid())));
        command.addAll(more);
        Path log = dir.resolve("stack.log");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        long deadline = System.nanoTime() + STARTUP.toNanos();
        while (!Files.exists(ready)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException(
                        "The embedded servers did not start:\n" + Files.readString(log));
            }
            pause();
        }
        return read(ready);
    }

    /** Surefire hides the class path of its fork behind a jar, and tells it in a property. */
    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the embedded servers started", e);
        }
    }

    public int postgresPort() {
        return Integer.parseInt(told.getProperty("pg.port"));
    }

    /** A JDBC URL of the superuser, who sees every tenant. */
    public String superuserJdbcUrl() {
        return "jdbc:postgresql://"
                + Stack.HOST
                + ":"
                + postgresPort()
                + "/"
                + PostgresServer.DATABASE
                + "?user="
                + PostgresServer.SUPERUSER;
    }

    public String kafkaBootstrap() {
        return told.getProperty("kafka.bootstrap");
    }

    public int redisPort() {
        return Integer.parseInt(told.getProperty("redis.port"));
    }

    /** The process that holds Kafka, and is the parent of Redis. */
    public long pid() {
        return process.pid();
    }

    /**
     * Does {@code start}, {@code stop} or {@code kill} to {@code postgres}, {@code kafka} or {@code
     * redis} and returns when that is done. A started server has its old port and data (Redis: no
     * data).
     */
    public void command(String what) {
        int control = Integer.parseInt(told.getProperty("control.port"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), control)) {
            socket.getOutputStream().write((what + "\n").getBytes(StandardCharsets.UTF_8));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!"ok".equals(answer.strip())) {
                throw new IllegalStateException(what + ": " + answer.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded servers do not answer", e);
        }
    }

    /** SIGKILL to the process that holds Kafka; returns when it is gone. */
    public void kill() throws IOException {
        Processes.kill(process);
    }

    /** Stops them cleanly. */
    public void end() {
        process.destroy();
        try {
            process.onExit().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        }
    }

    ProcessHandle process() {
        return process;
    }

    static void delete(Path dir) {
        try (Stream<Path> all = Files.walk(dir)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("Cannot remove " + dir + ": " + e.getMessage());
        }
    }
}
