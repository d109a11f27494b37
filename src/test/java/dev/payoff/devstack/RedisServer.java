package dev.payoff.devstack;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisExecProvider;

/** A Redis without persistence: the machine's own server where there is one, else one unpacked. */
final class RedisServer implements Stack.Server {

    private static final Duration STARTUP = Duration.ofSeconds(20);
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    private static final String PID_FILE = "redis.pid";

    private final Path home;
    private final Path log;
    private final int port;
    private Process running;

    RedisServer(Path home, int port) {
        this.home = home;
        this.log = home.resolve("logs/redis.log");
        this.port = port;
    }

    /** Ends the server that a killed run left on that directory. */
    static void endLeftover(Path home) throws IOException {
        Path pidFile = home.resolve(PID_FILE);
        if (!Files.exists(pidFile)) {
            return;
        }
        String pid = Files.readString(pidFile);
        for (String program : List.of("redis-server", "valkey-server")) {
            Optional<ProcessHandle> leftover = Processes.running(pid, program);
            if (leftover.isPresent()) {
                Processes.kill(leftover.get());
            }
        }
        Files.delete(pidFile);
    }

    int port() {
        return port;
    }

    /** The process id of the running server, if it runs. */
    Optional<Long> pid() {
        return Optional.ofNullable(running).map(Process::pid);
    }

    @Override
    public synchronized void start() throws IOException {
        if (running != null && running.isAlive()) {
            return;
        }
        Files.createDirectories(log.getParent());
        List<String> command =
                List.of(
                        program(),
                        "--bind",
                        Stack.HOST,
                        "--port",
                        Integer.toString(port),
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--pidfile",
                        home.resolve(PID_FILE).toString(),
                        "--daemonize",
                        "no",
                        "--maxmemory",
                        "256mb",
                        "--maxmemory-policy",
                        "noeviction");
        running =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        long deadline = System.nanoTime() + STARTUP.toNanos();
        while (!answers()) {
            if (!running.isAlive() || System.nanoTime() > deadline) {
                running.destroyForcibly();
                throw new IOException("Redis did not start; see " + log);
            }
            pause();
        }
    }

    private static String program() throws IOException {
        for (String dir : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            for (String name : List.of("redis-server", "valkey-server")) {
                Path candidate = Path.of(dir, name);
                if (!dir.isEmpty() && Files.isExecutable(candidate)) {
                    return candidate.toString();
                }
            }
        }
        Path unpacked =
                Cache.dir("redis").resolve("redis-server-" + RedisExecProvider.redisVersion);
        if (!Files.isExecutable(unpacked)) {
            File fresh = RedisExecProvider.defaultProvider().get();
            Path mine = Files.createTempFile(unpacked.getParent(), "redis", ".tmp");
            Files.copy(fresh.toPath(), mine, StandardCopyOption.REPLACE_EXISTING);
            if (!mine.toFile().setExecutable(true, true)) {
                throw new IOException("Cannot make " + mine + " executable");
            }
            Files.move(mine, unpacked, StandardCopyOption.ATOMIC_MOVE);
        }
        return unpacked.toString();
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Stack.HOST, port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(5);
            return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while Redis started", e);
        }
    }

    @Override
    public synchronized void stop() {
        end(false);
    }

    @Override
    public synchronized void kill() {
        end(true);
    }

    private void end(boolean hard) {
        if (running == null) {
            return;
        }
        if (hard) {
            running.destroyForcibly();
        } else {
            running.destroy();
        }
        try {
            if (!running.waitFor(GOODBYE.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running = null;
    }

    @Override
    public String toString() {
        return "redis";
    }
}
