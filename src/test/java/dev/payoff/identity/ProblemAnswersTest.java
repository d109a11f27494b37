package dev.payoff.identity;

import static dev.payoff.identity.World.bearer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the outside is told when something is wrong, and what it is never told. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ProblemAnswersTest {

    @Inject World world;

    private String admin;

    @BeforeEach
    void makeTenant() {
        admin = world.tenant("problems").apiKey(Role.ADMIN);
    }

    private Response post(String body) {
        return bearer(admin).contentType("application/json").body(body).post("/api/v1/keys");
    }

    private static void problem(Response answer, int status, String code) {
        answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("title", notNullValue())
                .body("detail", notNullValue())
                .body("detail", not(containsString("Exception")))
                .body("detail", not(containsString("com.fasterxml")));
    }

    @Test
    void malformedJsonIsLocated() {
        problem(post("{\"name\":\"k\",\n  \"role\": }"), 400, "MALFORMED_JSON");
        post("{\"name\":\"k\",\n  \"role\": }").then().body("detail", containsString("line 2"));
        problem(post("{\"name\":\"k\",\"rolle\":\"VIEWER\"}"), 400, "MALFORMED_JSON");
        post("{\"name\":\"k\",\"rolle\":\"VIEWER\"}")
                .then()
                .body("detail", containsString("'rolle'"))
                .body("remedy", containsString("role"));
        problem(post("{\"name\":\"k\",\"role\":\"KING\"}"), 400, "MALFORMED_JSON");
        post("{\"name\":\"k\",\"role\":\"KING\"}")
                .then()
                .body("detail", containsString("'role'"))
                .body("remedy", containsString("VIEWER"));
        problem(post("[]"), 400, "MALFORMED_JSON");
        problem(post("{\"name\":"), 400, "MALFORMED_JSON");
    }

    @Test
    void invalidFieldsAreNamed() {
        problem(post("{\"name\":\" \"}"), 400, "VALIDATION");
        post("{\"name\":\" \"}").then().body("violations.field", equalTo(List.of("name", "role")));
        problem(post(""), 400, "VALIDATION");
        problem(bearer(admin).get("/api/v1/keys?limit=0"), 400, "VALIDATION");
        bearer(admin)
                .get("/api/v1/keys?limit=201")
                .then()
                .body("violations[0].field", equalTo("limit"));
        problem(bearer(admin).get("/api/v1/keys?cursor=garbage"), 400, "INVALID_CURSOR");
    }

    @Test
    void whatNobodyServesIsAProblemToo() {
        problem(bearer(admin).get("/api/v1/no-such-thing"), 404, "NO_SUCH_ROUTE");
        problem(given().get("/api/v1/no-such-thing"), 401, "UNAUTHENTICATED");
        problem(bearer(admin).delete("/api/v1/me"), 405, "METHOD_NOT_ALLOWED");
        problem(bearer(admin).delete("/api/v1/keys/not-a-uuid"), 404, "NO_SUCH_ROUTE");
        problem(
                bearer(admin).contentType("text/plain").body("{}").post("/api/v1/keys"),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
        Response large =
                given().contentType("application/json")
                        .body("{\"tenant\":\"" + "x".repeat(20_000) + "\"}")
                        .post("/api/v1/session");
        problem(large, 413, "TOO_LARGE");
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() {
        for (String path :
                new String[] {"/", "/login", "/api/v1/me", "/q/health", "/no-such-page"}) {
            Response answer = given().get(path);
            assertThat(answer.header("Content-Security-Policy"))
                    .as(path)
                    .contains("frame-ancestors 'none'")
                    .contains("object-src 'none'")
                    .contains("script-src 'self';");
            assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).as(path).isEqualTo("no-referrer");
            assertThat(answer.header("Cross-Origin-Opener-Policy"))
                    .as(path)
                    .isEqualTo("same-origin");
        }
    }

    @Test
    void secretsAreInNoLogAndInNoLaterAnswer() {
        List<String> logged = Collections.synchronizedList(new ArrayList<>());
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord record) {
                        logged.add(
                                record.getMessage()
                                        + " "
                                        + java.util.Arrays.toString(record.getParameters())
                                        + " "
                                        + record.getThrown());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger root = Logger.getLogger("");
        Logger ours = Logger.getLogger("dev.payoff");
        Level before = ours.getLevel();
        root.addHandler(handler);
        ours.setLevel(Level.ALL);
        List<String> answers = new ArrayList<>();
        String secret;
        try {
            String password = "canary-password-4711";
            bearer(admin)
                    .contentType("application/json")
                    .body(
                            "{\"email\":\"c@example.com\",\"name\":\"C\",\"role\":\"VIEWER\",\"password\":\""
                                    + password
                                    + "\"}")
                    .post("/api/v1/users")
                    .then()
                    .statusCode(201);
            answers.add(
                    given().contentType("application/json")
                            .body(
                                    "{\"tenant\":\"x\",\"email\":\"c@example.com\",\"password\":\""
                                            + password
                                            + "\",\"more\":1}")
                            .post("/api/v1/session")
                            .asString());
            secret = post("{\"name\":\"canary\",\"role\":\"ADMIN\"}").path("secret");
            String token = bearer(secret).post("/api/v1/token").path("token");
            answers.add(bearer(token + "x").get("/api/v1/me").asString());
            answers.add(bearer(secret + "x").get("/api/v1/me").asString());
            for (String list : new String[] {"keys", "users", "audit"}) {
                answers.add(bearer(secret).get("/api/v1/" + list).asString());
            }
            for (String canary :
                    new String[] {
                        password, secret.substring(13), token.substring(token.lastIndexOf('.') + 1)
                    }) {
                assertThat(answers).noneMatch(answer -> answer.contains(canary));
                assertThat(logged).noneMatch(line -> line.contains(canary));
            }
            assertThat(answers).noneMatch(answer -> answer.contains("passwordHash"));
            assertThat(logged).as("the handler hears our log").isNotEmpty();
        } finally {
            root.removeHandler(handler);
            ours.setLevel(before);
        }
    }
}
