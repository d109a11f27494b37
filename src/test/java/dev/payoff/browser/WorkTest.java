package dev.payoff.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What people do in the dashboard: set up, connect, watch, acknowledge; by mouse, keys and thumb.
 */
@QuarkusTest
@TestProfile(WithDashboard.class)
@QuarkusTestResource(StackResource.class)
class WorkTest extends AtADesk {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern SECRET = Pattern.compile("Bearer ([^']+)'");
    private static final Pattern HOOK = Pattern.compile("(/hooks/[0-9a-f-]+)");

    private Page atTheDesk() {
        sit();
        return desk.page();
    }

    /** An alert that fires: its name. */
    private static String alert() {
        String project = Desk.project();
        String name = "Dear " + project;
        Desk.post(
                "/api/v1/rules",
                Map.of(
                        "name",
                        name,
                        "metric",
                        project + "/infra-cost",
                        "figure",
                        "VALUE",
                        "comparator",
                        ">",
                        "threshold",
                        50_000,
                        "severity",
                        "CRITICAL"),
                201);
        Desk.measure(project, 51_000);
        await().atMost(PATIENCE).until(() -> firing(name).contains(name));
        return name;
    }

    private static List<String> firing(String name) {
        return Desk.get("/api/v1/alerts?state=FIRING&limit=200")
                .getList("items.findAll { it.name == '" + name + "' }.name");
    }

    private static Object acknowledged(String name) {
        return Desk.get("/api/v1/alerts?limit=200")
                .get("items.find { it.name == '" + name + "' }.acknowledgedAt");
    }

    @Test
    void anAlertIsAcknowledged() {
        String name = alert();
        Page page = atTheDesk();
        desk.go("/alerts");
        Locator row = page.locator(".alert", new Page.LocatorOptions().setHasText(name));
        assertThat(row).containsText("51,000", Desk.patiently());

        desk.button("Acknowledge " + name).click();

        assertThat(row).containsText("Acknowledged", Desk.patiently());
        await().atMost(PATIENCE).until(() -> acknowledged(name) != null);
        row.getByText("Details").click();
        assertThat(row).containsText("Who was told, and why");
    }

    @Test
    void aRuleIsTriedOverItsHistoryAndMade() {
        String project = Desk.project();
        Desk.measure(project, 51_000);
        String metric =
                Desk.get("/api/v1/metrics?key=" + project + "/infra-cost").getString("items[0].id");
        await().atMost(PATIENCE)
                .until(() ->
                        !Desk.get("/api/v1/metrics/" + metric + "/windows?size=minute")
                                .getList("windows")
                                .isEmpty());
        Page page = atTheDesk();
        desk.go("/alerts/rules/new?metric=" + project + "/infra-cost");
        desk.field("Name").fill("Too dear " + project);
        desk.field("Threshold").fill("50,000");

        assertThat(page.locator(".preview"))
                .containsText("Would have fired once in 90 days", Desk.patiently());
        desk.button("Create the rule").click();

        assertThat(
                        page.locator(
                                "[data-rule]",
                                new Page.LocatorOptions().setHasText("Too dear " + project)))
                .containsText("latest reading above 50,000", Desk.patiently());
    }

    @Test
    void aConnectionTurnsGreen() {
        String project = Desk.project();
        Page page = atTheDesk();
        desk.go("/connections/new/json");
        desk.field("Name").fill("Shop " + project);
        desk.button("Connect").click();
        Locator state = page.locator(".first-event");
        assertThat(state).containsText("Waiting for the first event", Desk.patiently());
        String command =
                page.locator("pre", new Page.LocatorOptions().setHasText("Bearer")).textContent();

        send(command, "orders", 1);
        assertThat(state).containsText("no feed takes it", Desk.patiently());
        desk.button("Bind orders").click();
        desk.field("Metric").selectOption(project + "/infra-cost");
        desk.button("Add the feed").click();
        assertThat(page.locator(".rows code", new Page.LocatorOptions().setHasText("orders")))
                .isVisible(Desk.patientlyVisible());
        send(command, "orders", 44_000);

        assertThat(state)
                .hasAttribute(
                        "data-state",
                        "arrived",
                        new HasAttributeOptions().setTimeout(PATIENCE.toMillis()));
    }

    @Test
    void setUpFromNothingToAFigureThatMoves() {
        String name = "Desk " + UUID.randomUUID().toString().substring(0, 8);
        Page page = atTheDesk();
        desk.go("/setup");
        desk.field("Name").fill(name);
        desk.button("Make the project").click();
        assertThat(page.locator("h2")).containsText("What gets better", Desk.patiently());
        desk.field("What is measured").selectOption("lower-infrastructure-cost");
        desk.field("Before").fill("50,000");
        desk.field("Promised").fill("35,000");
        desk.field("Worth in EUR").fill("1");
        assertThat(page.locator(".worked"))
                .containsText("Each hour at 35,000 EUR instead of 50,000 EUR earns EUR 20.53.");
        desk.button("Save the benefit").click();

        desk.button("Make an address for readings").click();
        Locator command = page.locator("pre");
        assertThat(command).containsText("/hooks/", Desk.patiently());
        send(command.textContent(), "lower-infrastructure-cost", 35_000);
        assertThat(page.locator(".moving"))
                .containsText("now earns +EUR 20.53 per hour", Desk.patiently());
        desk.button("Next").click();

        desk.button("Make the rule").click();
        assertThat(page.locator("h2")).containsText("Who is told?", Desk.patiently());
        page.getByText("Go to the project").click();
        assertThat(page.locator("h1")).containsText(name, Desk.patiently());
    }

    @Test
    void aScenarioChoosesAmongProjectsAndSaysWhy() {
        String first = Desk.project();
        String second = Desk.project();
        String name = "Plan " + first;
        Page page = atTheDesk();
        desk.go("/choose/new");
        desk.field("Name").fill(name);
        desk.field("Limit in EUR").fill("100");
        for (String project : List.of(first, second)) {
            boolean better = project.equals(first);
            desk.field("Value of Project " + project).fill(better ? "900" : "500");
            page.getByLabel(Pattern.compile("that Project " + project + " needs$")).fill("80");
        }
        desk.button("Save and solve").click();

        Locator chosen =
                page.locator(
                        "tr[data-in]", new Page.LocatorOptions().setHasText("Project " + first));
        assertThat(chosen)
                .hasAttribute(
                        "data-in",
                        "true",
                        new HasAttributeOptions().setTimeout(PATIENCE.toMillis()));
        assertThat(
                        page.locator(
                                "tr[data-in]",
                                new Page.LocatorOptions().setHasText("Project " + second)))
                .hasAttribute("data-in", "false");
        assertThat(page.locator("h2").first()).containsText(name);
        desk.assertForEveryone("a scenario");
    }

    @Test
    void anAlertIsFoundAndAcknowledgedByKeysAlone() {
        String name = alert();
        Page page = atTheDesk();
        page.keyboard().press("g");
        page.keyboard().press("a");
        Locator row = page.locator(".alert", new Page.LocatorOptions().setHasText(name));
        assertThat(row).isVisible(Desk.patientlyVisible());
        page.keyboard().press("/");
        page.keyboard().type(name);
        assertThat(page.locator(".alert")).hasCount(1);
        for (int i = 0; i < 20 && !focused(page).equals("Acknowledge " + name); i++) {
            page.keyboard().press("Tab");
        }
        assertThat(focused(page)).isEqualTo("Acknowledge " + name);

        page.keyboard().press("Enter");

        assertThat(row).containsText("Acknowledged", Desk.patiently());
        await().atMost(PATIENCE).until(() -> acknowledged(name) != null);
    }

    private static String focused(Page page) {
        return String.valueOf(
                page.evaluate("() => document.activeElement?.getAttribute('aria-label')"));
    }

    /** What the command that a page shows would send, with a reading of now. */
    private void send(String command, String series, int value) {
        given().header("Authorization", "Bearer " + found(SECRET, command))
                .contentType(ContentType.JSON)
                .body(Map.of("series", series, "value", value, "time", Instant.now().toString()))
                .post(found(HOOK, command))
                .then()
                .statusCode(anyOf(is(200), is(202)));
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
