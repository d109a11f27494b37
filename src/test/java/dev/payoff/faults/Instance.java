package dev.payoff.faults;

import dev.payoff.devstack.AppProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One instance of the application and its own links to the servers.
 *
 * @param log what it writes
 */
record Instance(
        String name,
        AppProcess app,
        Path log,
        FaultProxy postgres,
        FaultProxy kafka,
        FaultProxy redis) {

    /** An exit by a signal tells it as 128 and the signal's number. */
    static final int KILLED = 137;

    List<FaultProxy> links() {
        return List.of(postgres, kafka, redis);
    }

    /** SIGKILL, and proof that it landed. */
    void kill() throws InterruptedException {
        signal("CONT");
        app.kill();
    }

    /** A signal by its name. */
    void signal(String name) throws InterruptedException {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-" + name, Long.toString(app.pid()))
                            .inheritIO()
                            .start();
            kill.waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("No signal could be sent", e);
        }
    }

    /** Whether the process stands still, as the kernel tells it. */
    boolean isStopped() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(app.pid()), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
    }

    boolean isAlive() {
        return app.process() != null && app.process().isAlive();
    }

    /** Waits for its end; its exit code. */
    int awaitEnd(long seconds) throws InterruptedException {
        if (!app.process().waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " did not end within " + seconds + " s");
        }
        return app.process().exitValue();
    }

    /** How often its log holds this. */
    long said(String text) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }
}
