package dev.payoff.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Processes that an earlier run may have left, known by the id in a file. */
final class Processes {

    private static final Duration GOODBYE = Duration.ofSeconds(10);

    private Processes() {}

    /** The process of that id, if it lives and runs that program: ids are given again. */
    static Optional<ProcessHandle> running(String pid, String program) {
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        process.info()
                                .command()
                                .map(Path::of)
                                .map(Path::getFileName)
                                .map(Path::toString)
                                .orElse("")
                                .startsWith(program));
    }

    /** Ends it at once and waits until it is gone. */
    static void kill(ProcessHandle process) throws IOException {
        process.destroyForcibly();
        if (!gone(process)) {
            throw new IOException("Process " + process.pid() + " does not end");
        }
    }

    /** Waits a while; whether it is gone. */
    static boolean gone(ProcessHandle process) throws IOException {
        long deadline = System.nanoTime() + GOODBYE.toNanos();
        while (runs(process)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while waiting for a process to end", e);
            }
        }
        return true;
    }

    /**
     * Whether it runs. One that has ended but that nobody has waited for, as happens to orphans in
     * a container without an init, still has an entry, but no program.
     */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
