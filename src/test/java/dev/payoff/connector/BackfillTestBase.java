package dev.payoff.connector;

import static org.awaitility.Awaitility.await;

import dev.payoff.app.Topics;
import dev.payoff.connector.StubSystem.Answer;
import dev.payoff.connector.StubSystem.Asked;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.awaitility.core.ThrowingRunnable;

/**
 * The story of one repository, told by a stub of its system's API: pages of two, an ETag each, a
 * limit of calls. What is to come of it was worked out by hand.
 */
public abstract class BackfillTestBase extends ConnectorTestBase {

    private static final int PAGE = 2;

    /** Three days ago, so that it lies within every back-fill. */
    private static final Instant DAY =
            Instant.now()
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDate()
                    .minusDays(3)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();

    /** What the lists hold now, by path: a JSON array's elements, newest first. */
    protected final Map<String, List<String>> lists = new ConcurrentHashMap<>();

    /** What single things hold now, by path. */
    protected final Map<String, String> things = new ConcurrentHashMap<>();

    /** What is answered instead, once there is something. */
    protected volatile UnaryOperator<Answer> disturbance = UnaryOperator.identity();

    protected final Map<String, AtomicInteger> whole = new ConcurrentHashMap<>();
    protected final StubSystem server = new StubSystem(this::answer);

    protected static String time(String clock) {
        String[] parts = clock.split(":");
        return DAY.plus(
                        Duration.ofMinutes(
                                60 * Long.parseLong(parts[0]) + Long.parseLong(parts[1])))
                .toString();
    }

    /** Whether a call carries the credential. */
    protected abstract boolean allowed(Asked asked);

    private Answer answer(Asked asked) {
        if (!allowed(asked)) {
            return Answer.of(401, "{\"message\":\"Bad credentials\"}");
        }
        Answer undisturbed = page(asked);
        Answer said = disturbance.apply(undisturbed);
        if (said.status() == 200) {
            whole.computeIfAbsent(asked.path(), _ -> new AtomicInteger()).incrementAndGet();
        }
        return said;
    }

    private Answer page(Asked asked) {
        Map<String, String> headers = new HashMap<>();
        String body = things.get(asked.path());
        List<String> all = lists.get(asked.path());
        if (all != null) {
            int page = Integer.parseInt(asked.query().getOrDefault("page", "1"));
            body =
                    "["
                            + String.join(
                                    ",",
                                    all.stream()
                                            .skip((page - 1) * (long) PAGE)
                                            .limit(PAGE)
                                            .toList())
                            + "]";
            if (page * PAGE < all.size()) {
                headers.put(
                        "Link",
                        "<%s%s?page=%d>; rel=\"next\", <%s%s?page=99>; rel=\"last\""
                                .formatted(
                                        server.url(),
                                        asked.path(),
                                        page + 1,
                                        server.url(),
                                        asked.path()));
            }
        }
        if (body == null) {
            return Answer.of(404, "{\"message\":\"Not Found\"}");
        }
        String etag =
                "W/\""
                        + Signatures.digest((asked.path() + body).getBytes(StandardCharsets.UTF_8))
                        + "\"";
        headers.put("ETag", etag);
        if (etag.equals(asked.header("If-None-Match"))) {
            return new Answer(304, headers, "");
        }
        return new Answer(200, headers, body);
    }

    protected static void feeds(String id, ConnectorTestBase test) {
        test.feed(id, "acme/*|production|change_lead_time", "lead");
        test.feed(id, "*|production|deployment_frequency", "deploys");
        test.feed(id, "ACME/shop|*|change_fail_rate", "failures");
        test.feed(id, "acme/shop|production|recovery_time", "recovery");
    }

    /** Has a connection asked again at once. */
    protected static void again(String connection) {
        admin().contentType(ContentType.JSON)
                .body(Map.of("name", "again " + UUID.randomUUID()))
                .patch("/api/v1/connections/" + connection)
                .then()
                .statusCode(200);
    }

    protected static void soon(ThrowingRunnable holds) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(holds);
    }

    protected static String lastError(String connection) {
        return admin().get("/api/v1/connections/" + connection).path("lastError");
    }

    protected static Instant nextPull(String connection) {
        return Instant.parse(
                admin().get("/api/v1/connections/" + connection)
                        .<String>path("nextPull")
                        .replace("+00:00", "Z"));
    }

    /** Worked out by hand: see each value's comment. */
    protected static Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        expected.put("lead base", "5"); // 9:00 to 14:00
        expected.put("lead f1", "4"); // 10:00 to 14:00
        expected.put("lead f2", "3"); // 11:00 to 14:00
        expected.put("lead m1", "4"); // coding 30 min, review 90 min, deployment 120 min
        expected.put("lead c1", "3.5"); // 15:00 to 18:30, past the failed deployment
        expected.put("deploys d1", "1");
        expected.put("deploys d3", "1");
        expected.put("failures d1", "0");
        expected.put("failures d2", "100");
        expected.put("failures d3", "100"); // the incident at 19:00
        expected.put("recovery d2", "2.5"); // 16:00 to 18:30
        expected.put("recovery i9", "0.75");
        return expected;
    }

    protected void soonIs(Map<String, String> expected) {
        soon(() -> Assertions.assertThat(latest(Topics.DELIVERY)).isEqualTo(expected));
    }
}
