package dev.payoff.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * The three servers that Payoff stands on, or some of them, started side by side on the loopback
 * interface. What PostgreSQL and Kafka hold stays in the directory and is there again at the next
 * start; Redis forgets, as it may.
 */
final class Stack implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private final Path home;
    private final Ports ports;
    private final PostgresServer postgres;
    private final KafkaServer kafka;
    private final RedisServer redis;
    private final List<Server> servers;

    /**
     * Three servers that do not run yet.
     *
     * @param dir where data and logs of the servers go; what a killed run left running on it is
     *     ended first
     * @param wanted ports to listen on; 0 takes that of the last start where it is still free, else
     *     any free one
     * @param roles the script that creates the database's roles
     * @param names those that are to run here: {@code postgres}, {@code kafka}, {@code redis}
     * @param behind further ways in to Kafka
     */
    Stack(Path dir, Ports wanted, Path roles, List<String> names, List<KafkaServer.Behind> behind)
            throws IOException {
        home = Files.createDirectories(dir).toAbsolutePath();
        PostgresServer.endLeftover(home);
        RedisServer.endLeftover(home);
        ports =
                wanted.settle(
                        home,
                        behind.stream().map(KafkaServer.Behind::port).collect(Collectors.toSet()));
        postgres = new PostgresServer(home, ports.postgres(), roles);
        kafka = new KafkaServer(home, ports.kafka(), ports.kafkaController(), behind);
        redis = new RedisServer(home, ports.redis());
        servers = names.stream().map(this::server).toList();
    }

    /** Starts all, or none: what came up is stopped again where another does not. */
    void start() throws IOException {
        try (var threads = Executors.newFixedThreadPool(servers.size())) {
            List<Future<Object>> starts = new ArrayList<>();
            for (Server server : servers) {
                Callable<Object> start =
                        () -> {
                            server.start();
                            return server;
                        };
                starts.add(threads.submit(start));
            }
            IOException failure = null;
            for (Future<Object> start : starts) {
                try {
                    start.get();
                } catch (ExecutionException e) {
                    IOException next =
                            new IOException(
                                    "The embedded servers did not start: "
                                            + e.getCause().getMessage()
                                            + " (their logs are in "
                                            + home.resolve("logs")
                                            + ")",
                                    e.getCause());
                    if (failure == null) {
                        failure = next;
                    } else {
                        failure.addSuppressed(next);
                    }
                }
            }
            if (failure != null) {
                close();
                throw failure;
            }
            ports.remember(home);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IOException("Interrupted while the embedded servers started", e);
        }
    }

    PostgresServer postgres() {
        return postgres;
    }

    KafkaServer kafka() {
        return kafka;
    }

    RedisServer redis() {
        return redis;
    }

    /** The server of that name. */
    Server server(String name) {
        return switch (name) {
            case "postgres" -> postgres;
            case "kafka" -> kafka;
            case "redis" -> redis;
            default -> throw new IllegalArgumentException("No such server: " + name);
        };
    }

    /** Stops all side by side; waits until they are down. */
    @Override
    public void close() {
        List<Thread> stops = new ArrayList<>();
        for (Server server : servers) {
            stops.add(Thread.ofPlatform().name("stop-" + server).start(server::stop));
        }
        for (Thread stop : stops) {
            try {
                stop.join(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** One of the three, which a test of faults stops, kills and starts again on the same data. */
    interface Server {

        /** Starts on what the last run left; does nothing where it runs. */
        void start() throws IOException;

        /** Stops cleanly; does nothing where it does not run. */
        void stop();

        /** Ends it at once, as a power cut would. */
        void kill() throws IOException;
    }
}
