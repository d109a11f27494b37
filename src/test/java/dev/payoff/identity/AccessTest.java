package dev.payoff.identity;

import static dev.payoff.identity.World.bearer;
import static dev.payoff.identity.World.cookie;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Timestamp;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions, API keys and tokens, through HTTP, on a real database. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class AccessTest {

    @Inject World world;

    World.Tenant acme;

    @BeforeEach
    void makeTenant() {
        acme = world.tenant("acme");
    }

    @Test
    void meTellsTenantNameRoleAndScopes() {
        bearer(acme.apiKey(Role.MANAGER))
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("tenant.key", equalTo(acme.key()))
                .body("tenant.zone", equalTo("UTC"))
                .body("tenant.currency", equalTo("EUR"))
                .body("name", equalTo("key:MANAGER"))
                .body("role", equalTo("MANAGER"))
                .body("scopes.size()", equalTo(0));
    }

    @Test
    void sessionOpensServesAndCloses() {
        String session = World.session(acme, Role.VIEWER);
        cookie(session)
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("name", equalTo(acme.email(Role.VIEWER)));
        cookie(session).header("X-Payoff", "1").delete("/api/v1/session").then().statusCode(204);
        cookie(session).get("/api/v1/me").then().statusCode(401);
        assertThat(
                        world.one(
                                "SELECT string_agg(action, ',' ORDER BY id) FROM audit WHERE tenant_id = '"
                                        + acme.id()
                                        + "'"))
                .isEqualTo("session.opened,session.closed");
    }

    @Test
    void cookieIsHttpOnlyAndLax() {
        String header =
                given().contentType("application/json")
                        .body(
                                "{\"tenant\":\"%s\",\"email\":\"%s\",\"password\":\"%s\"}"
                                        .formatted(
                                                acme.key(),
                                                acme.email(Role.ADMIN).toUpperCase(),
                                                World.PASSWORD))
                        .post("/api/v1/session")
                        .then()
                        .statusCode(200)
                        .extract()
                        .header("Set-Cookie");
        assertThat(header).contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age=43");
    }

    @Test
    void wrongPasswordUnknownPersonAndUnknownTenantLookTheSame() {
        String[][] wrong = {
            {acme.key(), acme.email(Role.ADMIN), "wrong password"},
            {acme.key(), "nobody@example.com", World.PASSWORD},
            {"no-such-tenant", acme.email(Role.ADMIN), World.PASSWORD},
            {acme.key(), acme.email(Role.ADMIN), "x".repeat(1000)},
        };
        for (String[] login : wrong) {
            given().contentType("application/json")
                    .body(
                            "{\"tenant\":\"%s\",\"email\":\"%s\",\"password\":\"%s\"}"
                                    .formatted((Object[]) login))
                    .post("/api/v1/session")
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("Set-Cookie", nullValue())
                    .body("code", equalTo("WRONG_LOGIN"));
        }
    }

    @Test
    void guessingHasToWaitWhileOthersStillGetIn() {
        int evaluated = 0;
        String retryAfter = null;
        for (int i = 0; i < 40; i++) {
            var answer =
                    given().contentType("application/json")
                            .header("X-Forwarded-For", "203.0.113." + i)
                            .body(
                                    "{\"tenant\":\"%s\",\"email\":\"%s\",\"password\":\"guess number %d\"}"
                                            .formatted(acme.key(), acme.email(Role.ADMIN), i))
                            .post("/api/v1/session");
            if (answer.statusCode() == 429) {
                retryAfter = answer.header("Retry-After");
                answer.then().body("code", equalTo("TOO_MANY_ATTEMPTS"));
            } else {
                answer.then().statusCode(401);
                evaluated++;
            }
        }
        assertThat(evaluated).isBetween(LoginGuard.FREE_PER_PERSON, LoginGuard.FREE_PER_PERSON + 3);
        assertThat(Integer.parseInt(retryAfter)).isBetween(1, 900);
        assertThat(World.session(acme, Role.VIEWER)).isNotEmpty();
        assertThat(
                        world.one(
                                "SELECT count(*) FROM audit WHERE action = 'login.refused' AND tenant_id = '"
                                        + acme.id()
                                        + "'"))
                .isEqualTo("" + evaluated);
    }

    @Test
    void cookieChangesNothingWithoutOurHeaderOrFromAnotherSite() {
        String session = World.session(acme, Role.ADMIN);
        String body = "{\"name\":\"k\",\"role\":\"VIEWER\"}";
        cookie(session)
                .contentType("application/json")
                .body(body)
                .post("/api/v1/keys")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("CROSS_SITE"));
        for (String origin :
                new String[] {"https://evil.example", "null", "http://localhost.evil"}) {
            cookie(session)
                    .header("X-Payoff", "1")
                    .header("Origin", origin)
                    .contentType("application/json")
                    .body(body)
                    .post("/api/v1/keys")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("CROSS_SITE"));
        }
        cookie(session)
                .header("X-Payoff", "1")
                .header("Sec-Fetch-Site", "cross-site")
                .contentType("application/json")
                .body(body)
                .post("/api/v1/keys")
                .then()
                .statusCode(403);
        assertThat(keys()).isEqualTo(Role.values().length);
        given().contentType("text/plain")
                .body("{\"tenant\":\"a\"}")
                .post("/api/v1/session")
                .then()
                .statusCode(415)
                .body("code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
        cookie(session)
                .header("X-Payoff", "1")
                .contentType("application/json")
                .body(body)
                .post("/api/v1/keys")
                .then()
                .statusCode(201);
        assertThat(keys()).isEqualTo(Role.values().length + 1);
    }

    private int keys() {
        return Integer.parseInt(
                world.one("SELECT count(*) FROM api_key WHERE tenant_id = '" + acme.id() + "'"));
    }

    @Test
    void keyIsShownOnceServesAndIsRevokedAtOnce() {
        var made =
                bearer(acme.apiKey(Role.ADMIN))
                        .contentType("application/json")
                        .body("{\"name\":\"prom\",\"role\":\"CONTRIBUTOR\",\"scopes\":[\"read\"]}")
                        .post("/api/v1/keys")
                        .then()
                        .statusCode(201)
                        .body("secret", startsWith("pay_"))
                        .body("key.scopes", contains("read"))
                        .extract();
        String secret = made.path("secret");
        String id = made.path("key.id");
        assertThat(secret).matches("pay_[0-9a-f]{8}_[A-Za-z0-9_-]{43}");
        bearer(secret).get("/api/v1/me").then().statusCode(200).body("name", equalTo("key:prom"));

        String list = bearer(acme.apiKey(Role.ADMIN)).get("/api/v1/keys").asString();
        assertThat(list).contains(id).contains(secret.substring(0, 12)).doesNotContain(secret);
        assertThat(world.one("SELECT api_key::text FROM api_key WHERE id = '" + id + "'"))
                .doesNotContain(secret.substring(13));
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        world.one("SELECT last_used_at FROM api_key WHERE id = '" + id + "'")
                                != null);
        String used = world.one("SELECT last_used_at FROM api_key WHERE id = '" + id + "'");
        bearer(secret).get("/api/v1/me").then().statusCode(200);
        assertThat(world.one("SELECT last_used_at FROM api_key WHERE id = '" + id + "'"))
                .as("written at most once a minute")
                .isEqualTo(used);

        bearer(acme.apiKey(Role.ADMIN)).delete("/api/v1/keys/" + id).then().statusCode(204);
        for (int i = 0; i < 20; i++) {
            bearer(secret).get("/api/v1/me").then().statusCode(401);
        }
        bearer(acme.apiKey(Role.ADMIN)).delete("/api/v1/keys/" + id).then().statusCode(204);
        assertThat(
                        world.one(
                                "SELECT string_agg(action, ',' ORDER BY id) FROM audit WHERE subject_id = '"
                                        + id
                                        + "'"))
                .isEqualTo("key.created,key.revoked");
    }

    @Test
    void keyEndsWhenItExpiresAndIsNotTakenFromTheQuery() throws Exception {
        String old = "pay_11111111_" + acme.key() + "-" + "o".repeat(43 - acme.key().length() - 1);
        try (Connection connection = world.as("payoff_stream")) {
            world.apiKey(
                    connection,
                    acme,
                    Role.ADMIN,
                    old,
                    new Timestamp(System.currentTimeMillis() - 1000));
        }
        bearer(old).get("/api/v1/me").then().statusCode(401);
        String key = acme.apiKey(Role.ADMIN);
        for (String parameter :
                new String[] {"access_token", "token", "key", "api_key", "ticket"}) {
            given().queryParam(parameter, key).get("/api/v1/me").then().statusCode(401);
        }
        given().header("Authorization", "Basic " + key).get("/api/v1/me").then().statusCode(401);
        given().header("Authorization", key).get("/api/v1/me").then().statusCode(401);
        bearer(key.substring(0, key.length() - 1)).get("/api/v1/me").then().statusCode(401);
        bearer(key.toLowerCase()).get("/api/v1/me").then().statusCode(401);
        bearer(key).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void scopesHoldALimitedKeyInEveryResource() {
        String ingest =
                bearer(acme.apiKey(Role.ADMIN))
                        .contentType("application/json")
                        .body("{\"name\":\"in\",\"role\":\"ADMIN\",\"scopes\":[\"ingest\"]}")
                        .post("/api/v1/keys")
                        .path("secret");
        bearer(ingest).get("/api/v1/me").then().statusCode(200).body("scopes", contains("ingest"));
        bearer(ingest)
                .get("/api/v1/keys")
                .then()
                .statusCode(403)
                .body("code", equalTo("SCOPE_MISSING"));
        bearer(ingest)
                .contentType("application/json")
                .body("{\"name\":\"more\",\"role\":\"ADMIN\"}")
                .post("/api/v1/keys")
                .then()
                .statusCode(403);
        bearer(ingest).post("/api/v1/stream-tickets").then().statusCode(403);
        String writer =
                bearer(acme.apiKey(Role.ADMIN))
                        .contentType("application/json")
                        .body("{\"name\":\"w\",\"role\":\"ADMIN\",\"scopes\":[\"write\"]}")
                        .post("/api/v1/keys")
                        .path("secret");
        bearer(writer)
                .contentType("application/json")
                .body("{\"name\":\"more\",\"role\":\"ADMIN\",\"scopes\":[\"read\"]}")
                .post("/api/v1/keys")
                .then()
                .statusCode(403);
        bearer(writer)
                .contentType("application/json")
                .body("{\"name\":\"same\",\"role\":\"ADMIN\"}")
                .post("/api/v1/keys")
                .then()
                .statusCode(201)
                .body("key.scopes", contains("write"));
        bearer(acme.apiKey(Role.ADMIN))
                .contentType("application/json")
                .body("{\"name\":\"odd\",\"role\":\"ADMIN\",\"scopes\":[\"root\"]}")
                .post("/api/v1/keys")
                .then()
                .statusCode(400)
                .body("code", equalTo("UNKNOWN_SCOPE"));
    }

    @Test
    void tokenCarriesWhatTheKeyMayAndDrawsNoOther() {
        String token =
                bearer(acme.apiKey(Role.MANAGER))
                        .contentType("application/json")
                        .body("{\"scopes\":[\"read\",\"ingest\"]}")
                        .post("/api/v1/token")
                        .then()
                        .statusCode(200)
                        .body("type", equalTo("Bearer"))
                        .extract()
                        .path("token");
        bearer(token)
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("role", equalTo("MANAGER"))
                .body("scopes", containsInAnyOrder("ingest", "read"));
        bearer(token)
                .post("/api/v1/token")
                .then()
                .statusCode(403)
                .body("code", equalTo("KEY_OR_SESSION_NEEDED"));
    }
}
