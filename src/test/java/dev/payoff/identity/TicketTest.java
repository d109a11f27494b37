package dev.payoff.identity;

import static dev.payoff.identity.World.bearer;
import static dev.payoff.identity.World.cookie;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tickets for the event stream and login links: good once. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class TicketTest {

    @Inject World world;

    @TestHTTPResource("/api/v1/stream")
    URL stream;

    @Test
    void ofAHundredWhoUseATicketAtOnceOneGetsIn() {
        World.Tenant acme = world.tenant("ticket");
        String ticket = ticket(acme);
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<CompletableFuture<Integer>> uses =
                    IntStream.range(0, 100).mapToObj(i -> use(client, ticket)).toList();
            long in = uses.stream().map(CompletableFuture::join).filter(s -> s != 401).count();
            assertThat(in).isEqualTo(1);
        }
    }

    @Test
    void aTicketEndsWithTheSessionThatDrewIt() {
        World.Tenant acme = world.tenant("ticket");
        String session = World.session(acme, Role.VIEWER);
        String ticket =
                cookie(session)
                        .header("X-Payoff", "1")
                        .post("/api/v1/stream-tickets")
                        .path("ticket");
        cookie(session).header("X-Payoff", "1").delete("/api/v1/session").then().statusCode(204);
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(use(client, ticket).join()).isEqualTo(401);
        }
    }

    @Test
    void aTicketEndsAndOpensNothingElse() {
        World.Tenant acme = world.tenant("ticket");
        String ticket = ticket(acme);
        given().queryParam("ticket", ticket).get("/api/v1/me").then().statusCode(401);
        given().queryParam("ticket", ticket).get("/api/v1/keys").then().statusCode(401);
        bearer(ticket).get("/api/v1/me").then().statusCode(401);
        cookie(ticket).get("/api/v1/me").then().statusCode(401);
        assertThat(
                        world.one(
                                "SELECT extract(epoch FROM expires_at - created_at)::int FROM session WHERE"
                                        + " kind = 'STREAM_TICKET' AND tenant_id = '"
                                        + acme.id()
                                        + "'"))
                .isEqualTo("30");
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(use(client, ticket).join()).as("control").isNotEqualTo(401);
        }
    }

    @Test
    void aSpentOrUnknownLoginLinkLeadsBackToTheLogin() {
        given().redirects()
                .follow(false)
                .queryParam("token", "no-such-link-no-such-link")
                .get("/login")
                .then()
                .statusCode(303)
                .header("Location", org.hamcrest.Matchers.endsWith("/?login=link-spent"));
    }

    private static String ticket(World.Tenant tenant) {
        return bearer(tenant.apiKey(Role.VIEWER)).post("/api/v1/stream-tickets").path("ticket");
    }

    private CompletableFuture<Integer> use(HttpClient client, String ticket) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(stream + "?ticket=" + ticket)).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenApply(TicketTest::statusOnly);
    }

    /** The stream does not end by itself, so only its head is waited for. */
    private static int statusOnly(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            return response.statusCode();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
