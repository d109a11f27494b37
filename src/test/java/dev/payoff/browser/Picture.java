package dev.payoff.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes the pictures of the documents from a running demo: {@code Picture <url> <password file>
 * <folder>}. A picture is taken when the page is live, not after some time.
 */
public final class Picture {

    private Picture() {}

    /** Takes the portfolio and a project, light and dark, wide and narrow. */
    public static void main(String[] arguments) throws Exception {
        String url = arguments[0];
        String password = Files.readString(Path.of(arguments[1])).strip();
        Path folder = Path.of(arguments[2]);
        try (Chromium chromium = Chromium.start()) {
            take(
                    chromium,
                    url,
                    password,
                    "/",
                    ColorScheme.LIGHT,
                    1400,
                    folder.resolve("dashboard.png"));
            if (arguments.length > 3) {
                String project = "/projects/" + arguments[3];
                take(
                        chromium,
                        url,
                        password,
                        "/",
                        ColorScheme.DARK,
                        1400,
                        folder.resolve("dark.png"));
                take(
                        chromium,
                        url,
                        password,
                        project,
                        ColorScheme.LIGHT,
                        1400,
                        folder.resolve("project.png"));
                take(
                        chromium,
                        url,
                        password,
                        "/",
                        ColorScheme.LIGHT,
                        360,
                        folder.resolve("phone.png"));
            }
        }
    }

    private static void take(
            Chromium chromium,
            String url,
            String password,
            String path,
            ColorScheme scheme,
            int width,
            Path file) {
        try (BrowserContext context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(width, 860)
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
            page.navigate(url + path);
            page.getByText("Live").first().waitFor();
            page.waitForLoadState(LoadState.LOAD);
            page.waitForFunction(
                    "() => !document.querySelector('[aria-busy=true], .mantine-Skeleton-root')");
            page.screenshot(new Page.ScreenshotOptions().setPath(file));
        }
    }
}
