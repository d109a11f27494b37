package dev.payoff.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the servers' programs are unpacked, once a user: never shared with another user. */
final class Cache {

    private Cache() {}

    /**
     * A directory of that name: below {@code PAYOFF_CACHE}, else below the user's own cache, else,
     * where there is no home to write to, below the temporary directory.
     */
    static Path dir(String name) throws IOException {
        String given = System.getenv("PAYOFF_CACHE");
        if (given != null && !given.isBlank()) {
            return Files.createDirectories(Path.of(given, name));
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path home =
                xdg != null && !xdg.isBlank()
                        ? Path.of(xdg)
                        : Path.of(System.getProperty("user.home"), ".cache");
        try {
            return Files.createDirectories(home.resolve("payoff").resolve(name));
        } catch (IOException noHome) {
            return Files.createDirectories(
                    Path.of(
                            System.getProperty("java.io.tmpdir"),
                            "payoff-" + System.getProperty("user.name"),
                            name));
        }
    }
}
