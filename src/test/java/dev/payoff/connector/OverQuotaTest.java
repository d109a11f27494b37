package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a tenant hears that sends more than its share. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
@TestProfile(OverQuotaTest.OneASecond.class)
class OverQuotaTest extends ConnectorTestBase {

    public static class OneASecond implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("payoff.quota.readings-per-second", "1");
        }
    }

    private ValidatableResponse post(int readings) {
        String body =
                IntStream.range(0, readings)
                        .mapToObj(i ->
                                "{\"metric\":\"%s/cpu\",\"value\":%d,\"observedAt\":\"%s\"}"
                                        .formatted(project, i, Instant.now().minusSeconds(i)))
                        .collect(Collectors.joining("\n"));
        return admin().contentType("application/x-ndjson")
                .body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/api/v1/measurements")
                .then();
    }

    @Test
    void halfAMinutesWorthIsTakenAtOnce_thenTheSenderIsToldToWait() {
        post(100).statusCode(202).body("accepted", equalTo(100));
        post(1).statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("OVER_QUOTA"))
                .body("detail", notNullValue());
        assertThat(admin().accept(ContentType.JSON).get("/api/v1/projects").statusCode())
                .as("reading goes on")
                .isEqualTo(200);
    }
}
