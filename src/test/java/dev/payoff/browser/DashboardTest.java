package dev.payoff.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person sees: figures that move as readings arrive, on any screen, for everyone. */
@QuarkusTest
@TestProfile(WithDashboard.class)
@QuarkusTestResource(StackResource.class)
class DashboardTest {

    private static final int PHONE_WIDTH = 360;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private static Chromium chromium;

    @TestHTTPResource("/")
    URI home;

    private BrowserContext context;
    private Page page;
    private String project;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void aProjectThatEarns() {
        project = "web-" + UUID.randomUUID().toString().substring(0, 8);
        LocalDate monthAgo = LocalDate.now(ZoneOffset.UTC).minusDays(30);
        create(
                "/api/v1/projects",
                Map.of(
                        "key",
                        project,
                        "name",
                        "Project " + project,
                        "type",
                        "INFRASTRUCTURE",
                        "currency",
                        "EUR",
                        "goLive",
                        monthAgo.toString()));
        create(
                "/api/v1/projects/" + project + "/metrics",
                Map.ofEntries(
                        Map.entry("key", "infra-cost"),
                        Map.entry("name", "Infrastructure cost"),
                        Map.entry("category", "COST_REDUCTION"),
                        Map.entry("type", "CURRENCY"),
                        Map.entry("unit", "EUR"),
                        Map.entry("kind", "LEVEL"),
                        Map.entry("baseline", 50_000),
                        Map.entry("target", 35_000),
                        Map.entry("frequency", "PT1H"),
                        Map.entry("confidence", 1),
                        Map.entry("share", 1),
                        Map.entry("valuation", Map.of("amount", 1, "per", "MONTH"))));
        create(
                "/api/v1/projects/" + project + "/costs",
                Map.of(
                        "amount",
                        4_000,
                        "currency",
                        "EUR",
                        "incurredOn",
                        monthAgo.toString(),
                        "category",
                        "LABOUR"));
        measure(44_000, Instant.now().minus(2, ChronoUnit.HOURS));
        open(PHONE_WIDTH * 4, ColorScheme.LIGHT);
    }

    @AfterEach
    void closeContext() {
        if (context != null) {
            context.close();
        }
    }

    @Test
    void whoLogsInSeesThePortfolio() {
        logIn();
        assertThat(row()).isVisible();
        assertThat(row()).containsText("Live", patiently());
        assertThat(page.locator(".figure.lead .amount")).containsText("EUR");
    }

    @Test
    void aWrongPasswordIsSaidAndOpensNothing() {
        page.navigate(home.toString());
        fillIn(page.locator("form"), "not the password");
        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        assertThat(page.locator("table")).hasCount(0);
    }

    @Test
    void aReadingMovesTheFiguresOfAnOpenPageWithoutAReload() {
        logIn();
        assertThat(row()).containsText("8.21", patiently());
        page.evaluate("() => { window.sameDocument = true; }");

        measure(29_000, Instant.now());

        assertThat(row().locator("td").nth(6))
                .not()
                .containsText("8.21", new ContainsTextOptions().setTimeout(PATIENCE.toMillis()));
        assertThat((Boolean) page.evaluate("() => window.sameDocument === true")).isTrue();
    }

    @Test
    void theProjectsPageFollowsItsMetric() {
        logIn();
        row().getByRole(AriaRole.LINK).click();
        Locator metric = page.locator("[data-metric='" + project + "/infra-cost']");
        assertThat(metric).containsText("44,000", patiently());
        assertThat(metric.locator("canvas")).isVisible();

        measure(41_500, Instant.now());

        assertThat(metric).containsText("41,500", patiently());
    }

    @Test
    void theRealisedValueCanBeExplained() {
        logIn();
        page.navigate(home.resolve("/projects/" + project + "?explain=realised").toString());
        Locator drawer = page.getByRole(AriaRole.DIALOG);
        assertThat(drawer).containsText("Infrastructure cost", patiently());
        page.keyboard().press("Escape");
        assertThat(drawer).isHidden();
        assertThat(page.url()).doesNotContain("explain");
    }

    @Test
    void allTabsOfABrowserShareOneStream() {
        Map<Request, Page> streams = new ConcurrentHashMap<>();
        context.onRequest(request -> {
            if (request.url().contains("/api/v1/stream")) {
                streams.put(request, request.frame().page());
            }
        });
        context.onRequestFailed(streams::remove);
        context.onRequestFinished(streams::remove);
        logIn();
        List<Page> more = List.of(context.newPage(), context.newPage());
        for (Page tab : more) {
            tab.navigate(home.resolve("/projects/" + project).toString());
        }
        for (Page tab : more) {
            assertThat(tab.locator(".link")).containsText("Live", patiently());
        }
        assertThat(streams).hasSize(1);

        page.close();

        assertThat(more.getFirst().locator(".link")).containsText("Live", patiently());
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    more.getFirst().waitForTimeout(100);
                    // A tab that is closed takes its requests along without a word.
                    streams.values().removeIf(Page::isClosed);
                    assertThat(streams).hasSize(1);
                });
    }

    @Test
    void aSessionThatEndsKeepsThePage() {
        logIn();
        String address = home.resolve("/projects/" + project + "?range=30d").toString();
        page.navigate(address);
        assertThat(page.locator(".link")).containsText("Live", patiently());

        page.evaluate(
                "() => fetch('/api/v1/session', {method: 'DELETE', headers: {'X-Payoff': '1'}})");

        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).isVisible(new IsVisibleOptions().setTimeout(2.0 * PATIENCE.toMillis()));
        assertThat(page.url()).isEqualTo(address);
        fillIn(dialog.locator("form"), StackResource.ADMIN_PASSWORD);
        assertThat(dialog).isHidden();
        assertThat(page.locator(".link")).containsText("Live", patiently());
    }

    @Test
    void fitsAPhone() {
        context.close();
        open(PHONE_WIDTH, ColorScheme.LIGHT);
        logIn();
        for (String path : List.of("/", "/projects/" + project, "/alerts")) {
            page.navigate(home.resolve(path).toString());
            assertThat(page.locator("h1")).isVisible();
            page.waitForTimeout(500);
            assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth"))
                    .as("width of %s", path)
                    .isLessThanOrEqualTo(PHONE_WIDTH);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void isForEveryone(ColorScheme scheme) {
        context.close();
        open(PHONE_WIDTH * 4, scheme);
        page.navigate(home.toString());
        assertThat(page.locator("form")).isVisible();
        assertNothingGrave("log in, " + scheme);
        logIn();
        for (String path :
                List.of(
                        "/",
                        "/projects/" + project,
                        "/projects/" + project + "?explain=realised",
                        "/alerts")) {
            page.navigate(home.resolve(path).toString());
            assertThat(page.locator("h1")).isVisible();
            page.waitForTimeout(500);
            assertNothingGrave(path + ", " + scheme);
        }
    }

    private void assertNothingGrave(String where) {
        List<String> grave =
                new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .filter(rule -> GRAVE.contains(rule.getImpact()))
                                .map(rule -> rule.getId() + ": " + rule.getNodes())
                                .toList();
        assertThat(grave).as(where).isEmpty();
    }

    private void open(int width, ColorScheme scheme) {
        context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(width, 900)
                                        .setColorScheme(scheme)
                                        .setLocale("en-GB"));
        page = context.newPage();
    }

    private void logIn() {
        page.navigate(home.toString());
        fillIn(page.locator("form"), StackResource.ADMIN_PASSWORD);
        assertThat(page.locator("h1")).containsText("Portfolio", patiently());
    }

    private static void fillIn(Locator form, String password) {
        form.locator("input[name=tenant]").fill(StackResource.TENANT);
        form.locator("input[name=email]").fill(StackResource.ADMIN_EMAIL);
        form.locator("input[name=password]").fill(password);
        form.locator("button[type=submit]").click();
    }

    private Locator row() {
        return Desk.row(page, project);
    }

    private static ContainsTextOptions patiently() {
        return new ContainsTextOptions().setTimeout(PATIENCE.toMillis());
    }

    private void measure(int value, Instant observedAt) {
        given().header("Authorization", "Bearer " + StackResource.ADMIN_KEY)
                .contentType(ContentType.JSON)
                .body(
                        Map.of(
                                "metric",
                                project + "/infra-cost",
                                "value",
                                value,
                                "observedAt",
                                observedAt.toString()))
                .post("/api/v1/measurements")
                .then()
                .statusCode(202);
    }

    private static void create(String path, Map<String, ?> body) {
        given().header("Authorization", "Bearer " + StackResource.ADMIN_KEY)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(201);
    }
}
