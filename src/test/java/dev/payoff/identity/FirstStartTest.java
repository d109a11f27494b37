package dev.payoff.identity;

import static dev.payoff.identity.World.bearer;
import static dev.payoff.identity.World.cookie;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.payoff.app.TimeAndChance;
import dev.payoff.devstack.StackResource;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The first tenant: made once, however often the application starts. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class FirstStartTest {

    @Inject
    @ReactiveDataSource("stream")
    Pool pool;

    @Inject Passwords passwords;
    @Inject Audit audit;
    @Inject TimeAndChance time;
    @Inject World world;

    private record Wish(
            Optional<String> tenant,
            Optional<String> tenantName,
            ZoneId zone,
            String currency,
            String adminEmail,
            Optional<String> adminPassword,
            Optional<String> adminKey,
            Optional<String> loginToken)
            implements FirstStart.Wish {}

    private Wish wish(String adminKey, String loginToken) {
        return new Wish(
                Optional.of("first"),
                Optional.of("The First"),
                ZoneId.of("Europe/Berlin"),
                "CHF",
                "Root@First.example",
                Optional.of("a first password"),
                Optional.of(adminKey),
                Optional.of(loginToken));
    }

    private void start(FirstStart.Wish wish) {
        new FirstStart(pool, wish, passwords, audit, time)
                .make("first")
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    @Test
    void makesTenantAdminKeyAndALinkThatWorksOncePerStart() {
        String adminKey = Secrets.apiKey(time.bytes(4), time.bytes(32));
        String link = Secrets.opaque(time.bytes(32));
        start(wish(adminKey, link));
        start(wish(adminKey, link));

        assertThat(world.one("SELECT count(*) FROM tenant WHERE key = 'first'")).isEqualTo("1");
        assertThat(
                        world.one(
                                "SELECT string_agg(action, ',' ORDER BY a.id) FROM audit a JOIN tenant t ON"
                                        + " t.id = a.tenant_id WHERE t.key = 'first'"))
                .isEqualTo("tenant.created,user.created,key.created");
        bearer(adminKey)
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("role", equalTo("ADMIN"))
                .body("tenant.zone", equalTo("Europe/Berlin"))
                .body("tenant.currency", equalTo("CHF"));

        Response opened = login(link);
        opened.then().statusCode(303);
        assertThat(opened.header("Location")).endsWith("/").doesNotContain("login");
        cookie(opened.cookie("payoff_session"))
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("name", equalTo("root@first.example"));
        Response again = login(link);
        assertThat(again.header("Location")).endsWith("/?login=link-spent");
        assertThat(again.cookie("payoff_session")).isNull();

        start(wish(adminKey, link));
        assertThat(login(link).cookie("payoff_session")).isNotNull();
        given().contentType("application/json")
                .body(
                        "{\"tenant\":\"first\",\"email\":\"root@first.example\",\"password\":\"a first password\"}")
                .post("/api/v1/session")
                .then()
                .statusCode(200);
    }

    @Test
    void refusesSecretsThatCouldBeGuessed() {
        assertThatThrownBy(() -> start(wish("pay_short", Secrets.opaque(time.bytes(32)))))
                .hasMessageContaining("payoff.init.admin-key");
        assertThatThrownBy(
                        () -> start(wish(Secrets.apiKey(time.bytes(4), time.bytes(32)), "short")))
                .hasMessageContaining("payoff.init.login-token");
    }

    private static Response login(String link) {
        return given().redirects().follow(false).queryParam("token", link).get("/login");
    }
}
