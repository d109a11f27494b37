package dev.payoff.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a project's page tells of times to come, and of what leads to its benefits. */
@QuarkusTest
@TestProfile(WithDashboard.class)
@QuarkusTestResource(StackResource.class)
class ProjectPageTest {

    private static final int DAYS = 28;
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Chromium chromium;

    @TestHTTPResource("/")
    URI home;

    private Desk desk;
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

    @AfterEach
    void leave() {
        if (desk != null) {
            desk.close();
        }
    }

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
            Desk.post(
                    "/api/v1/measurements",
                    Map.of(
                            "metric",
                            project + "/bill",
                            "value",
                            44_000 + day * 7_919 % 1_001 - 500,
                            "observedAt",
                            Instant.now().minus(Duration.ofDays(day)).minusSeconds(60).toString()),
                    202);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(Desk.get(at + "/value/forecast?points=2").getList("points"))
                                .hasSize(2));
        desk = Desk.open(chromium, home, Desk.DESK_WIDTH, ColorScheme.LIGHT);
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
