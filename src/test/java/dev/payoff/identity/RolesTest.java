package dev.payoff.identity;

import static dev.payoff.identity.World.bearer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may do what: every operation of this package against every role, and against nobody. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RolesTest {

    private static final String NO_ID = "00000000-0000-7000-8000-000000000000";

    @Inject World world;

    /** What an operation answers where it is allowed, and from which role on it is. */
    private record Row(String method, String path, String body, Role from, int allowed) {}

    private static final List<Row> TABLE =
            List.of(
                    new Row("GET", "/api/v1/me", null, Role.VIEWER, 200),
                    new Row("POST", "/api/v1/token", null, Role.VIEWER, 200),
                    new Row("POST", "/api/v1/stream-tickets", null, Role.VIEWER, 200),
                    new Row("DELETE", "/api/v1/session", null, Role.VIEWER, 204),
                    new Row("GET", "/api/v1/keys", null, Role.ADMIN, 200),
                    new Row(
                            "POST",
                            "/api/v1/keys",
                            "{\"name\":\"k\",\"role\":\"VIEWER\"}",
                            Role.ADMIN,
                            201),
                    new Row("DELETE", "/api/v1/keys/" + NO_ID, null, Role.ADMIN, 404),
                    new Row("GET", "/api/v1/users", null, Role.ADMIN, 200),
                    new Row("POST", "/api/v1/users", "{\"email\":\"x\"}", Role.ADMIN, 400),
                    new Row("PATCH", "/api/v1/users/" + NO_ID, "{\"name\":\"n\"}", Role.ADMIN, 404),
                    new Row("GET", "/api/v1/audit", null, Role.ADMIN, 200));

    @Test
    void everyOperationAgainstEveryRole() {
        World.Tenant acme = world.tenant("roles");
        List<String> wrong = new ArrayList<>();
        for (Row row : TABLE) {
            check(wrong, "nobody", row, given(), 401);
            for (Role role : Role.values()) {
                int expected = role.includes(row.from()) ? row.allowed() : 403;
                check(wrong, role.name(), row, bearer(acme.apiKey(role)), expected);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void check(
            List<String> wrong, String who, Row row, RequestSpecification request, int expected) {
        if (row.body() != null) {
            request.contentType("application/json").body(row.body());
        }
        var answer = request.request(row.method(), row.path());
        boolean problem =
                answer.statusCode() < 400
                        || answer.contentType().startsWith("application/problem+json");
        if (answer.statusCode() != expected || !problem) {
            wrong.add(
                    who
                            + " "
                            + row.method()
                            + " "
                            + row.path()
                            + ": "
                            + answer.statusCode()
                            + " instead of "
                            + expected
                            + " "
                            + answer.contentType());
        }
    }

    @Test
    void anotherTenantsIdsAreNotFound() {
        World.Tenant a = world.tenant("rolesa");
        World.Tenant b = world.tenant("rolesb");
        String admin = b.apiKey(Role.ADMIN);
        String key = world.one("SELECT id FROM api_key WHERE tenant_id = '" + a.id() + "' LIMIT 1");
        String user =
                world.one("SELECT id FROM app_user WHERE tenant_id = '" + a.id() + "' LIMIT 1");
        bearer(admin).delete("/api/v1/keys/" + key).then().statusCode(404);
        bearer(admin)
                .contentType("application/json")
                .body("{\"name\":\"taken over\"}")
                .patch("/api/v1/users/" + user)
                .then()
                .statusCode(404);
        for (String list : new String[] {"keys", "users", "audit"}) {
            assertThat(bearer(admin).get("/api/v1/" + list + "?limit=200").asString())
                    .doesNotContain(a.key())
                    .doesNotContain(key)
                    .doesNotContain(user);
        }
    }

    @Test
    void healthIsPublicAndListsPage() {
        given().get("/q/health/live").then().statusCode(200);
        World.Tenant acme = world.tenant("paging");
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            var page =
                    bearer(acme.apiKey(Role.ADMIN))
                            .queryParam("limit", 3)
                            .queryParam("cursor", cursor)
                            .get("/api/v1/users")
                            .then()
                            .statusCode(200)
                            .extract();
            seen.addAll(page.<List<String>>path("items.email"));
            cursor = page.path("nextCursor");
        } while (cursor != null);
        assertThat(seen).hasSize(4).doesNotHaveDuplicates();
    }
}
