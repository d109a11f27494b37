package dev.payoff.faults;

import dev.payoff.devstack.AppProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The application's classes as the JVM wants them, written down once by a run of training: an
 * instance starts with half of the work then, and a kill is as cheap. Unlike the AOT cache it also
 * serves starts with an agent. The JVM itself ignores an archive that does not fit the jars.
 */
final class ClassArchive {

    private static final Path APP =
            Path.of(System.getProperty("payoff.app", "target/quarkus-app"), "quarkus-run.jar");

    private ClassArchive() {}

    /** Makes instances without an archive. */
    interface Training {
        AppProcess with(List<String> jvm) throws IOException;
    }

    /** The archive of this build, made by the training where there is none yet. */
    static Path of(Path dir, Training training) throws IOException, InterruptedException {
        Path archive = dir.resolve("app.jsa");
        if (Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(APP))
                        > 0) {
            return archive;
        }
        Files.deleteIfExists(archive);
        long began = System.nanoTime();
        try (AppProcess app = training.with(List.of("-XX:ArchiveClassesAtExit=" + archive))) {
            app.start();
            app.awaitReady();
            app.stop();
        }
        System.out.printf(
                "The archive of classes took %d s%n", (System.nanoTime() - began) / 1_000_000_000);
        return archive;
    }
}
