package dev.payoff.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
