package dev.payoff.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that Payoff meets where it is used, such as Prometheus, nginx or a mail server, as this
 * machine has them. A test starts them on free ports of the loopback interface, and they end with
 * it. Where one is not installed the test skips and says so; with {@code
 * PAYOFF_REAL_SENDERS=required}, as {@code .ci/run} sets it, it fails instead.
 */
public final class RealPrograms implements AutoCloseable {

    /** How long a program may take to do what a test waits for. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String SWITCH = "PAYOFF_REAL_SENDERS";
    private static final Duration GOODBYE = Duration.ofSeconds(20);
    private static final int SHOWN_CHARS = 3_000;

    private final Path directory;
    private final List<Process> started = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param directory a temporary one, for their files
     */
    public RealPrograms(Path directory) {
        this.directory = directory;
    }

    /**
     * Where a program is.
     *
     * @param debianPackage which brings it
     * @param names that it goes by
     */
    public static Path needed(String debianPackage, String... names) {
        Optional<Path> found =
                Stream.concat(
                                Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
                                // Servers lie there, and not everybody has it on the path.
                                Stream.of("/usr/sbin"))
                        .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                        .filter(Files::isExecutable)
                        .findFirst();
        return orSkipped(
                found,
                names[0] + " is not installed (Debian's package " + debianPackage + " brings it)");
    }

    /** What is there, or the end of the test. */
    public static <T> T orSkipped(Optional<T> found, String missing) {
        if (found.isEmpty() && "required".equals(System.getenv(SWITCH))) {
            throw new AssertionError(missing + ", and " + SWITCH + " is set to required");
        }
        Assumptions.assumeTrue(found.isPresent(), "skipped: " + missing);
        return found.orElseThrow();
    }

    /** Starts a program; what it says goes to a file of the directory. */
    public void run(String... command) throws IOException {
        started.add(
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log(started.size()).toFile())
                        .start());
    }

    /** A port of the loopback interface that nobody listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Waits until a program answers 200 there. */
    public void answers(int port, String path) {
        eventually(() -> {
            if (get(port, path).statusCode() != 200) {
                throw new AssertionError(path + " is not answered yet");
            }
        });
    }

    /** Waits until it is so; what the programs said is told where it does not come to that. */
    public void eventually(ThrowingRunnable assertion) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(300))
                    .ignoreExceptions()
                    .untilAsserted(assertion);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\nThe programs said:\n" + said(), e);
        }
    }

    /** What it answers there. */
    public HttpResponse<String> get(int port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The end of what each program said, for whoever looks for what went wrong. */
    public String said() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < started.size(); i++) {
            try {
                String text = Files.readString(log(i));
                all.append(text.substring(Math.max(0, text.length() - SHOWN_CHARS))).append('\n');
            } catch (IOException e) {
                all.append(e).append('\n');
            }
        }
        return all.toString();
    }

    private Path log(int program) {
        return directory.resolve("program-" + program + ".log");
    }

    @Override
    public void close() throws InterruptedException {
        for (Process each : started.reversed()) {
            each.destroy();
            if (!each.waitFor(GOODBYE.toSeconds(), TimeUnit.SECONDS)) {
                each.destroyForcibly().waitFor();
            }
        }
        started.clear();
        http.close();
    }
}
