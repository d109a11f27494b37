package dev.payoff.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a project's page tells of times to come, and of what leads to its benefits. */
@QuarkusTest
@TestProfile(WithDashboard.class)
@QuarkusTestResource(StackResource.class)
class ProjectPageTest extends AtADesk {

    private static final int DAYS = 28;
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private String project;

    /** Four weeks of a bill that is read once a day, due in another four. */
    @BeforeEach
    void aProjectThatHasEarnedForFourWeeks() {
        project = "page-" + UUID.randomUUID().toString().substring(0, 8);
        String at = "/api/v1/projects/" + project;
        Desk.post(
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
                        TODAY.minusDays(DAYS).toString()),
                201);
        Desk.post(
                at + "/metrics",
                Map.of(
                        "key", "bill",
                        "name", "Monthly bill",
                        "category", "COST_REDUCTION",
                        "type", "CURRENCY",
                        "kind", "LEVEL",
                        "baseline", 50_000,
                        "target", 35_000,
                        "targetDate", TODAY.plusDays(DAYS).toString(),
                        "frequency", "PT24H",
                        "valuation", Map.of("amount", 1, "per", "MONTH")),
                201);
        for (int day = DAYS; day >= 0; day--) {
            Desk.reading(
                    project + "/bill",
                    44_000 + day * 7_919 % 1_001 - 500,
                    Instant.now().minus(Duration.ofDays(day)).minusSeconds(60));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(Desk.get(at + "/value/forecast?points=2").getList("points"))
                                .hasSize(2));
        sit();
    }

    private Locator labelled(String label) {
        return desk.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true)).first();
    }

    @Test
    void valueIsForecastToThePlansEndWithItsIntervalInWordsAndInTheTable() {
        desk.go("/projects/" + project + "?range=30d");
        Locator told = desk.page().locator("[data-ahead]");
        assertThat(told).containsText("when the plan ends", Desk.patiently());
        assertThat(told).containsText(Pattern.compile("90%: EUR.+ to EUR.+, planned EUR"));
        assertThat(told).containsText("split conformal");
        told.getByTitle("Explain Lower bound").click();
        Locator proof = desk.page().getByRole(AriaRole.DIALOG);
        assertThat(proof).containsText("Lower bound by ", Desk.patiently());
        assertThat(proof).containsText("what its days go on to add up to");
        assertThat(desk.page()).hasURL(Pattern.compile("explain=ahead(:|%3A)lower"));
        desk.page().reload();
        assertThat(proof).containsText("Realised until as-of", Desk.patiently());
        desk.page().keyboard().press("Escape");
        Locator words = desk.page().locator("figcaption").first();
        assertThat(words).containsText("Forecast: ");
        assertThat(words).containsText("At its end between");
        assertThat(words).containsText("Planned value: ");
        desk.button("Realised value against cost as a table").click();
        for (String column :
                List.of("Planned value", "Forecast", "Forecast, lower", "Forecast, upper")) {
            assertThat(
                            desk.page()
                                    .getByRole(
                                            AriaRole.COLUMNHEADER,
                                            new Page.GetByRoleOptions()
                                                    .setName(column)
                                                    .setExact(true)))
                    .hasCount(1);
        }
        // The address tells whether it is checked, a moment after the click.
        labelled("Forecast").click();
        assertThat(told).hasCount(0);
        assertThat(desk.page()).hasURL(Pattern.compile("ahead=off"));
        desk.page().reload();
        assertThat(labelled("Forecast")).not().isChecked();
    }

    @Test
    void whatHappenedStandsAlongTheChart_isWrittenDownHere_andLooksBackToo() {
        String at = "/api/v1/projects/" + project + "/annotations";
        Desk.post(
                at,
                Map.of(
                        "title",
                        "Price of the cloud up",
                        "link",
                        "https://wiki.example/prices",
                        "from",
                        Instant.now().minus(Duration.ofDays(9)).toString(),
                        "lasts",
                        true),
                201);
        desk.go("/projects/" + project + "?range=30d");
        Locator marks = desk.page().locator(".happened-mark");
        assertThat(marks).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
        marks.first().focus();
        Locator told = desk.page().locator(".happened-told");
        assertThat(told).containsText("Price of the cloud up");
        assertThat(told).containsText("still lasting");
        assertThat(told.getByRole(AriaRole.LINK))
                .hasAttribute("href", "https://wiki.example/prices");
        assertThat(desk.page().locator("figcaption").first())
                .containsText("Price of the cloud up from");

        desk.button("Write down what happened").click();
        desk.page().getByPlaceholder("Released 2.0").fill("Released 2.0");
        desk.button("Save").click();
        assertThat(marks).hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
        assertThat(Desk.get(at).getList("items.title"))
                .isEqualTo(List.of("Released 2.0", "Price of the cloud up"));
        desk.button("Realised value against cost as a table").click();
        assertThat(
                        desk.page()
                                .getByRole(
                                        AriaRole.COLUMNHEADER,
                                        new Page.GetByRoleOptions().setName("What happened")))
                .hasCount(1);
        desk.assertForEveryone("a project with what happened");

        String before = Instant.now().minus(Duration.ofDays(2)).toString();
        desk.go("/projects/" + project + "?range=30d&asOf=" + before);
        assertThat(marks).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
        labelled("What happened").click();
        assertThat(marks).hasCount(0);
    }

    @Test
    void theMapIsDrawnByKeysAlone() {
        String at = "/api/v1/projects/" + project;
        Desk.post(
                at + "/deliverables",
                Map.of("name", "Last rack off", "metricKeys", List.of("bill")),
                201);
        desk.go("/projects/" + project);
        Page page = desk.page();
        desk.button("Change the map").focus();
        page.keyboard().press("Enter");
        labelled("What").fill("Operations runs in the cloud only");
        page.keyboard().press("Enter");
        Locator change = desk.button("Operations runs in the cloud only, change");
        assertThat(change).isVisible(Desk.patientlyVisible());
        desk.assertForEveryone("a map that is being drawn");

        line("Last rack off, deliverable", "Monthly bill, benefit");
        line("Last rack off, deliverable", "Operations runs in the cloud only, change");
        line("Operations runs in the cloud only, change", "Monthly bill, benefit");
        desk.button("Save the map").focus();
        page.keyboard().press("Enter");

        assertThat(desk.button("Change the map")).isVisible(Desk.patientlyVisible());
        JsonPath map = Desk.get(at + "/benefit-map");
        assertThat(map.getBoolean("derived")).isFalse();
        assertThat(
                        map.getList(
                                "edges.collect { it.from.startsWith('change') || it.to.startsWith('change') }"))
                .isEqualTo(List.of(true, true));
    }

    /** By keys: one box is chosen, then the other. */
    private void line(String from, String to) {
        for (String box : List.of(from, to)) {
            desk.button(box).focus();
            desk.page().keyboard().press("Enter");
        }
    }

    @Test
    void aTargetFollowsAShapeThatSomebodyTells() {
        desk.go("/projects/" + project);
        desk.button("Target over time of Monthly bill").click();
        desk.field("How the target moves").selectOption("S_CURVE");
        desk.field("Months until all of it").fill("4");
        desk.button("Save").click();
        assertThat(desk.page().getByText("The target follows 5 points"))
                .isVisible(Desk.patientlyVisible());
        assertThat(
                        Desk.get("/api/v1/projects/" + project + "/metrics")
                                .getList("items[0].targetProfile"))
                .hasSize(5);
        assertThat(desk.page().locator("[data-metric] figcaption").first())
                .containsText("Target", Desk.patiently());
    }

    @Test
    void theMapLeadsFromWhatIsDeliveredToAnObjectiveAndWarningsNameTheirBenefit() {
        String at = "/api/v1/projects/" + project;
        String racks =
                Desk.post(
                                at + "/deliverables",
                                Map.of(
                                        "name",
                                        "Last rack off",
                                        "dueOn",
                                        TODAY.minusDays(3).toString(),
                                        "metricKeys",
                                        List.of("bill")),
                                201)
                        .getString("id");
        desk.go("/projects/" + project);
        Locator map = desk.page().locator("svg.map");
        assertThat(map).containsText("Last rack off", Desk.patiently());
        assertThat(map).containsText("lost so far");
        assertThat(racks).isNotBlank();

        Locator warning = desk.page().locator("ul.risks li").first();
        assertThat(warning).containsText("Monthly bill: ");
        warning.getByRole(AriaRole.LINK).click();
        assertThat(desk.page()).hasURL(Pattern.compile("#metric-"));
        assertThat(desk.page().locator("li.multiple:target")).isVisible();
        desk.assertForEveryone("a project with map and forecast");
    }
}
