package dev.payoff.faults;

import dev.payoff.faults.Fault.Landed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What happens to what PostgreSQL has written: no room, no answer, or another day's state. */
final class DiskFaults {

    private static final Duration FROZEN = Duration.ofSeconds(8);
    private static final Duration BACK_BY_ITSELF = Duration.ofSeconds(20);

    private DiskFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "F11",
                        "PostgreSQL's disk is full",
                        "it stops, nothing is half there, and it goes on once there is room",
                        DiskFaults::fill),
                new Fault(
                        "F12b",
                        "PostgreSQL's disk hangs for 8 s",
                        "it waits, and goes on",
                        DiskFaults::freeze),
                new Fault(
                        "F34",
                        "PostgreSQL restored from an earlier backup, Redis emptied",
                        "it reads again from PostgreSQL's own offset, and comes to the same",
                        DiskFaults::restore));
    }

    private static Landed fill(Laboratory lab) throws Exception {
        lab.feed(1_000);
        long before = said(lab);
        Path filler = lab.servers.disk.fill();
        boolean restarted = false;
        long free;
        long refused;
        try {
            lab.flowFor(Duration.ofSeconds(8));
            refused = said(lab) - before;
            free = lab.servers.disk.free();
        } finally {
            Files.delete(filler);
        }
        // Where its log found no room it has ended itself, and a supervisor would start it.
        try {
            lab.await("PostgreSQL", BACK_BY_ITSELF, () -> lab.books().answer());
        } catch (AssertionError down) {
            restarted = true;
            lab.servers.revivePostgres();
        }
        lab.awaitCommit();
        return Landed.when(
                refused > 0,
                1,
                "%d bytes were free; refused %d times for want of room; %s"
                        .formatted(
                                free,
                                refused,
                                restarted ? "PostgreSQL ended and was started" : "it went on"));
    }

    private static long said(Laboratory lab) throws IOException {
        long said = 0;
        for (Instance instance : lab.instances) {
            said += instance.said("No space left on device");
            said += instance.said("the database system is");
        }
        return said;
    }

    private static Landed freeze(Laboratory lab) throws Exception {
        lab.feed(1_000);
        long before;
        long meanwhile;
        lab.servers.disk.freeze();
        try {
            Thread.sleep(1_000);
            before = committed(lab);
            lab.flowFor(FROZEN);
            meanwhile = committed(lab) - before;
        } finally {
            lab.servers.disk.thaw();
        }
        lab.awaitCommit();
        return Landed.when(
                meanwhile == 0, 1, "no batch committed for " + FROZEN.toSeconds() + " s");
    }

    /** What stood already can be read, where it is in memory. */
    private static long committed(Laboratory lab) throws SQLException {
        return lab.books().consumed();
    }

    /**
     * As the manual has it: the application ends, PostgreSQL gets its earlier state, Redis is
     * emptied, the application starts. Kafka knows more than PostgreSQL then, and tells it.
     */
    private static Landed restore(Laboratory lab) throws Exception {
        lab.feed(2_000);
        new Verifier(lab).settle();
        long then = lab.books().consumed();
        Path backup = lab.dir.resolve("backup-" + System.nanoTime());
        lab.servers.base.command("stop postgres");
        copy(lab.servers.data() + "/.", backup);
        lab.servers.base.command("start postgres");
        lab.feed(6_000);
        new Verifier(lab).settle();
        long forgotten = lab.books().consumed() - then;
        new OutwardAudit(lab).forgive();
        int notified =
                lab.books().column("SELECT id FROM notification WHERE status = 'SENT'").size();
        for (Instance instance : lab.instances) {
            lab.kill(instance);
        }
        lab.servers.base.command("stop postgres");
        run("find", lab.servers.data().toString(), "-mindepth", "1", "-delete");
        copy(backup + "/.", lab.servers.data());
        lab.servers.base.command("start postgres");
        lab.servers.redis.ask("FLUSHALL");
        int remembered =
                lab.books().column("SELECT id FROM notification WHERE status = 'SENT'").size();
        lab.tally.forgot(notified - remembered);
        lab.readers.forget();
        long now = lab.books().consumed();
        lab.awaitAllReady();
        lab.newSubscribers();
        run("rm", "-rf", backup.toString());
        return Landed.when(
                now == then && forgotten > 0,
                1,
                forgotten + " records forgotten, and read again from offsets of the backup");
    }

    private static void copy(String from, Path to) throws IOException, InterruptedException {
        Files.createDirectories(to);
        run("cp", "-a", from, to.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
    }
}
