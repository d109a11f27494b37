package dev.payoff.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Every address that the router knows, read from its sources: each fits a phone and a desk, and axe
 * finds nothing, by day and by night. A page that is added is looked at without being named here.
 */
@QuarkusTest
@TestProfile(WithDashboard.class)
@QuarkusTestResource(StackResource.class)
class EveryPageTest extends AtADesk {

    private static final Path SOURCES = Path.of("src/main/webui/src");
    private static final Pattern PAGE =
            Pattern.compile("path: '([^']+)', load: \\(\\) => import\\('\\./(\\w+/\\w+)'\\)");
    private static final Pattern ROUTE = Pattern.compile("<Route path=\"([^\"*]+)\"");
    private static final Pattern NAMED = Pattern.compile(":\\w+");

    /** States of a page that differ as much as pages do. */
    private static final List<String> STATES =
            List.of(
                    "/?view=charts",
                    "/?wall=1",
                    "/?view=compare&vs=%1$s&vs=%2$s",
                    "/alerts?state=resolved",
                    "/projects/%1$s?stakeholder=%3$s",
                    "/projects/%1$s/benefits?benefit=%1$s/infra-cost",
                    "/projects/%1$s/money?explain=drawn:mean",
                    "/projects/%1$s/money?explain=year:cost:2026-01-01",
                    "/?group=risk&q=desk",
                    "/?asOf=2026-01-01T00:00:00Z",
                    "/?explain=atRisk",
                    "/analysis?explain=group:npv:programme",
                    "/projects/%1$s?compare=previous",
                    "/projects/%1$s?explain=realised",
                    "/projects/%1$s?explain=npv",
                    "/projects/%4$s");

    /** What slides or fades in has arrived; what turns for ever, as a mark of waiting, may. */
    private static final String AT_REST =
            "() => document.getAnimations().every(each => each.playState !== 'running'"
                    + " || each.effect.getTiming().iterations === Infinity)";

    private static List<String> somethingOnEachPage() {
        String project = Desk.earningProject();
        String other = Desk.earningProject();
        String at = "/api/v1/projects/" + project;
        String person =
                Desk.post(
                                at + "/stakeholders",
                                Map.of(
                                        "role",
                                        "Head of operations",
                                        "influence",
                                        3,
                                        "attitude",
                                        1,
                                        "categories",
                                        List.of("COST_REDUCTION")),
                                201)
                        .getString("id");
        Desk.post(
                at + "/deliverables",
                Map.of("name", "Last rack off", "metricKeys", List.of("infra-cost")),
                201);
        String bare = "bare-" + project;
        Desk.post(
                "/api/v1/projects",
                Map.of(
                        "key",
                        bare,
                        "name",
                        "Bare",
                        "type",
                        "SOFTWARE",
                        "currency",
                        "EUR",
                        "goLive",
                        "2026-01-05"),
                201);
        String rule =
                Desk.post(
                                "/api/v1/rules",
                                Map.of(
                                        "name",
                                        "Dear " + project,
                                        "metric",
                                        project + "/infra-cost",
                                        "figure",
                                        "VALUE",
                                        "comparator",
                                        ">",
                                        "threshold",
                                        40_000,
                                        "severity",
                                        "CRITICAL"),
                                201)
                        .getString("id");
        String connection =
                Desk.post(
                                "/api/v1/connections",
                                Map.of(
                                        "kind",
                                        "json",
                                        "name",
                                        "Shop " + project,
                                        "config",
                                        Map.of()),
                                201)
                        .getString("id");
        String scenario =
                Desk.post(
                                "/api/v1/scenarios",
                                Map.of(
                                        "name",
                                        "Plan " + project,
                                        "currency",
                                        "EUR",
                                        "budgets",
                                        List.of(Map.of("name", "money", "limit", 100)),
                                        "candidates",
                                        List.of(candidate(project), candidate(other))),
                                201)
                        .getString("id");
        Map<String, String> known =
                Map.of(
                        "/projects/:id", project,
                        "/projects/:id/money", project,
                        "/projects/:id/benefits", project,
                        "/alerts/rules/:rule", rule,
                        "/connections/new/:kind", "prometheus",
                        "/connections/:id", connection,
                        "/choose/:id", scenario);
        return Stream.concat(
                        routes().stream().map(route -> filled(route, known)),
                        STATES.stream().map(state -> state.formatted(project, other, person, bare)))
                .toList();
    }

    private static Map<String, Object> candidate(String project) {
        return Map.of("project", project, "value", 900, "uses", Map.of("money", 80));
    }

    /** All that the router knows, as it writes them: {@code /connections/new/:kind}. */
    private static List<String> routes() {
        List<String> found = new ArrayList<>();
        for (MatchResult page : in(SOURCES.resolve("pages.ts"), PAGE)) {
            String path = page.group(1);
            found.add(path);
            for (MatchResult part : in(SOURCES.resolve(page.group(2) + ".tsx"), ROUTE)) {
                found.add(path + "/" + part.group(1));
            }
        }
        return found;
    }

    private static List<MatchResult> in(Path file, Pattern pattern) {
        try {
            return pattern.matcher(Files.readString(file)).results().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String filled(String route, Map<String, String> known) {
        if (!NAMED.matcher(route).find()) {
            return route;
        }
        assertThat(known).as("what stands for the name in the address").containsKey(route);
        return NAMED.matcher(route).replaceFirst(known.get(route));
    }

    @Test
    void allPagesAreKnownHere() {
        assertThat(routes())
                .contains("/", "/projects/:id/money", "/analysis/growth", "/settings/audit")
                .hasSizeGreaterThanOrEqualTo(28);
    }

    /**
     * Each address is opened once, as a phone does; what changes without a reload, by day and by
     * night, narrow and wide, is changed as people change it: the same document has to follow.
     */
    @Test
    void fitsTheScreenAndIsForEveryone() {
        List<String> addresses = somethingOnEachPage();
        sit(Desk.PHONE_WIDTH, ColorScheme.LIGHT);
        SoftAssertions all = new SoftAssertions();
        for (String address : addresses) {
            desk.wide(Desk.PHONE_WIDTH);
            desk.by(ColorScheme.LIGHT);
            desk.go(address);
            look(all, address, ColorScheme.LIGHT, Desk.PHONE_WIDTH, Desk::faultsForEveryone);
            desk.by(ColorScheme.DARK);
            look(all, address, ColorScheme.DARK, Desk.PHONE_WIDTH, Desk::faultsOfColour);
            desk.wide(Desk.DESK_WIDTH);
            look(all, address, ColorScheme.DARK, Desk.DESK_WIDTH, Desk::faultsForEveryone);
            desk.by(ColorScheme.LIGHT);
            look(all, address, ColorScheme.LIGHT, Desk.DESK_WIDTH, Desk::faultsOfColour);
        }
        all.assertAll();
    }

    private void look(
            SoftAssertions all,
            String address,
            ColorScheme scheme,
            int width,
            Function<Desk, List<String>> axe) {
        desk.page().waitForFunction(AT_REST);
        String where = address + ", " + scheme + ", " + width;
        all.assertThat(axe.apply(desk)).as(where).isEmpty();
        all.assertThat(desk.widthOfPage()).as("width of %s", where).isLessThanOrEqualTo(width);
    }
}
