package dev.payoff.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The portfolio from further off, and templates that travel as files. */
@QuarkusTest
@TestProfile(WithDashboard.class)
@QuarkusTestResource(StackResource.class)
class AnalysisTest extends AtADesk {

    @BeforeEach
    void open() {
        sit();
    }

    @Test
    void projectsAreRolledUpByWhatTheAddressSays() {
        Desk.project();
        desk.go("/analysis");
        desk.field("By").selectOption("type");
        assertThat(desk.page()).hasURL(Pattern.compile("by=type"));
        assertThat(desk.page().getByText("Infrastructure").first())
                .isVisible(Desk.patientlyVisible());
        desk.assertForEveryone("roll-ups");
        desk.go("/analysis/benchmarks");
        assertThat(desk.page().getByText("5,392 IT projects").first()).isVisible();
        desk.assertForEveryone("benchmarks");
    }

    @Test
    void twoReportsThatAreCheckedAndTakenInTellGrowth() {
        String key = "report-" + UUID.randomUUID().toString().substring(0, 8);
        report(key, "2025-01-31", "1000000,2026-06-30");
        report(key, "2026-01-31", "1300000,2026-12-31");
        desk.go("/analysis/growth?then=2025-01-31&later=2026-01-31");
        Locator row =
                desk.page()
                        .getByRole(AriaRole.ROW)
                        .filter(new Locator.FilterOptions().setHasText("Register " + key));
        assertThat(row).containsText("30.0%", Desk.patiently());
        assertThat(row).containsText("184 days");
        desk.assertForEveryone("growth");
    }

    private void report(String key, String day, String budgetAndEnd) {
        desk.go("/analysis/growth");
        String text = "id,title,total,end\n" + key + ",Register " + key + "," + budgetAndEnd + "\n";
        desk.page()
                .locator("input[type=file]")
                .setInputFiles(
                        new FilePayload(
                                "report.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8)));
        desk.field("The report’s day").fill(day);
        desk.button("Check it").click();
        assertThat(
                        desk.page()
                                .getByRole(AriaRole.STATUS)
                                .filter(new Locator.FilterOptions().setHasText("1 rows")))
                .containsText("Nothing is stored yet", Desk.patiently());
        desk.button("Take it in").click();
        assertThat(desk.page().getByText("Taken in: 1 rows")).isVisible(Desk.patientlyVisible());
    }

    @Test
    void aClaimIsMadeAndListedAsOpen() {
        String project = Desk.project();
        String metric =
                Desk.get("/api/v1/projects/" + project + "/metrics").getString("items[0].id");
        desk.go("/analysis/calibration?metric=" + metric);
        desk.field("Value").fill("40 000");
        desk.field("Decided at").fill("2099-01-31T12:00");
        desk.button("Claim it").click();
        assertThat(desk.page().getByText("at most 40,000")).isVisible(Desk.patientlyVisible());
        assertThat(desk.page().getByText("Open", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        desk.assertForEveryone("calibration");
    }

    @Test
    void templatesLeaveAsASignedFileAndComeBack() throws Exception {
        String key = "own-" + UUID.randomUUID().toString().substring(0, 8);
        Desk.post(
                "/api/v1/templates",
                Map.of(
                        "key",
                        key,
                        "name",
                        "Template " + key,
                        "type",
                        key.replace('-', '_').toUpperCase(Locale.ROOT)),
                201);
        desk.go("/settings/templates");
        Download file =
                desk.page()
                        .waitForDownload(() ->
                                desk.button("Export Template " + key + " as a signed file")
                                        .click());
        assertThat(file.suggestedFilename()).endsWith(".json");
        desk.page().locator("input[type=file]").setInputFiles(file.path());
        assertThat(desk.page().getByText(key + " (version 1, as it was)"))
                .isVisible(Desk.patientlyVisible());
        desk.assertForEveryone("templates and their files");
    }
}
