package dev.payoff.stream;

import static dev.payoff.stream.Bench.number;
import static dev.payoff.stream.Bench.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A worker looks up only what it has met before. What another worker stored, or it has forgotten
 * itself, must not be counted twice all the same.
 */
@QuarkusTest
class StoredElsewhereTest {

    private static final Instant START = Instant.parse("2026-02-01T00:00:00Z");

    /** More batches than a worker looks everything up in. */
    private static final int BATCHES = 6;

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private UUID trustingWorker() {
        bench.project("cloud");
        UUID metric = bench.level("cloud", "cost", "");
        for (int i = 0; i < BATCHES; i++) {
            bench.send(
                    Topics.MONITORING, "cloud/cost", "41000", START.plusSeconds(i), id("warm" + i));
            bench.committed();
        }
        return metric;
    }

    private static String id(String event) {
        return ",'eventId':'" + event + "'";
    }

    private void stored(UUID metric, String event, int revision, String value, Instant at) {
        update(
                "INSERT INTO measurement_identity (event_key, metric_id, revision, observed_at) VALUES (?, ?, ?, ?)",
                EventKey.ofEventId(event),
                metric,
                revision,
                at);
        update(
                "INSERT INTO measurement_pack (metric_id, tenant_id, first_observed, last_observed, recorded_at, partition, source,"
                        + " event_keys, revisions, measured, observed_us, log_offsets, event_ids)"
                        + " VALUES (?, ?, ?, ?, now(), 0, 'kafka', ARRAY[?]::uuid[], ARRAY[?]::int[], ARRAY[?]::numeric[],"
                        + " ARRAY[?]::bigint[], ARRAY[0]::bigint[], ARRAY[?]::text[])",
                metric,
                bench.tenant,
                at,
                at,
                EventKey.ofEventId(event),
                revision,
                value,
                EventKey.micros(at),
                event);
    }

    private long count(UUID metric) {
        return number("SELECT count FROM metric_state WHERE metric_id = ?", metric);
    }

    @Test
    void aReadingThatAnotherWorkerStoredIsADuplicate() {
        UUID metric = trustingWorker();
        Instant at = START.plusSeconds(60);
        stored(metric, "theirs", 0, "42000", at);
        bench.send(Topics.MONITORING, "cloud/cost", "42000", at, id("theirs"));
        bench.send(Topics.MONITORING, "cloud/cost", "43000", at.plusSeconds(1), id("ours"));
        bench.committed();
        assertThat(count(metric)).isEqualTo(BATCHES + 1);
        assertThat(number("SELECT count(*) FROM measurement WHERE metric_id = ?", metric))
                .isEqualTo(BATCHES + 2);
    }

    @Test
    void aFirstRevisionThatComesAfterAnotherWorkersCorrectionDoesNotCount() {
        UUID metric = trustingWorker();
        Instant at = START.plusSeconds(120);
        stored(metric, "corrected", 1, "44000", at);
        bench.send(Topics.MONITORING, "cloud/cost", "42000", at, id("corrected"));
        bench.committed();
        assertThat(count(metric)).isEqualTo(BATCHES);
        assertThat(
                        number(
                                "SELECT count(*) FROM measurement WHERE metric_id = ? AND event_id = 'corrected' AND superseded_at IS NOT NULL AND revision = 0",
                                metric))
                .isEqualTo(1);
    }
}
