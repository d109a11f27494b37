package dev.payoff.identity;

import static dev.payoff.identity.World.bearer;
import static dev.payoff.identity.World.cookie;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People of a tenant: added, given another role, disabled; through HTTP, on a real database. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class PeopleTest {

    @Inject World world;

    World.Tenant acme;

    @BeforeEach
    void makeTenant() {
        acme = world.tenant("acme");
    }

    @Test
    void disablingAPersonEndsTheirSessionAndTheLastAdminStays() {
        String session = World.session(acme, Role.MANAGER);
        String admin = acme.apiKey(Role.ADMIN);
        String manager = userId(Role.MANAGER);
        String etag = "\"0\"";
        bearer(admin)
                .contentType("application/json")
                .header("If-Match", "\"7\"")
                .body("{\"disabled\":true}")
                .patch("/api/v1/users/" + manager)
                .then()
                .statusCode(412)
                .body("code", equalTo("CHANGED_MEANWHILE"));
        cookie(session).get("/api/v1/me").then().statusCode(200);
        bearer(admin)
                .contentType("application/json")
                .header("If-Match", etag)
                .body("{\"disabled\":true}")
                .patch("/api/v1/users/" + manager)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"");
        cookie(session).get("/api/v1/me").then().statusCode(401);
        assertThat(world.one("SELECT count(*) FROM session WHERE user_id = '" + manager + "'"))
                .isEqualTo("0");
        for (String change : new String[] {"{\"disabled\":true}", "{\"role\":\"VIEWER\"}"}) {
            bearer(admin)
                    .contentType("application/json")
                    .body(change)
                    .patch("/api/v1/users/" + userId(Role.ADMIN))
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("LAST_ADMIN"));
        }
        assertThat(
                        world.one(
                                "SELECT detail->>'disabled' FROM audit WHERE action = 'user.changed' AND"
                                        + " subject_id = '"
                                        + manager
                                        + "'"))
                .isEqualTo("true");
    }

    @Test
    void aRoleTakesEffectInTheOpenSession() {
        String session = World.session(acme, Role.MANAGER);
        bearer(acme.apiKey(Role.ADMIN))
                .contentType("application/json")
                .body("{\"role\":\"VIEWER\"}")
                .patch("/api/v1/users/" + userId(Role.MANAGER))
                .then()
                .statusCode(200);
        cookie(session).get("/api/v1/me").then().body("role", equalTo("VIEWER"));
    }

    @Test
    void peopleAreAddedOnceWithAnAcceptablePassword() {
        String admin = acme.apiKey(Role.ADMIN);
        String ada =
                "{\"email\":\"Ada@Example.com\",\"name\":\"Ada\",\"role\":\"VIEWER\",\"password\":\"%s\"}";
        for (String bad : new String[] {"short", "x".repeat(73), "ü".repeat(37)}) {
            bearer(admin)
                    .contentType("application/json")
                    .body(ada.formatted(bad))
                    .post("/api/v1/users")
                    .then()
                    .statusCode(400)
                    .body("violations[0].field", equalTo("password"));
        }
        bearer(admin)
                .contentType("application/json")
                .body(ada.formatted("x".repeat(72)))
                .post("/api/v1/users")
                .then()
                .statusCode(201)
                .body("email", equalTo("ada@example.com"));
        bearer(admin)
                .contentType("application/json")
                .body(ada.formatted("another password"))
                .post("/api/v1/users")
                .then()
                .statusCode(409)
                .body("code", equalTo("ALREADY_EXISTS"))
                .body("detail", equalTo("There already is one with the same email."));
        bearer(admin)
                .contentType("application/json")
                .body(
                        "{\"email\":\"no\",\"name\":\"\",\"role\":\"VIEWER\",\"password\":\"12345678\"}")
                .post("/api/v1/users")
                .then()
                .statusCode(400)
                .body("code", equalTo("VALIDATION"))
                .body("violations.field", contains("email", "name"));
    }

    private String userId(Role role) {
        return world.one("SELECT id FROM app_user WHERE email = '" + acme.email(role) + "'");
    }
}
