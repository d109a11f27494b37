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
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packaged application, started as an operator would start it, on the tests' servers, with a
 * tenant and its administrator's key.
 */
public final class AppProcess implements AutoCloseable {

    public static final String TENANT = "faults";
    public static final String TOKEN = "pay_faults_0123456789abcdef0123456789abcdef012345";

    private static final Path JAR =
            Path.of(System.getProperty("payoff.app", "target/quarkus-app"), "quarkus-run.jar");
    private static final Duration STARTUP = Duration.ofSeconds(120);

    private final StackProcess stack;
    private final Path log;
    private final List<String> jvm;
    private final Map<String, String> more;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private volatile Process process;

    /**
     * @param log what it writes goes there
     * @param jvm further options of the JVM
     */
    public AppProcess(StackProcess stack, Path log, String... jvm) throws IOException {
        this(stack, log, Map.of(), jvm);
    }

    /**
     * One of several instances, which may see the servers through other ports than theirs.
     *
     * @param more settings, as environment variables, in addition to the usual ones or instead
     */
    public AppProcess(StackProcess stack, Path log, Map<String, String> more, String... jvm)
            throws IOException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(
                    JAR.toAbsolutePath() + " is missing; package the application first");
        }
        this.stack = stack;
        this.log = log;
        this.jvm = List.of(jvm);
        this.more = Map.copyOf(more);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    /** Where it answers. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The id of the process that was started last. */
    public long pid() {
        return process.pid();
    }

    /** Starts it and returns at once. */
    public void start() throws IOException {
        start(List.of());
    }

    /**
     * Starts it and returns at once.
     *
     * @param once options of the JVM for this start alone
     */
    public void start(List<String> once) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx448m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(jvm);
        command.addAll(once);
        command.addAll(List.of("-jar", JAR.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(settings());
        builder.environment().putAll(more);
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = builder.start();
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
                Map.entry("QUARKUS_HTTP_PORT", Integer.toString(port)),
                Map.entry("PAYOFF_LOG_JSON", "false"),
                Map.entry("PAYOFF_PUBLIC_URL", url()),
                Map.entry("PAYOFF_SECRET", "for-tests-only-0123456789abcdef0123456789"),
                Map.entry("PAYOFF_PG_HOST", "127.0.0.1"),
                Map.entry("PAYOFF_PG_PORT", Integer.toString(stack.postgresPort())),
                Map.entry("PAYOFF_REDIS_HOST", "127.0.0.1"),
                Map.entry("PAYOFF_REDIS_PORT", Integer.toString(stack.redisPort())),
                Map.entry("PAYOFF_KAFKA_BOOTSTRAP", stack.kafkaBootstrap()),
                Map.entry("PAYOFF_KAFKA_PARTITIONS", "4"),
                Map.entry("PAYOFF_KAFKA_REPLICATION", "1"),
                Map.entry("PAYOFF_INIT_TENANT", TENANT),
                Map.entry("PAYOFF_INIT_TENANT_NAME", "Faults"),
                Map.entry("PAYOFF_INIT_ZONE", "Europe/Berlin"),
                Map.entry("PAYOFF_INIT_CURRENCY", "EUR"),
                Map.entry("PAYOFF_INIT_ADMIN_EMAIL", "admin@faults.example"),
                Map.entry("PAYOFF_INIT_ADMIN_PASSWORD", "correct horse battery staple"),
                Map.entry("PAYOFF_INIT_ADMIN_KEY", TOKEN));
    }

    /** The process that was started last; null before the first start. */
    public Process process() {
        return process;
    }

    /** Waits until it says that it is ready. */
    public void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("The application did not start:\n" + tail());
            }
            Thread.sleep(50);
        }
    }

    /** Whether it answers that it is ready. */
    public boolean isReady() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url() + "/q/health/ready"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** SIGKILL, and proof that it landed. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (process.waitFor() != 137) {
            throw new IllegalStateException(
                    "The application ended by itself, with exit code " + process.exitValue());
        }
    }

    /** SIGTERM, and its end. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The application did not end within a minute");
        }
    }

    /** Posts JSON as the tenant's administrator; anything but 2xx is an error. */
    public String post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(path, "application/json", body);
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    "POST " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** Posts as the tenant's administrator. */
    public HttpResponse<String> send(String path, String type, String body)
            throws IOException, InterruptedException {
        return send(TOKEN, path, type, body, Duration.ofSeconds(60));
    }

    /** Posts with any credential, and waits so long for the answer. */
    public HttpResponse<String> send(
            String token, String path, String type, String body, Duration patience)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url() + path))
                        .timeout(patience)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** What it answers to the tenant's administrator; anything but 200 is an error. */
    public String get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + TOKEN)
                        .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("GET " + path + ": " + answer.statusCode());
        }
        return answer.body();
    }

    /** The end of what it wrote. */
    public String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
        http.shutdownNow();
    }
}
