package dev.payoff.connector.replay;

import dev.payoff.app.TimeAndChance;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code payoff replay}: plays a CSV file of readings into a metric.
 *
 * <p>Each reading's event id is made from the file's name and the row, so a second replay of the
 * same file adds nothing; with {@code --shift-to-now} the readings are other ones, and so are their
 * ids. Exit code 0: all rows were taken; 2: some were left out or refused, each was named; 1: the
 * replay could not be done.
 */
public final class ReplayCommand {

    private static final String USAGE =
            """
            Usage: payoff replay FILE.csv --metric KEY [options]

              --metric KEY      the metric, project-key/metric-key or its id
              --speed N         play N times as fast as real time; default: as fast as possible
              --shift-to-now    move the readings so that the last one is now; with --speed each
                                reading is stamped with the moment at which it is played
              --url URL         where Payoff is; default: PAYOFF_URL or http://localhost:8080
              --token TOKEN     an API key; default: PAYOFF_TOKEN
              --batch N         readings a request, 1 to 10000; default: 1000
              --source NAME     source that the readings carry; default: replay:<file name>
            """;

    private static final int MAX_BATCH = 10_000;
    private static final int MAX_SHOWN = 20;
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(1);

    /** What was asked for. */
    record Options(
            Path file,
            String metric,
            @Nullable Double speed,
            boolean shiftToNow,
            URI url,
            String token,
            int batch,
            String source) {

        static Options parse(String[] args, Map<String, String> env) {
            Path file = null;
            String metric = null;
            Double speed = null;
            boolean shift = false;
            String url = env.getOrDefault("PAYOFF_URL", "http://localhost:8080");
            String token = env.get("PAYOFF_TOKEN");
            int batch = 1000;
            String source = null;
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--shift-to-now" -> shift = true;
                    case "--metric" -> metric = value(args, ++i);
                    case "--speed" -> speed = positive(value(args, ++i));
                    case "--url" -> url = value(args, ++i);
                    case "--token" -> token = value(args, ++i);
                    case "--batch" -> batch = batch(value(args, ++i));
                    case "--source" -> source = value(args, ++i);
                    default -> {
                        if (args[i].startsWith("-") || file != null) {
                            throw new IllegalArgumentException("Unknown argument " + args[i]);
                        }
                        file = Path.of(args[i]);
                    }
                }
            }
            if (file == null || metric == null) {
                throw new IllegalArgumentException("A file and --metric are needed.");
            }
            if (token == null) {
                throw new IllegalArgumentException(
                        "No token: give --token or set PAYOFF_TOKEN to an API key.");
            }
            String name = String.valueOf(file.getFileName());
            return new Options(
                    file,
                    metric,
                    speed,
                    shift,
                    URI.create(url),
                    token,
                    batch,
                    source != null ? source : "replay:" + name);
        }

        private static String value(String[] args, int i) {
            if (i >= args.length) {
                throw new IllegalArgumentException(args[i - 1] + " needs a value.");
            }
            return args[i];
        }

        private static double positive(String text) {
            double speed = Double.parseDouble(text);
            if (!(speed > 0 && speed <= 1e9)) {
                throw new IllegalArgumentException("--speed is a number above 0, not " + text);
            }
            return speed;
        }

        private static int batch(String text) {
            int batch = Integer.parseInt(text);
            if (batch < 1 || batch > MAX_BATCH) {
                throw new IllegalArgumentException("--batch is between 1 and " + MAX_BATCH);
            }
            return batch;
        }
    }

    private final TimeAndChance time;
    private final PrintStream out;
    private final PrintStream err;
    private long read;
    private long leftOut;
    private long accepted;
    private long refused;
    private long problemsShown;

    ReplayCommand(TimeAndChance time, PrintStream out, PrintStream err) {
        this.time = time;
        this.out = out;
        this.err = err;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(
                new ReplayCommand(new TimeAndChance(), System.out, System.err)
                        .run(args, System.getenv()));
    }

    int run(String[] args, Map<String, String> env) {
        Options options;
        try {
            options = Options.parse(args, env);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(USAGE);
            return 1;
        }
        if (!Files.isReadable(options.file())) {
            err.println("Cannot read " + options.file() + "; check the path.");
            return 1;
        }
        try (MeasurementSender sender = new MeasurementSender(options.url(), options.token())) {
            play(options, sender);
        } catch (SeriesFile.Unreadable | MeasurementSender.Stopped e) {
            err.println(e.getMessage());
            report(time.now());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("Interrupted; replaying the same file again goes on where this ended.");
            return 1;
        }
        return leftOut + refused == 0 ? 0 : 2;
    }

    private void play(Options options, MeasurementSender sender) throws InterruptedException {
        Instant started = time.now();
        Timeline timeline = Timeline.of(options, started);
        StringBuilder body = new StringBuilder();
        String tail = tail(options);
        int rows = 0;
        Instant nextProgress = started.plus(PROGRESS_EVERY);
        try (SeriesFile.Rows file = new SeriesFile(options.file()).iterator()) {
            while (file.hasNext()) {
                switch (file.next()) {
                    case SeriesFile.Row.Malformed bad -> {
                        leftOut++;
                        problem("line " + bad.line() + ": " + bad.reason());
                    }
                    case SeriesFile.Row.Reading reading -> {
                        Duration ahead = timeline.due(reading.at(), time.now());
                        if (ahead.isPositive()) {
                            flush(sender, body, rows);
                            rows = 0;
                            note(sender.drain());
                            TimeUnit.MILLISECONDS.sleep(ahead.toMillis());
                        }
                        append(body, timeline, reading, tail);
                        read++;
                        if (++rows == options.batch()) {
                            flush(sender, body, rows);
                            rows = 0;
                        }
                    }
                }
                if (read % 1024 == 0 && !time.now().isBefore(nextProgress)) {
                    nextProgress = time.now().plus(PROGRESS_EVERY);
                    out.println(read + " readings sent");
                }
            }
        }
        flush(sender, body, rows);
        note(sender.drain());
        report(started);
    }

    private static void append(
            StringBuilder body, Timeline timeline, SeriesFile.Row.Reading reading, String tail) {
        Instant at = timeline.stamp(reading.at());
        body.append("{\"value\":")
                .append(reading.value())
                .append(",\"observedAt\":\"")
                .append(at)
                .append("\",\"eventId\":\"")
                .append(timeline.id(at, reading.number()))
                .append(tail);
    }

    private static String tail(Options options) {
        return "\",\"metric\":"
                + quoted(options.metric())
                + ",\"source\":"
                + quoted(options.source())
                + "}\n";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void flush(MeasurementSender sender, StringBuilder body, int rows)
            throws InterruptedException {
        if (rows > 0) {
            sender.send(body.toString(), rows);
            body.setLength(0);
        }
    }

    private void note(MeasurementSender.Answer answer) {
        accepted += answer.accepted();
        refused += answer.rejected().size();
        answer.rejected().forEach(this::problem);
    }

    private void problem(String text) {
        if (++problemsShown <= MAX_SHOWN) {
            err.println(text);
        } else if (problemsShown == MAX_SHOWN + 1) {
            err.println("… further ones are counted, not shown");
        }
    }

    private void report(Instant started) {
        double seconds = Math.max(1, Duration.between(started, time.now()).toMillis()) / 1000.0;
        out.printf(
                Locale.ROOT,
                "%d readings sent, %d accepted, %d refused, %d malformed rows left out, %.1f s (%.0f/s)%n",
                read,
                accepted,
                refused,
                leftOut,
                seconds,
                read / seconds);
    }
}
