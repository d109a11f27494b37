package dev.payoff.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
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
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person sees: figures that move as readings arrive, on any screen, for everyone. */
@QuarkusTest
@TestProfile(WithDashboard.class)
@QuarkusTestResource(StackResource.class)
class DashboardTest extends AtADesk {

    private BrowserContext context;
    private Page page;
    private String project;

    @BeforeEach
    void aProjectThatEarns() {
        project = Desk.earningProject();
        open(Desk.DESK_WIDTH, ColorScheme.LIGHT);
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
        assertThat(row()).containsText("Live", Desk.patiently());
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
        assertThat(row()).containsText("8.21", Desk.patiently());
        page.evaluate("() => { window.sameDocument = true; }");

        Desk.measure(project, 29_000);

        assertThat(row().locator("td").nth(6))
                .not()
                .containsText(
                        "8.21", new ContainsTextOptions().setTimeout(Desk.PATIENCE.toMillis()));
        assertThat((Boolean) page.evaluate("() => window.sameDocument === true")).isTrue();
    }

    @Test
    void theProjectsPageFollowsItsMetric() {
        logIn();
        row().getByRole(AriaRole.LINK).click();
        Locator metric = page.locator("[data-metric='" + project + "/infra-cost']");
        assertThat(metric).containsText("44,000", Desk.patiently());
        assertThat(metric.locator("canvas")).isVisible();

        Desk.measure(project, 41_500);

        assertThat(metric).containsText("41,500", Desk.patiently());
    }

    @Test
    void theRealisedValueCanBeExplained() {
        logIn();
        page.navigate(home.resolve("/projects/" + project + "?explain=realised").toString());
        Locator drawer = page.getByRole(AriaRole.DIALOG);
        assertThat(drawer).containsText("Infrastructure cost", Desk.patiently());
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
            assertThat(tab.locator(".link")).containsText("Live", Desk.patiently());
        }
        assertThat(streams).hasSize(1);

        page.close();

        assertThat(more.getFirst().locator(".link")).containsText("Live", Desk.patiently());
        await().atMost(Desk.PATIENCE)
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
        assertThat(page.locator(".link")).containsText("Live", Desk.patiently());

        page.evaluate(
                "() => fetch('/api/v1/session', {method: 'DELETE', headers: {'X-Payoff': '1'}})");

        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog)
                .isVisible(new IsVisibleOptions().setTimeout(2.0 * Desk.PATIENCE.toMillis()));
        assertThat(page.url()).isEqualTo(address);
        fillIn(dialog.locator("form"), StackResource.ADMIN_PASSWORD);
        assertThat(dialog).isHidden();
        assertThat(page.locator(".link")).containsText("Live", Desk.patiently());
    }

    @Test
    void fitsAPhone() {
        context.close();
        open(Desk.PHONE_WIDTH, ColorScheme.LIGHT);
        logIn();
        for (String path : List.of("/", "/projects/" + project, "/alerts")) {
            page.navigate(home.resolve(path).toString());
            assertThat(page.locator("h1")).isVisible();
            page.waitForTimeout(500);
            assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth"))
                    .as("width of %s", path)
                    .isLessThanOrEqualTo(Desk.PHONE_WIDTH);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void isForEveryone(ColorScheme scheme) {
        context.close();
        open(Desk.DESK_WIDTH, scheme);
        page.navigate(home.toString());
        assertThat(page.locator("form")).isVisible();
        assertNothingFound("log in, " + scheme);
        page.setViewportSize(Desk.PHONE_WIDTH, 900);
        assertNothingFound("log in on a phone, " + scheme);
    }

    /** Of the pages behind it, {@link EveryPageTest} says so. */
    private void assertNothingFound(String where) {
        List<String> found =
                new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .map(rule -> rule.getId() + ": " + rule.getNodes())
                                .toList();
        assertThat(found).as(where).isEmpty();
    }

    private void open(int width, ColorScheme scheme) {
        context =
                chromium()
                        .browser()
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
        assertThat(page.locator("h1")).containsText("Portfolio", Desk.patiently());
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
}
