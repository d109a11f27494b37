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
    private static final Duration HOURLY = Duration.ofDays(30);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration TROUBLE_GROWS = Duration.ofSeconds(30);

    private final List<DemoPortfolio.Sample> samples = DemoPortfolio.samples();
    private final DemoApi api;
    private final Path notesFile;
    private final Properties notes = new Properties();
    private final Instant started;
    private final Map<String, DemoSeries.Meter> meters = new HashMap<>();

    DemoData(DemoApi api, Path state, Instant now) throws IOException {
        this.api = api;
        this.notesFile = state.resolve("simulators.notes");
        if (Files.exists(notesFile)) {
            try (var in = Files.newBufferedReader(notesFile)) {
                notes.load(in);
            }
        }
        this.started = now;
        for (DemoPortfolio.Sample sample : samples) {
            notes.putIfAbsent(
                    "goLive." + sample.key(),
                    now.minus(Duration.ofDays(sample.liveDays()))
                            .truncatedTo(ChronoUnit.DAYS)
                            .toString());
        }
    }

    private Instant goLive(DemoPortfolio.Sample sample) {
        return Instant.parse(notes.getProperty("goLive." + sample.key()));
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
            sample.project().put("goLive", goLive(sample).toString());
            once("project." + project, "/api/v1/projects", sample.project());
            for (DemoPortfolio.Metric metric : sample.metrics()) {
                metric(sample, metric, at);
            }
            benefits(sample, at);
            for (DemoPortfolio.Costs costs : sample.costs()) {
                costs(sample, costs, at);
            }
            for (DemoPortfolio.Event event : sample.events()) {
                LocalDate on = on(sample, event.day());
                event.annotation().put("from", on + "T09:00:00Z");
                once(
                        "event." + project + "." + event.day(),
                        at + "/annotations",
                        event.annotation());
            }
            for (ObjectNode rule : sample.rules()) {
                once("rule." + rule.get("name").asText(), "/api/v1/rules", rule);
            }
            System.out.println(sample.project().get("name").asText());
        }
    }

    /** A metric with the way on which its target is to be reached. */
    private void metric(DemoPortfolio.Sample sample, DemoPortfolio.Metric metric, String at)
            throws IOException, InterruptedException {
        String step = "metric." + full(sample, metric);
        if (notes.containsKey(step)) {
            return;
        }
        if (metric.endDay() > 0) {
            metric.metric().put("benefitEnd", on(sample, metric.endDay()) + "T00:00:00Z");
        }
        String id = api.makeNew(at + "/metrics", metric.metric());
        if (metric.rampMonths() > 0) {
            ObjectNode way = DemoPortfolio.JSON.createObjectNode();
            way.put("shape", "S_CURVE").put("rampMonths", metric.rampMonths());
            api.replace("/api/v1/metrics/" + id + "/target-profile", way);
        }
        done(step);
    }

    /** What was planned at each date, and what it came to where that date is past. */
    private void costs(DemoPortfolio.Sample sample, DemoPortfolio.Costs costs, String at)
            throws IOException, InterruptedException {
        for (int i = 0; i < costs.times(); i++) {
            LocalDate on = on(sample, costs.firstDay() + i * costs.everyDays());
            String step = "cost." + sample.key() + "." + costs.category() + "." + i;
            once(step + ".planned", at + "/costs", cost(costs, costs.planned(), on, true));
            if (!on.isAfter(LocalDate.ofInstant(started, ZoneOffset.UTC))) {
                int actual = costs.actual().get(i % costs.actual().size());
                once(step, at + "/costs", cost(costs, actual, on, false));
            }
        }
    }

    /** What is delivered, and what leads from it to the project's objectives. */
    private void benefits(DemoPortfolio.Sample sample, String at)
            throws IOException, InterruptedException {
        Map<String, String> ids = new HashMap<>();
        for (DemoPortfolio.Deliverable each : sample.deliverables()) {
            String step = "deliverable." + sample.key() + "." + each.id();
            if (!notes.containsKey(step)) {
                each.deliverable().put("dueOn", on(sample, each.dueDay()).toString());
                if (each.doneDay() != null) {
                    each.deliverable().put("doneOn", on(sample, each.doneDay()).toString());
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
            done(step);
        }
    }

    private LocalDate on(DemoPortfolio.Sample sample, int daysFromGoLive) {
        return LocalDate.ofInstant(goLive(sample), ZoneOffset.UTC).plusDays(daysFromGoLive);
    }

    private void once(String step, String path, ObjectNode body)
            throws IOException, InterruptedException {
        if (!notes.containsKey(step)) {
            api.make(path, body);
            done(step);
        }
    }

    private void done(String step) throws IOException {
        notes.setProperty(step, "done");
        saveNotes();
    }

    /** Sends what lies between the last reading sent and now. */
    private void catchUp() throws IOException, InterruptedException {
        Instant now = Instant.now();
        StringBuilder batch = new StringBuilder();
        int lines = 0;
        int sent = 0;
        Instant after = started;
        for (DemoPortfolio.Sample sample : samples) {
            for (DemoPortfolio.Metric metric : sample.metrics()) {
                Instant last = last(sample, metric);
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
            for (Instant time : times(last(sample, sample.metrics().getFirst()), now)) {
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

    /**
     * The end of each hour between, of what is long past of each half day, and the end itself: the
     * past of a year then takes no longer to send than that of a quarter.
     */
    static List<Instant> times(Instant after, Instant until) {
        Instant hourly = until.minus(HOURLY);
        List<Instant> times = new ArrayList<>();
        Instant end = after.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS).minusSeconds(1);
        for (; end.isBefore(until); end = end.plus(1, ChronoUnit.HOURS)) {
            boolean asked =
                    end.isAfter(hourly) || end.atOffset(ZoneOffset.UTC).getHour() % 12 == 11;
            if (asked && end.isAfter(after)) {
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
            Instant after = last(sample, metric);
            if (!time.isAfter(after)) {
                continue;
            }
            BigDecimal value =
                    metric.isFlow()
                            ? meter(sample, metric).units(after, time)
                            : metric.series()
                                    .series()
                                    .level(goLive(sample), time, trouble(metric, time));
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

    private Instant last(DemoPortfolio.Sample sample, DemoPortfolio.Metric metric) {
        String sent = notes.getProperty("sent." + full(sample, metric));
        return sent == null ? goLive(sample) : Instant.parse(sent);
    }

    private DemoSeries.Meter meter(DemoPortfolio.Sample sample, DemoPortfolio.Metric metric) {
        return meters.computeIfAbsent(
                full(sample, metric), _ -> metric.series().series().meter(goLive(sample)));
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
        body.put("nature", costs.nature());
        body.put("planned", plan);
        body.put("note", "Sample data");
        return body;
    }
}
