package dev.payoff.identity;

import static dev.payoff.identity.World.bearer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every operation that the API's description names, called by one tenant's administrator with the
 * ids of another: nothing is found, nothing is changed, nothing leaks.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class EveryOperationTest {

    private static final String CANARY = "Canary-7c1f";

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /**
     * Ids of the first tenant's things, by the collection that stands before the path's parameter.
     */
    private final Map<String, String> ids = new HashMap<>();

    @Inject World world;

    @Test
    void noOperationReachesAnotherTenant() {
        World.Tenant owner = world.tenant("owner");
        World.Tenant stranger = world.tenant("stranger");
        String ownersKey = owner.apiKey(Role.ADMIN);
        String strangersKey = stranger.apiKey(Role.ADMIN);
        populate(ownersKey);
        Map<String, String> before = snapshot(ownersKey);

        List<String> wrong = new ArrayList<>();
        int operations = 0;
        Map<String, Map<String, Object>> paths =
                given().get("/q/openapi?format=json").jsonPath().getMap("paths");
        for (Map.Entry<String, Map<String, Object>> path : paths.entrySet()) {
            for (String method : path.getValue().keySet()) {
                if (METHODS.contains(method)) {
                    operations++;
                    call(strangersKey, method, path.getKey(), wrong);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(operations).isGreaterThan(60);
        assertThat(snapshot(ownersKey)).isEqualTo(before);
    }

    private void call(String key, String method, String path, List<String> wrong) {
        String filled = fill(path);
        if (filled.contains("{")) {
            wrong.add(method + " " + path + ": no id of the first tenant is at hand for it");
            return;
        }
        boolean addressed = !filled.equals(path);
        if (!addressed && !method.equals("get")) {
            return;
        }
        RequestSpecification request = bearer(key);
        if (method.equals("patch") || method.equals("put") || method.equals("post")) {
            request = request.contentType(ContentType.JSON).body("{}");
        }
        Response answer = request.redirects().follow(false).request(method, filled);
        String told = answer.asString() + answer.headers();
        if (told.contains(CANARY)) {
            wrong.add(method + " " + path + ": tells the other tenant's data");
        }
        if (addressed && answer.statusCode() < 400) {
            wrong.add(method + " " + path + ": answers " + answer.statusCode());
        }
        if (addressed
                && method.equals("get")
                && answer.statusCode() != 404
                && !path.startsWith("/hooks")) {
            wrong.add(
                    "get "
                            + path
                            + ": answers "
                            + answer.statusCode()
                            + ", not as if it were absent");
        }
        if (answer.statusCode() >= 500) {
            wrong.add(method + " " + path + ": fails with " + answer.statusCode());
        }
    }

    /** Puts the first tenant's id of a collection into each parameter of a path. */
    private String fill(String path) {
        StringBuilder filled = new StringBuilder();
        String collection = "";
        for (String part : path.substring(1).split("/")) {
            boolean parameter = part.startsWith("{");
            filled.append('/').append(parameter ? ids.getOrDefault(collection, part) : part);
            collection = part;
        }
        return filled.toString();
    }

    private void populate(String key) {
        String project =
                create(
                        key,
                        "projects",
                        "/api/v1/projects",
                        "{'key':'walled','name':'"
                                + CANARY
                                + "','type':'SOFTWARE','currency':'EUR','goLive':'2026-01-01'}");
        String other =
                create(
                        key,
                        "other",
                        "/api/v1/projects",
                        "{'key':'walled-too','name':'"
                                + CANARY
                                + "','type':'SOFTWARE','currency':'EUR'}");
        String metric =
                create(
                        key,
                        "metrics",
                        "/api/v1/projects/" + project + "/metrics",
                        "{'key':'m','name':'"
                                + CANARY
                                + "','category':'QUALITY','type':'SCORE','unit':'points','kind':'LEVEL',"
                                + "'baseline':1,'target':2}");
        String parts = "/api/v1/projects/" + project + "/";
        create(
                key,
                "costs",
                parts + "costs",
                "{'amount':1,'incurredOn':'2026-01-01','category':'c','note':'" + CANARY + "'}");
        create(
                key,
                "stakeholders",
                parts + "stakeholders",
                "{'name':'" + CANARY + "','role':'sponsor','influence':1}");
        create(
                key,
                "annotations",
                parts + "annotations",
                "{'title':'" + CANARY + "','from':'2026-01-01'}");
        create(key, "deliverables", parts + "deliverables", "{'name':'" + CANARY + "'}");
        create(
                key,
                "dependencies",
                parts + "dependencies",
                "{'dependsOn':'" + other + "','note':'" + CANARY + "'}");
        create(
                key,
                "rules",
                "/api/v1/rules",
                "{'name':'"
                        + CANARY
                        + "','metric':'"
                        + metric
                        + "','figure':'VALUE','comparator':'>','threshold':5,"
                        + "'severity':'INFO'}");
        create(
                key,
                "silences",
                "/api/v1/silences",
                "{'project':'"
                        + project
                        + "','comment':'"
                        + CANARY
                        + "','startsAt':'2026-01-01T00:00:00Z',"
                        + "'endsAt':'"
                        + Instant.now().plus(Duration.ofDays(1))
                        + "'}");
        create(
                key,
                "channels",
                "/api/v1/channels",
                "{'name':'"
                        + CANARY
                        + "','kind':'SLACK','url':'http://127.0.0.1:9/services/T000/B000/abcdefghijklmnop'}");
        ids.put("slack", ids.get("channels"));
        String connection =
                create(
                        key,
                        "connections",
                        "/api/v1/connections",
                        "{'kind':'github','name':'" + CANARY + "','config':{}}");
        ids.put("hooks", connection);
        given().contentType(ContentType.JSON).body("{}").post("/hooks/" + connection);
        ids.put(
                "deliveries",
                bearer(key)
                        .get("/api/v1/connections/" + connection + "/deliveries")
                        .jsonPath()
                        .getString("[0].id"));
        create(
                key,
                "scenarios",
                "/api/v1/scenarios",
                "{'name':'" + CANARY + "','candidates':[{'project':'walled','value':1}]}");
        create(key, "keys", "/api/v1/keys", "{'name':'" + CANARY + "','role':'VIEWER'}");
        create(
                key,
                "users",
                "/api/v1/users",
                "{'email':'canary@walled.example','name':'"
                        + CANARY
                        + "','role':'VIEWER','password':'a long enough password'}");
        // Nothing of the first tenant's stands under these; any id must be as absent as that.
        for (String collection : List.of("alerts", "rejected", "imports", "feeds", "label")) {
            ids.put(collection, "00000000-0000-7000-8000-000000000001");
        }
        ids.put("templates", "walled-template");
        for (String terms : List.of("discount-schedules", "price-indices", "labour-rates")) {
            ids.put(terms, "walled-terms");
        }
        ids.put("unsubscribe", "not-a-link");
    }

    private String create(String key, String collection, String path, String body) {
        Response answer =
                bearer(key).contentType(ContentType.JSON).body(body.replace('\'', '"')).post(path);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.asString()).isEqualTo(201);
        String id = answer.jsonPath().getString("id");
        ids.put(collection, id);
        return id;
    }

    private Map<String, String> snapshot(String key) {
        Map<String, String> state = new HashMap<>();
        for (String collection :
                List.of(
                        "projects",
                        "metrics",
                        "rules",
                        "channels",
                        "connections",
                        "silences",
                        "scenarios")) {
            state.put(
                    collection,
                    bearer(key)
                            .get("/api/v1/" + collection + "/" + ids.get(collection))
                            .asString());
        }
        return state;
    }
}
