package dev.payoff.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * One look at the clocks.
 *
 * @param records committed so far
 * @param app CPU-seconds of the competitor's process; likewise the others
 * @param wal bytes of PostgreSQL's log
 */
record Look(
        long nanos,
        double records,
        double app,
        double broker,
        double database,
        double redis,
        double machine,
        long wal) {

    static Look at(Servers servers, Pids pids, double records) throws IOException, SQLException {
        double app = 0;
        for (long pid : pids.app) {
            app += CpuClock.of(pid);
        }
        return new Look(
                System.nanoTime(),
                records,
                app,
                CpuClock.of(pids.broker),
                CpuClock.ofTree(pids.postmaster),
                pids.redis == 0 ? 0 : CpuClock.of(pids.redis),
                CpuClock.ofMachine(),
                servers.number("SELECT (pg_current_wal_lsn() - '0/0')::bigint"));
    }

    /** Whose clocks are looked at. */
    record Pids(List<Long> app, long broker, long postmaster, long redis) {
        static Pids of(Servers servers, List<Long> app) throws IOException, SQLException {
            return new Pids(app, servers.broker(), servers.postmaster(), servers.redis());
        }
    }

    /** What each had at its most, in MiB, together. */
    static long peakMebibytes(List<Long> pids) throws IOException {
        long sum = 0;
        for (long pid : pids) {
            sum += peakMebibytes(pid);
        }
        return sum;
    }

    /** The most memory that a process had so far, in MiB; 0 where it has ended. */
    static long peakMebibytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        return 0;
    }
}
