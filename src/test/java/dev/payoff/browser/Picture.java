package dev.payoff.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pictures of the documents from a running demo: {@code Picture <url> <password file>
 * <docs folder> [a project's key]}. Without a key, the one of the README; with one, those of the
 * manual too, light and dark, at a desk and on a phone. A picture is taken when the page has what
 * it shows, not after some time.
 */
public final class Picture {

    private static final int DESK = 1440;
    private static final int PHONE = 360;
    private static final int HEIGHT = 900;

    /** What a project's chart tells of the time to come. */
    private static final String FORECAST = "[data-ahead]";

    /** What has not arrived yet. */
    private static final String ALL_THERE =
            "() => !document.body.innerText.includes('Reading…') &&"
                    + " ![...document.querySelectorAll('td.num')].some(cell => cell.textContent ==="
                    + " '…') && document.fonts.status === 'loaded'";

    private final Chromium chromium;
    private final String url;
    private final String password;

    private Picture(Chromium chromium, String url, String password) {
        this.chromium = chromium;
        this.url = url;
        this.password = password;
    }

    /**
     * A page of the manual; {@code %s} stands for the project's key.
     *
     * @param part what of it is shown, as a selector; null: what is in sight
     * @param drawn what comes by itself, later than the page, as a selector; null: nothing does
     */
    private record Shot(String name, String path, @Nullable String part, @Nullable String drawn) {

        Shot(String name, String path) {
            this(name, path, null, null);
        }
    }

    private static List<Shot> manual(Instant now) {
        return List.of(
                new Shot("portfolio", "/"),
                new Shot("charts", "/?view=charts"),
                new Shot("project", "/projects/%s?range=90d", null, FORECAST),
                new Shot("money", "/projects/%s/money"),
                new Shot("benefits", "/projects/%s/benefits"),
                new Shot(
                        "map",
                        "/projects/%s",
                        "section:has(h2:text('What leads to what'))",
                        FORECAST),
                new Shot("explain", "/?explain=realised&of=%s"),
                new Shot(
                        "as-of",
                        "/?asOf=" + now.minus(7, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS)),
                new Shot("alerts", "/alerts"),
                new Shot("rule", "/alerts/rules/new?metric=%s/infra-cost"),
                new Shot("connections", "/connections"),
                new Shot("choose", "/choose/new"),
                new Shot("analysis", "/analysis"),
                new Shot("setup", "/setup"),
                new Shot("settings", "/settings/calendar"));
    }

    /** Takes them. */
    public static void main(String[] arguments) throws IOException {
        Path docs = Path.of(arguments[2]);
        try (Chromium chromium = Chromium.start()) {
            Picture picture =
                    new Picture(
                            chromium,
                            arguments[0],
                            Files.readString(Path.of(arguments[1])).strip());
            picture.take(
                    new Shot("dashboard", "/"),
                    ColorScheme.LIGHT,
                    DESK,
                    docs.resolve("dashboard.png"));
            if (arguments.length > 3) {
                picture.manual(docs.resolve("manual/images"), arguments[3]);
            }
        }
    }

    private void manual(Path folder, String project) {
        for (Shot shot : manual(Instant.now())) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                for (int width : new int[] {DESK, PHONE}) {
                    String name =
                            shot.name()
                                    + "-"
                                    + scheme.name().toLowerCase(Locale.ROOT)
                                    + "-"
                                    + width
                                    + ".png";
                    take(
                            new Shot(
                                    shot.name(),
                                    shot.path().formatted(project),
                                    shot.part(),
                                    shot.drawn()),
                            scheme,
                            width,
                            folder.resolve(name));
                }
            }
        }
    }

    private void take(Shot shot, ColorScheme scheme, int width, Path file) {
        try (BrowserContext context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(width, HEIGHT)
                                        .setReducedMotion(ReducedMotion.REDUCE)
                                        .setLocale("en-GB")
                                        .setColorScheme(scheme))) {
            var answer =
                    context.request()
                            .post(
                                    url + "/api/v1/session",
                                    RequestOptions.create()
                                            .setHeader("X-Payoff", "1")
                                            .setHeader("Origin", url)
                                            .setData(
                                                    Map.of(
                                                            "tenant", "demo",
                                                            "email", "demo@payoff.example",
                                                            "password", password)));
            if (!answer.ok()) {
                throw new IllegalStateException("Log-in failed: " + answer.text());
            }
            Page page = context.newPage();
            page.navigate(url + shot.path());
            page.locator("h1").first().waitFor();
            page.waitForLoadState(LoadState.LOAD);
            page.waitForFunction(ALL_THERE);
            if (shot.drawn() != null) {
                page.locator(shot.drawn()).first().waitFor();
            }
            if (shot.part() == null) {
                page.screenshot(new Page.ScreenshotOptions().setPath(file));
            } else {
                page.locator(shot.part())
                        .first()
                        .screenshot(new Locator.ScreenshotOptions().setPath(file));
            }
            System.out.println(file);
        }
    }
}
