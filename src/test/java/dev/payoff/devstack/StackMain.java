package dev.payoff.devstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The servers in a process of their own: {@code StackMain --dir DIR --ready FILE [--roles FILE]
 * [--pg-port N] [--kafka-port N] [--redis-port N] [--parent PID [--with PIDFILE]] [--stdin]
 * [--control] [--servers NAME,NAME] [--behind PORT:ADVERTISED,...]}.
 *
 * <p>The ready file appears once all three answer, and tells their ports. The process ends, and
 * they with it, on SIGTERM or SIGINT, when the parent is gone, and with {@code --stdin} when the
 * standard input closes; a Java process that the {@code --with} file names ends before the servers
 * of a lost parent do. With {@code --control}, for tests of faults, it opens a port that takes
 * {@code start|stop|kill postgres|kafka|redis}, one line a connection, answered by {@code ok} or
 * {@code failed: why}.
 */
public final class StackMain {

    private StackMain() {}

    /** Runs until told to end; exit code 1 tells that the servers did not come up. */
    public static void main(String[] args) throws InterruptedException {
        // Kept, or the level would be lost with the logger.
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        Map<String, String> options = options(args);
        Path ready = Path.of(options.getOrDefault("ready", options.get("dir") + "/ready"));
        CountDownLatch end = new CountDownLatch(1);
        try {
            Files.deleteIfExists(ready);
            Ports ports =
                    new Ports(
                            port(options, "pg-port"),
                            port(options, "kafka-port"),
                            0,
                            port(options, "redis-port"));
            Stack stack =
                    new Stack(
                            Path.of(options.get("dir")),
                            ports,
                            Path.of(options.getOrDefault("roles", "docker/postgres/roles.sql")),
                            List.of(
                                    options.getOrDefault("servers", "postgres,kafka,redis")
                                            .split(",")),
                            KafkaServer.Behind.parse(options.getOrDefault("behind", "")));
            // Before the start, so that an end in the midst of it leaves nothing behind either.
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(stack, ready)));
            watchParent(options, end);
            stack.start();
            int control = 0;
            if (options.containsKey("control")) {
                ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                control = socket.getLocalPort();
                Thread.ofPlatform().daemon().name("control").start(() -> obey(stack, socket));
            }
            tell(stack, control, ready);
            if (options.containsKey("stdin")) {
                Thread.ofPlatform().daemon().name("stdin").start(() -> untilClosed(end));
            }
        } catch (IOException e) {
            System.err.println(e.getMessage());
            e.printStackTrace(System.err);
            System.exit(1);
        }
        end.await();
        System.exit(0);
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            String name = args[i].substring(2);
            boolean flag = i + 1 == args.length || args[i + 1].startsWith("--");
            options.put(name, flag ? "" : args[++i]);
        }
        if (!options.containsKey("dir")) {
            throw new IllegalArgumentException("--dir DIR is missing");
        }
        return options;
    }

    private static int port(Map<String, String> options, String name) {
        return Integer.parseInt(options.getOrDefault(name, "0"));
    }

    /** A parent that was killed cannot say goodbye: look whether it is still there. */
    private static void watchParent(Map<String, String> options, CountDownLatch end)
            throws IOException {
        String parent = options.get("parent");
        if (parent == null) {
            return;
        }
        ProcessHandle process =
                ProcessHandle.of(Long.parseLong(parent))
                        .orElseThrow(() -> new IOException("The parent " + parent + " is gone"));
        process.onExit().thenRun(() -> parentGone(options.get("with"), end));
    }

    /** The application would only fail without its servers, so it goes first. */
    private static void parentGone(String pidFile, CountDownLatch end) {
        try {
            if (pidFile != null && Files.exists(Path.of(pidFile))) {
                Optional<ProcessHandle> companion =
                        Processes.running(Files.readString(Path.of(pidFile)), "java");
                if (companion.isPresent() && companion.get().destroy()) {
                    Processes.gone(companion.get());
                }
                Files.delete(Path.of(pidFile));
            }
        } catch (IOException e) {
            System.err.println("Cannot end the application: " + e.getMessage());
        } finally {
            end.countDown();
        }
    }

    private static void tell(Stack stack, int control, Path ready) throws IOException {
        Properties told = new Properties();
        told.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
        told.setProperty("control.port", Integer.toString(control));
        told.setProperty("pg.port", Integer.toString(stack.postgres().port()));
        told.setProperty("pg.url", stack.postgres().url());
        told.setProperty("pg.pid", stack.postgres().pid().map(Object::toString).orElse(""));
        told.setProperty("kafka.bootstrap", stack.kafka().bootstrap());
        told.setProperty("redis.port", Integer.toString(stack.redis().port()));
        told.setProperty("redis.pid", stack.redis().pid().map(Object::toString).orElse(""));
        Path draft = ready.resolveSibling(ready.getFileName() + ".tmp");
        StringBuilder text = new StringBuilder();
        told.stringPropertyNames().stream()
                .sorted()
                .forEach(name ->
                        text.append(name).append('=').append(told.getProperty(name)).append('\n'));
        Files.writeString(draft, text);
        Files.move(draft, ready, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void untilClosed(CountDownLatch end) {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("The standard input broke: " + e.getMessage());
        } finally {
            end.countDown();
        }
    }

    private static void obey(Stack stack, ServerSocket control) {
        while (true) {
            try (Socket caller = control.accept();
                    BufferedReader in =
                            new BufferedReader(
                                    new InputStreamReader(
                                            caller.getInputStream(), StandardCharsets.UTF_8))) {
                String line = String.valueOf(in.readLine());
                caller.getOutputStream()
                        .write((answer(stack, line) + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                System.err.println("A caller of the control port broke off: " + e.getMessage());
            }
        }
    }

    private static String answer(Stack stack, String line) {
        String[] words = line.split(" ");
        try {
            if (words.length != 2) {
                return "failed: two words, please, such as: stop kafka";
            }
            Stack.Server server = stack.server(words[1]);
            switch (words[0]) {
                case "start" -> server.start();
                case "stop" -> server.stop();
                case "kill" -> server.kill();
                default -> {
                    return "failed: start, stop or kill";
                }
            }
            return "ok";
        } catch (IOException | RuntimeException e) {
            return "failed: " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }

    private static void stop(Stack stack, Path ready) {
        stack.close();
        try {
            Files.deleteIfExists(ready);
        } catch (IOException e) {
            System.err.println("Cannot remove " + ready + ": " + e.getMessage());
        }
    }
}
