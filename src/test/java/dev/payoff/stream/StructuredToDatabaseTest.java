package dev.payoff.stream;

import static dev.payoff.stream.Bench.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CloudEvents in structured mode from a real broker into PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class StructuredToDatabaseTest {

    private static final String JSON = "application/cloudevents+json; charset=utf-8";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void anEnvelopeCountsOnce_alsoBesideItsBinaryForm_andABatchIsKeptAmongTheRejected() {
        bench.project("cloud");
        UUID metric = bench.level("cloud", "cost", "");
        byte[] key = (bench.tenantKey + "/cloud/cost").getBytes(StandardCharsets.UTF_8);
        Instant at = Instant.parse("2026-03-02T10:00:00Z");
        String event =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/billing\",\"type\":\"t\",\"data\":"
                        + bench.reading("cloud/cost", "44000", at, "")
                        + "}";
        bench.event(Topics.BUSINESS, key, JSON, event);
        bench.event(Topics.BUSINESS, key, JSON, event);
        bench.event(
                Topics.BUSINESS,
                key,
                JSON,
                event.replace("\"id\":\"1\"", "\"id\":\"2\"").replace("10:00:00Z", "11:00:00Z"));
        bench.event(Topics.BUSINESS, key, "application/cloudevents-batch+json", "[" + event + "]");
        bench.raw(
                Topics.BUSINESS,
                key,
                bench.reading("cloud/cost", "44000", at, ",'eventId':'/billing#1'")
                        .replace("\"eventId\"", "\"source\":\"/billing\",\"eventId\"")
                        .getBytes(StandardCharsets.UTF_8));
        bench.committed();

        assertThat(number("SELECT count FROM metric_state WHERE metric_id = ?", metric))
                .isEqualTo(2);
        assertThat(
                        number(
                                "SELECT count(*) FROM rejected WHERE tenant_id = ? AND code = 'WRONG_TYPE'"
                                        + " AND detail LIKE 'A record is one event, not a batch%'",
                                bench.tenant))
                .isEqualTo(1);
        assertThat(number("SELECT count(*) FROM rejected WHERE tenant_id = ?", bench.tenant))
                .isEqualTo(1);
    }
}
