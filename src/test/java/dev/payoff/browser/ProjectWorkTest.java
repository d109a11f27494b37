package dev.payoff.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a finance controller and a PMO head do on a project's pages of money and benefits. */
@QuarkusTest
@TestProfile(WithDashboard.class)
@QuarkusTestResource(StackResource.class)
class ProjectWorkTest extends AtADesk {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    private String project;

    @BeforeEach
    void aProjectThatHasSpentAndNotMeasured() {
        project = Desk.project();
        sit();
    }

    private void spend(int amount, String stage) {
        Desk.post(
                "/api/v1/projects/" + project + "/costs",
                Map.of(
                        "amount",
                        amount,
                        "incurredOn",
                        TODAY.minusDays(5).toString(),
                        "category",
                        "migration",
                        "stage",
                        stage),
                201);
    }

    private Locator figure(String label) {
        return desk.page()
                .locator(".figure")
                .filter(new Locator.FilterOptions().setHasText(label))
                .first();
    }

    private Locator heading(String name) {
        return desk.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }

    @Test
    void moneyIsProvedDrawnBySeedAndSaidInWords() {
        spend(60_000, "PLANNED");
        spend(70_000, "ACTUAL");
        Desk.post(
                "/api/v1/projects/" + project + "/costs",
                Map.of(
                        "amount",
                        10_000,
                        "low",
                        5_000,
                        "high",
                        40_000,
                        "incurredOn",
                        TODAY.plusDays(60).toString(),
                        "category",
                        "dismantling",
                        "stage",
                        "FORECAST"),
                201);
        desk.go("/projects/" + project);
        desk.page()
                .getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName("Money").setExact(true))
                .click();
        Locator npv = figure("Net present value");
        assertThat(npv).containsText(Pattern.compile("EUR.?\\+"), Desk.patiently());
        npv.getByRole(AriaRole.BUTTON).click();
        Locator proof = desk.page().getByRole(AriaRole.DIALOG);
        assertThat(proof).containsText("as it looks", Desk.patiently());
        assertThat(proof).containsText("migration, actual");
        assertThat(desk.page()).hasURL(Pattern.compile("explain=money"));
        desk.page().keyboard().press("Escape");

        desk.page().getByTitle("Explain Costs, Actual").click();
        assertThat(proof).containsText("1 cost line of ", Desk.patiently());
        assertThat(proof).containsText("70,000");
        desk.page().keyboard().press("Escape");
        desk.page().getByTitle(Pattern.compile("^Explain Planned cost, ")).first().click();
        assertThat(proof).containsText("Planned costs of ", Desk.patiently());
        assertThat(desk.page()).hasURL(Pattern.compile("explain=year(:|%3A)plannedCost"));
        desk.page().keyboard().press("Escape");

        Locator histogram =
                desk.page()
                        .getByRole(
                                AriaRole.IMG,
                                new Page.GetByRoleOptions()
                                        .setName(Pattern.compile("Histogram of 10,000 runs")));
        assertThat(histogram).containsText("CVaR 95 %");
        figure("Expected").getByRole(AriaRole.BUTTON).click();
        assertThat(proof).containsText("SplitMix64 from the seed", Desk.patiently());
        desk.page().keyboard().press("Escape");

        desk.field("Seed").fill("7");
        desk.button("Draw").first().click();
        assertThat(desk.page()).hasURL(Pattern.compile("seed=7"));
        assertThat(
                        desk.page()
                                .getByText("seed 7", new Page.GetByTextOptions().setExact(false))
                                .first())
                .isVisible(Desk.patientlyVisible());
        String mean = figure("Expected").textContent();
        desk.page().reload();
        assertThat(figure("Expected")).hasText(mean);
        assertThat(
                        desk.page()
                                .getByRole(
                                        AriaRole.IMG,
                                        new Page.GetByRoleOptions()
                                                .setName(
                                                        Pattern.compile(
                                                                "widest first: Infrastructure cost"))))
                .isVisible();

        desk.field("If so much is done").fill("50");
        assertThat(figure("Cost performance"))
                .containsText(Pattern.compile("each EUR.1 spent brought work worth EUR.0\\.43"));
        desk.assertForEveryone("a project's money");
    }

    @Test
    void aCostLineIsAddedWhereItIsMissedAndTheFiguresFollow() {
        desk.go("/projects/" + project + "/money");
        assertThat(desk.page().getByText("The budget is the sum of planned cost lines"))
                .isVisible();
        desk.button("Add a cost line").click();
        desk.field("Amount").fill("40 000");
        desk.page().getByLabel(Pattern.compile("^On")).first().fill(TODAY.toString());
        desk.field("Category").fill("hosting");
        desk.button("Add").click();
        assertThat(
                        desk.page()
                                .getByText("Budget at completion (BAC)")
                                .locator("xpath=ancestor::tr"))
                .containsText("40,000", Desk.patiently());
    }

    @Test
    void aBenefitGetsAnOwnerAProfileAndAStateAndWhatIsRefusedSaysWhatToDo() {
        desk.go("/projects/" + project + "/benefits");
        desk.button("Add a stakeholder").click();
        desk.field("Role").fill("Head of operations");
        desk.button("Save").click();
        assertThat(desk.button("Edit Head of operations")).isVisible(Desk.patientlyVisible());

        desk.button("What matters to Head of operations").click();
        assertThat(desk.page().getByText("No benefit is theirs"))
                .isVisible(Desk.patientlyVisible());
        desk.assertForEveryone("what matters to a stakeholder");

        desk.button("Open Infrastructure cost").click();
        desk.button("Change the share").click();
        desk.field("Share, %").fill("80");
        desk.field("Outside series that is measured").fill("dc/bill-" + project);
        desk.button("Save").click();
        assertThat(desk.page().getByText("80.0% of it is claimed."))
                .isVisible(Desk.patientlyVisible());
        desk.button("Write the profile").click();
        desk.field("Owner, of the business").selectOption("Head of operations");
        desk.field("What changes, for whom").fill("The bill falls as racks are switched off.");
        desk.button("Save").click();
        desk.button("Move to in delivery").click();
        assertThat(heading("State: In delivery")).isVisible(Desk.patientlyVisible());
        desk.button("Move to realising").click();
        assertThat(desk.page().getByRole(AriaRole.ALERT)).containsText("reading", Desk.patiently());
        desk.assertForEveryone("a benefit that is open");

        desk.button("Close the project").click();
        desk.button("Close it").click();
        assertThat(desk.page().getByText("its benefits are measured until"))
                .isVisible(Desk.patientlyVisible());
    }

    @Test
    void whatAStakeholdersBenefitsHaveEarnedOpensThem() {
        String earning = Desk.earningProject();
        Desk.post(
                "/api/v1/projects/" + earning + "/stakeholders",
                Map.of(
                        "role",
                        "Head of finance",
                        "influence",
                        3,
                        "attitude",
                        1,
                        "categories",
                        List.of("COST_REDUCTION")),
                201);
        desk.go("/projects/" + earning + "/benefits");
        desk.button("What matters to Head of finance").click();
        desk.page().getByTitle("Explain What the benefits of Head of finance have earned").click();
        Locator proof = desk.page().getByRole(AriaRole.DIALOG);
        assertThat(proof)
                .containsText(
                        "What their benefits have earned of Head of finance", Desk.patiently());
        proof.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Proof of Infrastructure cost"))
                .click();
        assertThat(proof).containsText("Infrastructure cost (" + earning, Desk.patiently());
        assertThat(proof).containsText("Attribution share");
    }

    @Test
    void aSeriesIsSplitFairlyByOneDeedWhichCanBeTakenBack() {
        String series = "dc/bill-" + project;
        String first = claimant("first-" + project, 60, series, "0.9");
        String second = claimant("second-" + project, 30, series, "0.1");
        Desk.reading(first + "/bill", 44_000, Instant.now().minus(Duration.ofDays(45)));
        Desk.reading(first + "/bill", 41_000, Instant.now());
        await().atMost(Desk.PATIENCE)
                .until(() ->
                        Desk.get("/api/v1/series-split?series=" + series).get("steps[1].share")
                                != null);
        desk.go("/projects/" + first + "/benefits?benefit=" + first + "/bill");
        desk.button("Propose a fair split").click();
        assertThat(desk.page().getByText("66.7%").first()).isVisible(Desk.patientlyVisible());

        desk.button("Take these shares").click();
        assertThat(desk.page().getByText("All shares were set together."))
                .isVisible(Desk.patientlyVisible());
        assertThat(share(first)).isEqualByComparingTo("0.666666");
        assertThat(share(second)).isEqualByComparingTo("0.333333");

        desk.button("Undo").click();
        await().atMost(Desk.PATIENCE)
                .untilAsserted(() -> assertThat(share(first)).isEqualByComparingTo("0.9"));
        assertThat(share(second)).isEqualByComparingTo("0.1");
    }

    private static BigDecimal share(String project) {
        return new BigDecimal(
                Desk.get("/api/v1/projects/" + project + "/metrics").getString("items[0].share"));
    }

    private static String claimant(String key, int liveForDays, String series, String share) {
        Desk.post(
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
                        TODAY.minusDays(liveForDays).toString()),
                201);
        Desk.post(
                "/api/v1/projects/" + key + "/metrics",
                Map.of(
                        "key",
                        "bill",
                        "name",
                        "Monthly bill",
                        "category",
                        "COST_REDUCTION",
                        "type",
                        "CURRENCY",
                        "kind",
                        "LEVEL",
                        "baseline",
                        50_000,
                        "target",
                        35_000,
                        "series",
                        series,
                        "share",
                        new BigDecimal(share),
                        "valuation",
                        Map.of("amount", 1, "per", "MONTH")),
                201);
        return key;
    }

    @Test
    void bothPagesFitAPhone() {
        spend(60_000, "PLANNED");
        sit(Desk.PHONE_WIDTH, ColorScheme.DARK);
        for (String page :
                new String[] {"/money", "/benefits?benefit=" + project + "/infra-cost"}) {
            desk.go("/projects/" + project + page);
            assertThat(desk.page().locator("h2").first()).isVisible();
            assertThat(desk.widthOfPage()).as(page).isLessThanOrEqualTo(Desk.PHONE_WIDTH);
            desk.assertForEveryone(page + " on a phone");
        }
    }
}
