package dev.payoff.live;

import static dev.payoff.stream.Bench.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream of Server-Sent Events, as a client on a bad line sees it. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class LiveStreamTest {

    private final Bench bench = new Bench();
    private final Instant hour =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(5));
    private int minute;

    @TestHTTPResource("/api/v1/stream")
    URL url;

    @Inject RedisDataSource redis;

    record Event(String id, String name, JsonObject data) {
        long seq() {
            return Long.parseLong(id.split("\\.")[1]);
        }
    }

    /** Reads one stream until it is closed. */
    private final class Client implements AutoCloseable {
        final List<Event> events = new CopyOnWriteArrayList<>();
        final List<String> comments = new CopyOnWriteArrayList<>();
        final HttpResponse<InputStream> response;
        private final HttpClient http = HttpClient.newHttpClient();

        Client(String query, String lastId, boolean withKey) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + query));
            if (withKey) {
                request.header("Authorization", "Bearer " + bench.key());
            }
            if (lastId != null) {
                request.header("Last-Event-ID", lastId);
            }
            try {
                response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            } catch (IOException e) {
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                String id = null;
                String name = null;
                JsonObject data = null;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.isEmpty()) {
                        if (name != null && data != null) {
                            events.add(new Event(id, name, data));
                        }
                        name = null;
                        data = null;
                    } else if (line.startsWith(":")) {
                        comments.add(line);
                    } else if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("event: ")) {
                        name = line.substring(7);
                    } else if (line.startsWith("data: ")) {
                        data = new JsonObject(line.substring(6));
                    }
                }
            } catch (IOException closed) {
                // The test closed it.
                comments.add("closed");
            }
        }

        List<Event> named(String name) {
            return events.stream().filter(event -> event.name().equals(name)).toList();
        }

        Event first(String name) {
            soon().untilAsserted(() -> assertThat(named(name)).isNotEmpty());
            return named(name).getFirst();
        }

        @Override
        public void close() {
            http.shutdownNow();
        }
    }

    private Client open(String query, String lastId) {
        return new Client(query, lastId, true);
    }

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        bench.level("cloud", "cost", "");
        bench.post(
                        "rules",
                        "{'name':'r','metric':'cloud/cost','figure':'VALUE','comparator':'>','threshold':45000,'severity':'INFO'}")
                .statusCode(201);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aRestatedFigureIsAnEventWithItsRevision() {
        for (int i : new int[] {0, 2}) {
            bench.send(Topics.BUSINESS, "cloud/cost", "44000", hour.plus(Duration.ofHours(i)), "");
        }
        bench.committed();
        try (Client client = open("?topics=project:cloud", null)) {
            client.first("hello");
            bench.send(Topics.BUSINESS, "cloud/cost", "43000", hour.plusSeconds(60), "");
            JsonObject restated = client.first("restated").data();
            assertThat(restated.getString("key")).isEqualTo("cloud/cost");
            assertThat(restated.getString("cause")).isEqualTo("LATE");
            soon().untilAsserted(() ->
                    assertThat(client.named("metric"))
                            .extracting(metric -> metric.data().getLong("revision"))
                            .contains(restated.getLong("revision")));
        }
    }

    /** One crossing a call: an event that fires and one that resolves, in turn. */
    private void crossings(int howMany) {
        for (int i = 0; i < howMany; i++) {
            bench.send(
                    Topics.BUSINESS,
                    "cloud/cost",
                    minute % 2 == 0 ? "46000" : "44000",
                    hour.plusSeconds(minute * 10L),
                    "");
            minute++;
        }
        bench.committed();
    }

    @Test
    void theFirstWordIsHelloAndFiguresAndEventsFollow() {
        try (Client client = open("?topics=portfolio,alerts,project:cloud", null)) {
            assertThat(client.response.statusCode()).isEqualTo(200);
            assertThat(client.response.headers().firstValue("Content-Type"))
                    .contains("text/event-stream");
            assertThat(client.response.headers().firstValue("Cache-Control"))
                    .contains("no-cache, no-transform");
            Event hello = client.first("hello");
            assertThat(client.events.getFirst()).isEqualTo(hello);
            assertThat(hello.data().getBoolean("recovered")).isFalse();
            crossings(1);
            assertThat(client.first("alert").data().getString("state")).isEqualTo("FIRING");
            assertThat(client.first("metric").data().getString("key")).isEqualTo("cloud/cost");
            Event value = client.first("value");
            assertThat(value.data().getString("project")).isEqualTo("cloud");
            assertThat(value.data().getMap())
                    .containsKeys("realised", "revision", "asOf", "tickPerHour");
            assertThat(client.events).allSatisfy(event -> assertThat(event.id()).isNotNull());
        }
    }

    @Test
    void onlyWhatIsAskedForIsTold() {
        bench.project("other");
        bench.level("other", "m", "");
        try (Client alerts = open("?topics=alerts", null);
                Client other = open("?topics=project:other", null);
                Client portfolio = open("?topics=portfolio", null)) {
            alerts.first("hello");
            other.first("hello");
            portfolio.first("hello");
            crossings(2);
            bench.send(Topics.BUSINESS, "other/m", "1", hour, "");
            bench.committed();
            soon().untilAsserted(() -> {
                assertThat(alerts.named("alert")).hasSize(2);
                assertThat(other.named("metric")).isNotEmpty();
                assertThat(portfolio.named("value").stream().map(e -> e.data().getString("key")))
                        .contains("cloud", "other");
            });
            assertThat(alerts.named("value")).isEmpty();
            assertThat(alerts.named("metric")).isEmpty();
            assertThat(other.named("alert")).isEmpty();
            assertThat(other.events.stream().filter(e -> !e.name().equals("hello")))
                    .allSatisfy(e -> assertThat(e.data().getString("project")).isEqualTo("other"));
            assertThat(portfolio.named("metric")).isEmpty();
        }
    }

    @Test
    void whoeverComesBackWithItsLastIdMissesNothingAndIsToldNothingTwice() {
        Random random = new Random(9);
        List<Event> all = new ArrayList<>();
        String last = null;
        for (int round = 0; round < 8; round++) {
            try (Client client = open("?topics=portfolio,alerts,project:cloud", last)) {
                assertThat(client.first("hello").data().getBoolean("recovered"))
                        .isEqualTo(round > 0);
                crossings(1 + random.nextInt(4));
                int reached = all.size() + (round == 3 ? 0 : random.nextInt(2));
                soon().untilAsserted(() ->
                        assertThat(all.size() + client.named("alert").size())
                                .isGreaterThanOrEqualTo(reached));
                client.close();
                List<Event> told = List.copyOf(client.events);
                assertThat(told.stream().map(Event::seq).toList())
                        .as("ids never go back")
                        .isSorted();
                all.addAll(told.stream().filter(e -> e.name().equals("alert")).toList());
                last = told.getLast().id();
            }
            crossings(random.nextInt(3));
            if (round == 5) {
                redis.flushall();
            }
        }
        try (Client client = open("?topics=alerts", last)) {
            soon().untilAsserted(() ->
                    assertThat(all.size() + client.named("alert").size()).isEqualTo(minute));
            all.addAll(client.named("alert"));
        }
        assertThat(all.stream().map(Event::seq).toList())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, minute).mapToObj(Long::valueOf).toList());
    }

    @Test
    void figuresThatMovedMeanwhileAreToldAsTheyStand() {
        String last;
        try (Client client = open("?topics=portfolio", null)) {
            last = client.first("hello").id();
        }
        crossings(2);
        soon().untilAsserted(() ->
                assertThat(
                                redis.hash(String.class)
                                        .hlen(dev.payoff.app.LiveKeys.figures(bench.tenant)))
                        .isEqualTo(2));
        try (Client client = open("?topics=portfolio", last)) {
            assertThat(client.first("hello").data().getBoolean("recovered")).isTrue();
            assertThat(client.first("value").data().getString("key")).isEqualTo("cloud");
        }
    }

    @Test
    void whoCannotBeServedWithoutAHoleIsTold() {
        crossings(2);
        String own;
        try (Client client = open("", null)) {
            own = client.first("hello").id();
        }
        String ahead = own.split("\\.")[0] + ".999999." + own.split("\\.")[2];
        String foreign;
        try (Bench stranger = new Bench()) {
            foreign = new StreamPosition(0, 0).id(stranger.tenant);
        }
        for (String id :
                List.of(ahead, foreign, "garbage", "1", own + "0000000000000000000000000")) {
            try (Client client = open("", id)) {
                assertThat(client.first("hello").data().getBoolean("recovered")).as(id).isFalse();
                assertThat(client.first("hello").id())
                        .as("only the reset may move who was told of no hole yet")
                        .isNull();
                assertThat(client.first("reset").data().getString("reason")).isNotBlank();
                assertThat(client.first("reset").id()).startsWith(own.split("\\.")[0] + ".");
            }
        }
        Bench.update("DELETE FROM outbox WHERE tenant_id = ?", bench.tenant);
        redis.flushall();
        try (Client client = open("", own.split("\\.")[0] + ".0." + own.split("\\.")[2])) {
            assertThat(client.first("hello").data().getBoolean("recovered"))
                    .as("forgotten")
                    .isFalse();
            client.first("reset");
        }
    }

    @Test
    void aTicketOpensTheStreamOnceAndNobodyElseGetsIn() {
        String ticket =
                bench.admin().post("/api/v1/stream-tickets").then().extract().path("ticket");
        try (Client client = new Client("?topics=alerts&ticket=" + ticket, null, false)) {
            assertThat(client.response.statusCode()).isEqualTo(200);
            client.first("hello");
            crossings(1);
            client.first("alert");
        }
        try (Client again = new Client("?ticket=" + ticket, null, false)) {
            assertThat(again.response.statusCode()).isEqualTo(401);
        }
        try (Client nobody = new Client("", null, false)) {
            assertThat(nobody.response.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void anotherTenantHearsNothing() {
        try (Bench stranger = new Bench();
                Client client = open("?topics=portfolio,alerts,project:cloud", null)) {
            client.first("hello");
            stranger.project("cloud");
            stranger.level("cloud", "cost", "");
            stranger.send(Topics.BUSINESS, "cloud/cost", "46000", hour, "");
            stranger.committed();
            crossings(1);
            client.first("alert");
            client.first("value");
            String own = Bench.text("SELECT id FROM project WHERE tenant_id = ?", bench.tenant);
            assertThat(client.named("value"))
                    .allSatisfy(e -> assertThat(e.data().getString("id")).isEqualTo(own));
        }
    }

    @Test
    void aQuietStreamBeats() {
        try (Client client = open("?topics=alerts", null)) {
            client.first("hello");
            soon().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(client.comments).contains(":"));
        }
    }
}
