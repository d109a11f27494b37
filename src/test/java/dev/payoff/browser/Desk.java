package dev.payoff.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.payoff.devstack.StackResource;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Somebody at a desk, or with a phone: logged in, with a project of their own. */
final class Desk implements AutoCloseable {

    static final int PHONE_WIDTH = 360;
    static final int DESK_WIDTH = 1440;
    private static final int HEIGHT = 900;
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI home;
    private final BrowserContext context;
    private final Page page;

    private Desk(URI home, BrowserContext context) {
        this.home = home;
        this.context = context;
        this.page = context.newPage();
    }

    static Desk open(Chromium chromium, URI home, int width, ColorScheme scheme) {
        Desk desk =
                new Desk(
                        home,
                        chromium.browser()
                                .newContext(
                                        new Browser.NewContextOptions()
                                                .setViewportSize(width, HEIGHT)
                                                .setColorScheme(scheme)
                                                .setLocale("en-GB")));
        desk.logIn();
        return desk;
    }

    private void logIn() {
        page.navigate(home.toString());
        Locator form = page.locator("form");
        form.locator("input[name=tenant]").fill(StackResource.TENANT);
        form.locator("input[name=email]").fill(StackResource.ADMIN_EMAIL);
        form.locator("input[name=password]").fill(StackResource.ADMIN_PASSWORD);
        form.locator("button[type=submit]").click();
        assertThat(page.locator("header.bar")).isVisible(patientlyVisible());
    }

    Page page() {
        return page;
    }

    /** Opens an address and waits until what it shows is there. */
    void go(String path) {
        page.navigate(home.resolve(path).toString());
        assertThat(page.locator("h1")).isVisible(patientlyVisible());
        assertThat(page.getByText("Reading…")).hasCount(0);
    }

    Locator row(String project) {
        return row(page, project);
    }

    /** A project's row in the portfolio, scrolled to: out of sight a row is its name alone. */
    static Locator row(Page page, String project) {
        Locator row = page.locator("tr[data-project='" + project + "']");
        row.scrollIntoViewIfNeeded();
        return row;
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(false)).first();
    }

    /** The narrowest that the page can be shown without a bar to scroll it sideways. */
    int widthOfPage() {
        return (Integer) page.evaluate("() => document.documentElement.scrollWidth");
    }

    /** The screen becomes so wide. */
    void wide(int width) {
        page.setViewportSize(width, HEIGHT);
        settle();
    }

    /** It becomes day or night; the page has followed. */
    void by(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.waitForFunction(
                "scheme => document.documentElement.dataset.mantineColorScheme === scheme",
                scheme.name().toLowerCase(Locale.ROOT));
        settle();
    }

    /** What follows a change of the screen has been drawn. */
    private void settle() {
        page.evaluate(
                "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
    }

    void assertForEveryone(String where) {
        assertThat(faultsForEveryone()).as(where).isEmpty();
    }

    /** What axe finds, by all of its rules. */
    List<String> faultsForEveryone() {
        return found(axe());
    }

    /**
     * What axe finds by those of its rules that look at colours: on a page that changed nothing
     * else, the others say what they said before.
     */
    List<String> faultsOfColour() {
        return found(axe().withRules(RULES_OF_COLOUR));
    }

    private static final List<String> RULES_OF_COLOUR =
            List.of("color-contrast", "link-in-text-block");

    /** Without the page of its own that axe opens for frames of other origins: there is none. */
    private AxeBuilder axe() {
        assertThat(page.frames()).hasSize(1);
        return new AxeBuilder(page).setLegacyMode(true);
    }

    private static List<String> found(AxeBuilder axe) {
        return axe.analyze().getViolations().stream()
                .map(rule -> rule.getId() + ": " + rule.getNodes())
                .toList();
    }

    static ContainsTextOptions patiently() {
        return new ContainsTextOptions().setTimeout(PATIENCE.toMillis());
    }

    static IsVisibleOptions patientlyVisible() {
        return new IsVisibleOptions().setTimeout(PATIENCE.toMillis());
    }

    @Override
    public void close() {
        context.close();
    }

    // -- What the rest of the world does meanwhile

    /** A project with one metric, whose baseline is 50,000 and target 35,000. */
    static String project() {
        String key = "desk-" + UUID.randomUUID().toString().substring(0, 8);
        LocalDate monthAgo = LocalDate.now(ZoneOffset.UTC).minusDays(30);
        post(
                "/api/v1/projects",
                Map.of(
                        "key",
                        key,
                        "name",
                        "Project " + key,
                        "type",
                        "INFRASTRUCTURE",
                        "currency",
                        "EUR",
                        "goLive",
                        monthAgo.toString()),
                201);
        post(
                "/api/v1/projects/" + key + "/metrics",
                Map.of(
                        "key", "infra-cost",
                        "name", "Infrastructure cost",
                        "category", "COST_REDUCTION",
                        "type", "CURRENCY",
                        "kind", "LEVEL",
                        "baseline", 50_000,
                        "target", 35_000,
                        "valuation", Map.of("amount", 1, "per", "MONTH")),
                201);
        return key;
    }

    /** The same, which has cost 4,000 and read 44,000 two hours ago. */
    static String earningProject() {
        String key = project();
        post(
                "/api/v1/projects/" + key + "/costs",
                Map.of("amount", 4_000, "incurredOn", "2026-01-02", "category", "LABOUR"),
                201);
        measure(key, 44_000, Instant.now().minus(2, ChronoUnit.HOURS));
        return key;
    }

    static void measure(String project, int value) {
        measure(project, value, Instant.now());
    }

    static void measure(String project, int value, Instant at) {
        reading(project + "/infra-cost", value, at);
    }

    static void reading(String metric, int value, Instant at) {
        post(
                "/api/v1/measurements",
                Map.of("metric", metric, "value", value, "observedAt", at.toString()),
                202);
    }

    static JsonPath post(String path, Map<String, ?> body, int status) {
        return given().header("Authorization", "Bearer " + StackResource.ADMIN_KEY)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(status)
                .extract()
                .jsonPath();
    }

    static JsonPath get(String path) {
        return given().header("Authorization", "Bearer " + StackResource.ADMIN_KEY)
                .get(path)
                .jsonPath();
    }
}
