package dev.payoff.devstack;

import dev.payoff.app.Topics;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Looks at the servers that Payoff stands on, one line a finding, each fault with its remedy:
 * {@code Doctor [--env FILE]}. Reads the variables of {@code .payoff/demo.env}, from the file or,
 * before it, from the environment. Exit code 1 tells of a fault.
 */
public final class Doctor {

    private static final Duration SKEW = Duration.ofSeconds(2);
    private static final int SECONDS = 5;

    private final Map<String, String> settings;
    private int faults;

    private Doctor(Map<String, String> settings) {
        this.settings = settings;
    }

    /** Looks once and tells. */
    public static void main(String[] args) throws IOException {
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.OFF);
        Map<String, String> settings = new HashMap<>();
        if (args.length == 2 && args[0].equals("--env")) {
            for (String line : Files.readAllLines(Path.of(args[1]))) {
                String[] pair = line.split("=", 2);
                settings.put(pair[0], pair[1]);
            }
        }
        settings.putAll(System.getenv());
        if (!settings.containsKey("PAYOFF_PG_URL")) {
            System.out.println(
                    "fault No servers are known.\n      Remedy: start the demo, ./payoff demo --detach, or set PAYOFF_PG_URL, PAYOFF_KAFKA, PAYOFF_REDIS and PAYOFF_URL.");
            System.exit(1);
        }
        Doctor doctor = new Doctor(settings);
        doctor.postgres();
        doctor.kafka();
        doctor.redis();
        doctor.application();
        System.exit(doctor.faults == 0 ? 0 : 1);
    }

    private static void well(String what) {
        System.out.println("ok    " + what);
    }

    private void fault(String what, String remedy) {
        faults++;
        System.out.println("fault " + what + "\n      Remedy: " + remedy);
    }

    private void postgres() throws IOException {
        URI url = URI.create(settings.get("PAYOFF_PG_URL"));
        String user = url.getUserInfo() == null ? "postgres" : url.getUserInfo();
        String[] credentials = user.split(":", 2);
        String jdbc =
                "jdbc:postgresql://"
                        + url.getHost()
                        + ":"
                        + (url.getPort() < 0 ? 5432 : url.getPort())
                        + url.getPath()
                        + "?connectTimeout="
                        + SECONDS;
        DriverManager.setLoginTimeout(SECONDS);
        try (Connection connection =
                        DriverManager.getConnection(
                                jdbc,
                                credentials[0],
                                credentials.length > 1 ? credentials[1] : null);
                Statement statement = connection.createStatement()) {
            String version = one(statement, "SHOW server_version");
            if (Integer.parseInt(version.split("[. ]")[0]) < 16) {
                fault("PostgreSQL is " + version + ".", "Use PostgreSQL 16 or later.");
            } else {
                well("PostgreSQL " + version + " at " + url.getHost() + ":" + url.getPort());
            }
            Instant before = Instant.now();
            double epoch =
                    Double.parseDouble(
                            one(statement, "SELECT extract(epoch FROM clock_timestamp())"));
            clock("PostgreSQL", before, Instant.ofEpochMilli((long) (epoch * 1000)));
            migrations(statement);
        } catch (SQLException e) {
            fault(
                    "PostgreSQL at "
                            + url.getHost()
                            + ":"
                            + url.getPort()
                            + ": "
                            + e.getMessage().lines().findFirst().orElse(""),
                    "Start it (./payoff demo --detach), or correct PAYOFF_PG_URL.");
        }
    }

    private void migrations(Statement statement) throws SQLException, IOException {
        List<String> applied = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT script, success FROM flyway_schema_history WHERE version IS NOT NULL")) {
            while (rows.next()) {
                if (rows.getBoolean(2)) {
                    applied.add(fileName(rows.getString(1)));
                } else {
                    fault(
                            "The migration " + rows.getString(1) + " failed.",
                            "Read the application's log, mend the cause, then start it again.");
                }
            }
        }
        List<String> wanted;
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            wanted =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("V"))
                            .sorted()
                            .toList();
        }
        List<String> missing = wanted.stream().filter(name -> !applied.contains(name)).toList();
        if (missing.isEmpty()) {
            well(wanted.size() + " migrations applied");
        } else {
            fault(
                    "Not migrated: " + String.join(", ", missing),
                    "Start the application of this version; it migrates at its start.");
        }
    }

    /** Flyway notes some scripts with their folder, some without. */
    private static String fileName(String script) {
        return script.substring(script.lastIndexOf('/') + 1);
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void kafka() {
        String bootstrap = settings.getOrDefault("PAYOFF_KAFKA", "127.0.0.1:9092");
        int timeout = SECONDS * 1000;
        try (Admin admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                bootstrap,
                                "request.timeout.ms",
                                timeout,
                                "default.api.timeout.ms",
                                timeout))) {
            Set<String> there = admin.listTopics().names().get(2L * SECONDS, TimeUnit.SECONDS);
            well(
                    "Kafka at "
                            + bootstrap
                            + ", "
                            + admin.describeCluster().nodes().get().size()
                            + " broker(s)");
            List<String> wanted =
                    Stream.concat(
                                    Topics.MEASUREMENTS.stream(),
                                    Stream.of(Topics.REJECTED, Topics.ALERTS))
                            .toList();
            List<String> missing = wanted.stream().filter(topic -> !there.contains(topic)).toList();
            if (!missing.isEmpty()) {
                fault(
                        "Topics are missing: " + String.join(", ", missing),
                        "Start the application where it may create them, or apply the files of kafka-topics/.");
            }
            List<String> present = wanted.stream().filter(there::contains).toList();
            Map<String, TopicDescription> told =
                    admin.describeTopics(present).allTopicNames().get();
            present.forEach(topic ->
                    well(
                            "topic "
                                    + topic
                                    + ", "
                                    + told.get(topic).partitions().size()
                                    + " partitions"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fault("Kafka: interrupted.", "Try again.");
        } catch (Exception e) {
            fault(
                    "Kafka at " + bootstrap + ": " + e.getMessage(),
                    "Start it (./payoff demo --detach), or correct PAYOFF_KAFKA.");
        }
    }

    private void redis() {
        URI url = URI.create(settings.getOrDefault("PAYOFF_REDIS", "redis://127.0.0.1:6379"));
        try (Socket socket = new Socket(url.getHost(), url.getPort() < 0 ? 6379 : url.getPort())) {
            socket.setSoTimeout(SECONDS * 1000);
            socket.getOutputStream()
                    .write("INFO server\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            String told =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String version =
                    told.lines()
                            .filter(line -> line.startsWith("redis_version:"))
                            .map(line -> line.substring(14))
                            .findFirst()
                            .orElse(
                                    "of unknown version ("
                                            + told.lines().findFirst().orElse("no answer")
                                            + ")");
            well("Redis " + version + " at " + url.getHost() + ":" + url.getPort());
        } catch (IOException e) {
            fault(
                    "Redis at " + url.getHost() + ":" + url.getPort() + ": " + e.getMessage(),
                    "Start it (./payoff demo --detach), or correct PAYOFF_REDIS.");
        }
    }

    private void application() {
        String url = settings.getOrDefault("PAYOFF_URL", "http://localhost:8080");
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(SECONDS)).build()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(url + "/q/health/ready"))
                                    .timeout(Duration.ofSeconds(SECONDS))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                well("Payoff at " + url + " is ready");
            } else {
                fault(
                        "Payoff at "
                                + url
                                + " is not ready: "
                                + answer.body().replaceAll("\\s+", " "),
                        "Read .payoff/app.log; the faults above come first.");
            }
            answer.headers()
                    .firstValue("Date")
                    .ifPresent(date ->
                            clock(
                                    "Payoff",
                                    Instant.now(),
                                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                                            .toInstant()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fault("Payoff: interrupted.", "Try again.");
        } catch (IOException e) {
            fault(
                    "Payoff at " + url + " does not answer.",
                    "Start it (./payoff demo --detach), or correct PAYOFF_URL.");
        }
    }

    private void clock(String whose, Instant mine, Instant theirs) {
        Duration skew = Duration.between(mine, theirs).abs();
        if (skew.compareTo(SKEW) > 0) {
            fault(
                    "The clock of "
                            + whose
                            + " differs from this machine's by "
                            + skew.toSeconds()
                            + " s.",
                    "Let both follow a time server (NTP).");
        } else {
            well("clock of " + whose + " agrees");
        }
    }
}
