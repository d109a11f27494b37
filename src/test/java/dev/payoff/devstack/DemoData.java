package dev.payoff.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Fills an empty tenant with the sample projects and keeps them moving, by the public API alone:
 * {@code DemoData --state DIR --env FILE [--parent PID]}. What was done is noted in the directory,
 * so that a second start goes on where the first one ended, and closes the gap between.
 */
public final class DemoData {

    private static final int BATCH = 1000;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration TROUBLE_GROWS = Duration.ofSeconds(30);

    private final List<DemoPortfolio.Sample> samples = DemoPortfolio.samples();
    private final DemoApi api;
    private final Path notesFile;
    private final Properties notes = new Properties();
    private final Instant started;
    private final Instant goLive;

    DemoData(DemoApi api, Path state, Instant now) throws IOException {
        this.api = api;
        this.notesFile = state.resolve("simulators.notes");
        if (Files.exists(notesFile)) {
            try (var in = Files.newBufferedReader(notesFile)) {
                notes.load(in);
            }
        }
        this.started = now;
        Instant fresh = now.minus(DemoPortfolio.AGE).truncatedTo(ChronoUnit.DAYS);
        this.goLive = Instant.parse(notes.getProperty("goLive", fresh.toString()));
        notes.setProperty("goLive", goLive.toString());
    }

    /** Runs until it is stopped; exit code 1 tells that the API refused something. */
    public static void main(String[] args) throws InterruptedException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        String parent = options.get("--parent");
        if (parent != null) {
            ProcessHandle.of(Long.parseLong(parent))
                    .ifPresentOrElse(
                            process -> process.onExit().thenRun(() -> System.exit(0)),
                            () -> System.exit(0));
        }
        Properties env = new Properties();
        try {
            Path state = Path.of(options.get("--state"));
            try (var in = Files.newBufferedReader(Path.of(options.get("--env")))) {
                env.load(in);
            }
            DemoApi api =
                    new DemoApi(env.getProperty("PAYOFF_URL"), env.getProperty("PAYOFF_TOKEN"));
            DemoData data = new DemoData(api, state, Instant.now());
            data.fill();
            Files.writeString(state.resolve("seeded"), Instant.now().toString());
            data.simulate();
        } catch (IOException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }

    /** Makes what is not made yet, and sends the past up to now. */
    void fill() throws IOException, InterruptedException {
        register();
        catchUp();
    }

    private void register() throws IOException, InterruptedException {
        for (DemoPortfolio.Sample sample : samples) {
            String project = sample.key();
            String at = "/api/v1/projects/" + project;
            sample.project().put("goLive", goLive.toString());
            once("project." + project, "/api/v1/projects", sample.project());
            for (DemoPortfolio.Metric metric : sample.metrics()) {
                if (metric.targetDay() > 0) {
                    metric.metric().put("targetDate", on(metric.targetDay()).toString());
                }
                once("metric." + full(sample, metric), at + "/metrics", metric.metric());
            }
            benefits(sample, at);
            DemoPortfolio.Costs costs = sample.costs();
            for (int i = 0; i < costs.actual().size(); i++) {
                LocalDate on = LocalDate.ofInstant(goLive, ZoneOffset.UTC).plusDays(i * 15L);
                String step = "cost." + project + "." + i;
                once(step + ".planned", at + "/costs", cost(costs, costs.planned(), on, true));
                if (!on.isAfter(LocalDate.ofInstant(started, ZoneOffset.UTC))) {
                    once(step, at + "/costs", cost(costs, costs.actual().get(i), on, false));
                }
            }
            for (ObjectNode rule : sample.rules()) {
                once("rule." + rule.get("name").asText(), "/api/v1/rules", rule);
            }
            System.out.println(sample.project().get("name").asText());
        }
    }

    /** What is delivered, and what leads from it to the project's objectives. */
    private void benefits(DemoPortfolio.Sample sample, String at)
            throws IOException, InterruptedException {
        Map<String, String> ids = new HashMap<>();
        for (DemoPortfolio.Deliverable each : sample.deliverables()) {
            String step = "deliverable." + sample.key() + "." + each.id();
            if (!notes.containsKey(step)) {
                each.deliverable().put("dueOn", on(each.dueDay()).toString());
                if (each.doneDay() != null) {
                    each.deliverable().put("doneOn", on(each.doneDay()).toString());
                }
                notes.setProperty(step, api.makeNew(at + "/deliverables", each.deliverable()));
                saveNotes();
            }
            ids.put(each.id(), notes.getProperty(step));
        }
        String step = "map." + sample.key();
        ObjectNode map = sample.map();
        if (map != null && !notes.containsKey(step)) {
            for (JsonNode node : map.get("nodes")) {
                if (node.has("deliverable")) {
                    ((ObjectNode) node)
                            .put("deliverable", ids.get(node.get("deliverable").asText()));
                }
            }
            api.replace(at + "/benefit-map", map);
            notes.setProperty(step, "done");
            saveNotes();
        }
    }

    private LocalDate on(int daysFromGoLive) {
        return LocalDate.ofInstant(goLive, ZoneOffset.UTC).plusDays(daysFromGoLive);
    }

    private void once(String step, String path, ObjectNode body)
            throws IOException, InterruptedException {
        if (!notes.containsKey(step)) {
            api.make(path, body);
            notes.setProperty(step, "done");
            saveNotes();
        }
    }

    /** Sends what lies between the last reading sent and now, hour by hour. */
    private void catchUp() throws IOException, InterruptedException {
        Instant now = Instant.now();
        StringBuilder batch = new StringBuilder();
        int lines = 0;
        int sent = 0;
        Instant after = started;
        for (DemoPortfolio.Sample sample : samples) {
            for (DemoPortfolio.Metric metric : sample.metrics()) {
                Instant last = last(full(sample, metric));
                after = last.isBefore(after) ? last : after;
            }
        }
        for (Instant time : times(after, now)) {
            for (DemoPortfolio.Sample sample : samples) {
                lines += read(sample, time, batch);
            }
            if (lines >= BATCH || time.equals(now)) {
                post(batch, time);
                sent += lines;
                lines = 0;
                System.out.println(
                        sent + " readings, up to " + time.truncatedTo(ChronoUnit.SECONDS));
            }
        }
    }

    /** One project after the other, so that something moves each second. */
    private void simulate() throws IOException, InterruptedException {
        for (int turn = 0; ; turn = (turn + 1) % samples.size()) {
            Thread.sleep(TICK);
            Instant now = Instant.now();
            StringBuilder batch = new StringBuilder();
            DemoPortfolio.Sample sample = samples.get(turn);
            for (Instant time : times(last(full(sample, sample.metrics().getFirst())), now)) {
                read(sample, time, batch);
            }
            post(batch, now);
        }
    }

    private void post(StringBuilder batch, Instant until) throws IOException, InterruptedException {
        if (!batch.isEmpty()) {
            api.measure(batch.toString());
            batch.setLength(0);
            notes.setProperty("until", until.toString());
            saveNotes();
        }
    }

    /** The end of each hour between, and the end itself. */
    static List<Instant> times(Instant after, Instant until) {
        List<Instant> times = new ArrayList<>();
        Instant end = after.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS).minusSeconds(1);
        for (; end.isBefore(until); end = end.plus(1, ChronoUnit.HOURS)) {
            if (end.isAfter(after)) {
                times.add(end);
            }
        }
        times.add(until);
        return times;
    }

    private int read(DemoPortfolio.Sample sample, Instant time, StringBuilder batch)
            throws IOException {
        int lines = 0;
        for (DemoPortfolio.Metric metric : sample.metrics()) {
            String key = full(sample, metric);
            Instant after = last(key);
            if (!time.isAfter(after)) {
                continue;
            }
            BigDecimal value =
                    metric.isFlow()
                            ? metric.series().series().units(goLive, after, time)
                            : metric.series().series().level(goLive, time, trouble(metric, time));
            ObjectNode line = DemoPortfolio.JSON.createObjectNode();
            line.put("metric", key);
            line.put("value", value);
            line.put("observedAt", time.truncatedTo(ChronoUnit.MILLIS).toString());
            line.put("source", "sample");
            batch.append(DemoPortfolio.JSON.writeValueAsString(line)).append('\n');
            notes.setProperty("sent." + key, time.toString());
            lines++;
        }
        return lines;
    }

    /** The trouble begins anew with each start, so that whoever looks sees the alert fire. */
    private double trouble(DemoPortfolio.Metric metric, Instant time) {
        double since = Duration.between(started, time).toMillis();
        return metric.trouble() * Math.clamp(since / TROUBLE_GROWS.toMillis(), 0, 1);
    }

    private Instant last(String key) {
        return Instant.parse(notes.getProperty("sent." + key, goLive.toString()));
    }

    private void saveNotes() throws IOException {
        Path draft = notesFile.resolveSibling("simulators.notes.tmp");
        try (var out = Files.newBufferedWriter(draft)) {
            notes.store(out, null);
        }
        Files.move(draft, notesFile, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String full(DemoPortfolio.Sample sample, DemoPortfolio.Metric metric) {
        return sample.key() + "/" + metric.key();
    }

    private ObjectNode cost(DemoPortfolio.Costs costs, int amount, LocalDate on, boolean plan) {
        ObjectNode body = DemoPortfolio.JSON.createObjectNode();
        body.put("amount", amount);
        body.put("currency", "EUR");
        body.put("incurredOn", on.toString());
        body.put("category", costs.category());
        body.put("planned", plan);
        body.put("note", "Sample data");
        return body;
    }
}
