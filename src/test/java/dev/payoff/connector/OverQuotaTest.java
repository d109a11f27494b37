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
import java.nio.charset.StandardCharsets;
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
                .body(body.getBytes(StandardCharsets.UTF_8))
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
        everyOtherWayInTellsTheSame();
    }

    private void everyOtherWayInTellsTheSame() {
        Map<String, String> token = Map.of("Authorization", "Bearer t0ken");
        String alerts = connect("alertmanager", Map.of("token", "t0ken"));
        feed(alerts, "alertname=Down|fired", "deploys");
        told(
                post(
                        alerts,
                        token,
                        utf8(
                                "{'version':'4','groupKey':'a','alerts':[{'status':'firing','labels':{'alertname':'Down'},"
                                        + "'startsAt':'2026-03-02T10:00:00Z','endsAt':'0001-01-01T00:00:00Z','fingerprint':'f'}]}")));

        String events = connect("json", Map.of("secret", "t0ken"));
        feed(events, "orders", "deploys");
        told(
                post(
                        events,
                        Map.of("Authorization", "Bearer t0ken", "Content-Type", "application/json"),
                        utf8("{'series':'orders','value':1,'time':'2026-03-02T10:00:00Z'}")));

        told(
                admin().contentType("text/csv")
                        .queryParam("metric", project + "/cpu")
                        .body("time,value\n2026-03-01,1\n")
                        .post("/api/v1/imports/csv")
                        .then());

        String otlp = connect("otlp", Map.of("token", "t0ken"));
        feed(otlp, "load", "deploys");
        post(
                        otlp + "/v1/metrics",
                        Map.of("Authorization", "Bearer t0ken", "Content-Type", "application/json"),
                        utf8(
                                "{'resourceMetrics':[{'scopeMetrics':[{'metrics':[{'name':'load','gauge':{'dataPoints':"
                                        + "[{'timeUnixNano':'1772445600000000000','asDouble':1}]}}]}]}]}"))
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("code", equalTo(8));
    }

    private static void told(ValidatableResponse answer) {
        answer.statusCode(429)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("OVER_QUOTA"));
    }

    private static byte[] utf8(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
