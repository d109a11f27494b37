package dev.payoff.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The machine's own Chromium, driven by Playwright; nothing is downloaded. {@code PAYOFF_CHROMIUM}
 * names one that is not on the path.
 */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final Path MAC =
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    /** Quiet: it speaks to nobody but the application under test. */
    private static final List<String> ARGUMENTS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Starts one; skips the test class where there is none. */
    static Chromium start() {
        Optional<Path> found = find();
        Assumptions.assumeTrue(
                found.isPresent(),
                "No Chromium on this machine: install the package 'chromium', or name one in"
                        + " PAYOFF_CHROMIUM.");
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            Browser browser =
                    playwright
                            .chromium()
                            .launch(
                                    new BrowserType.LaunchOptions()
                                            .setExecutablePath(found.get())
                                            .setArgs(ARGUMENTS)
                                            .setHeadless(true));
            return new Chromium(playwright, browser);
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static Optional<Path> find() {
        Stream<Path> named = Stream.ofNullable(System.getenv("PAYOFF_CHROMIUM")).map(Path::of);
        Stream<Path> onPath =
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.of(named, onPath, Stream.of(MAC))
                .flatMap(paths -> paths)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
