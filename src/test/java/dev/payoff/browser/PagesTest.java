package dev.payoff.browser;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the dashboard is served: which paths are its own, what may be kept, what may run. */
@QuarkusTest
@TestProfile(WithDashboard.class)
@QuarkusTestResource(StackResource.class)
class PagesTest {

    private static final Pattern ASSET = Pattern.compile("/assets/[\\w-]+\\.(?:js|css)");
    private static final String ROOT = "<div id=\"root\">";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/projects/cloud-exit",
                "/projects/v1.2",
                "/projects/v1.2/money",
                "/projects/v1.2/benefits",
                "/analysis/growth",
                "/alerts"
            })
    void everyPageIsTheOneDocumentAskedForAnewEachTime(String path) {
        given().accept("text/html")
                .get(path)
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-cache"))
                .body(containsString(ROOT));
    }

    @Test
    void aFileIsNotAPage() {
        given().accept("*/*").get("/icon.svg").then().statusCode(200).contentType("image/svg+xml");
        given().accept("*/*").get("/assets/of-an-older-build.js").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/no-such-thing",
                "/q/no-such-thing",
                "/hooks/no-such-thing",
                "/.well-known/no-such-thing"
            })
    void whatIsTheServersIsNeverAnsweredWithAPage(String path) {
        String answer = given().accept("text/html").get(path).asString();
        assertThat(answer).doesNotContain(ROOT);
    }

    @Test
    void assetsAreNamedByTheirContentAndKeptForAYear() {
        String document = given().accept("text/html").get("/").asString();
        var assets = ASSET.matcher(document).results().map(MatchResult::group).toList();
        assertThat(assets).hasSizeGreaterThanOrEqualTo(2);
        for (String asset : assets) {
            given().get(asset)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", containsString("immutable"));
        }
    }

    @Test
    void scriptsComeFromHereAndNoneIsInline() {
        given().accept("text/html")
                .get("/")
                .then()
                .header("Content-Security-Policy", containsString("script-src 'self';"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .body(not(containsString("<script>")))
                .body(not(containsString("onload=")));
    }
}
