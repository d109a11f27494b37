package dev.payoff.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file system of its own below PostgreSQL's data, in a file, so that it can be filled and frozen.
 * Only where this user may mount one.
 */
final class Disk implements AutoCloseable {

    private static final long SIZE = 6L << 30;
    private static final long ROOM = 64 << 10;

    private final Path image;
    private final Path place;
    private final String trouble;

    private Disk(Path image, Path place, String trouble) {
        this.image = image;
        this.place = place;
        this.trouble = trouble;
    }

    /** Below that directory, or a plain directory there and the reason why. */
    static Disk at(Path place) throws IOException, InterruptedException {
        Files.createDirectories(place);
        Path image = place.resolveSibling(place.getFileName() + ".img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        String trouble = run("mkfs.ext4", "-q", "-m", "0", "-F", image.toString());
        if (trouble == null) {
            trouble = run("mount", "-o", "loop", image.toString(), place.toString());
        }
        if (trouble == null) {
            // PostgreSQL wants an empty directory.
            Files.delete(place.resolve("lost+found"));
        } else {
            Files.delete(image);
        }
        return new Disk(image, place, trouble);
    }

    /** Why there is none; null where there is one. */
    String trouble() {
        return trouble;
    }

    /** Leaves next to no room; answers the file that takes it. */
    Path fill() throws IOException, InterruptedException {
        check();
        Path inside = place.resolve("payoff-filler");
        long free = Files.getFileStore(place).getUsableSpace();
        String said = run("fallocate", "-l", Long.toString(free - ROOM), inside.toString());
        if (said != null) {
            throw new Fault.NotLandedException("the disk could not be filled: " + said);
        }
        return inside;
    }

    long free() throws IOException {
        return Files.getFileStore(place).getUsableSpace();
    }

    /** Every write waits until it is thawed. */
    void freeze() throws IOException, InterruptedException {
        check();
        String said = run("fsfreeze", "-f", place.toString());
        if (said != null) {
            throw new Fault.NotLandedException("the disk could not be frozen: " + said);
        }
    }

    void thaw() throws IOException, InterruptedException {
        run("fsfreeze", "-u", place.toString());
    }

    private void check() {
        if (trouble != null) {
            throw new Fault.NotLandedException("no file system could be mounted: " + trouble);
        }
    }

    /** What went wrong, in the command's own words; null if nothing. */
    private static String run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                return command[0] + " does not end";
            }
            return process.exitValue() == 0 ? null : command[0] + ": " + said;
        } catch (IOException missing) {
            return command[0] + " is missing";
        }
    }

    @Override
    public void close() throws IOException {
        if (trouble != null) {
            return;
        }
        try {
            thaw();
            String said = run("umount", place.toString());
            if (said != null) {
                System.err.println(said + ": it is taken off once nobody uses it");
                run("umount", "-l", place.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(image);
    }
}
