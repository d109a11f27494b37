package dev.payoff.stream;

import static dev.payoff.stream.Bench.number;
import static dev.payoff.stream.Bench.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Silence is told once, whichever instance's clock finds it, and however many look at once. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class SweepOnceTest {

    private static final int INSTANCES = 4;
    private static final int ROUNDS = 5;

    private final Bench bench = new Bench();

    @ReactiveDataSource("stream")
    Pool pool;

    @Inject Redis redis;
    @Inject Figures figures;
    @Inject Roles roles;

    @AfterEach
    void close() {
        bench.close();
    }

    private Sweep at(Instant now) {
        return new Sweep(
                pool, redis, figures, roles, new TimeAndChance(Clock.fixed(now, ZoneOffset.UTC)));
    }

    @Test
    void manyInstancesThatLookAtTheSameTimeTellASilenceOnce_andItsEndOnce() {
        bench.project("cloud");
        bench.level("cloud", "cost", ",'staleness':'PT3H'");
        bench.post(
                        "rules",
                        "{'name':'silent','metric':'cloud/cost','figure':'NO_DATA','severity':'WARNING','for':'PT10M'}")
                .statusCode(201);
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        bench.send(Topics.BUSINESS, "cloud/cost", "44000", hour.minus(Duration.ofMinutes(10)), "");
        bench.committed();

        // The reading's hour ends at the full hour; three hours later the metric is stale.
        Instant stale = hour.plus(Duration.ofHours(3));
        together(stale.minusSeconds(1));
        assertThat(episodes("FIRING")).isZero();
        together(stale.plusSeconds(1));
        assertThat(episodes("FIRING")).as("pending for ten minutes").isZero();
        together(stale.plus(Duration.ofMinutes(11)));
        assertThat(episodes("FIRING")).isEqualTo(1);
        assertThat(told("FIRING")).isEqualTo(1);
        together(stale.plus(Duration.ofMinutes(12)));
        assertThat(episodes("FIRING")).isEqualTo(1);
        assertThat(told("FIRING")).as("told once").isEqualTo(1);
    }

    @Test
    void aRoundGoesOnAfterTheMetricWhereTheLastOneEnded() {
        bench.project("cloud");
        List<UUID> watched = new ArrayList<>();
        for (String key : List.of("a", "b", "c")) {
            watched.add(bench.level("cloud", key, ""));
            bench.post(
                            "rules",
                            "{'name':'silent','metric':'cloud/%s','figure':'NO_DATA','severity':'INFO'}"
                                    .formatted(key))
                    .statusCode(201);
        }
        watched.sort(WindowKey.BY_BYTES);
        assertThat(due(Sweep.FIRST)).containsSubsequence(watched);
        assertThat(due(watched.getFirst()))
                .doesNotContain(watched.getFirst())
                .containsSubsequence(watched.subList(1, 3));
    }

    private List<UUID> due(UUID after) {
        return pool.withTransaction(tx -> RuleStore.dueMetrics(tx, Instant.now(), after))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    /** Several instances, each of which looks several times, all at the same instant. */
    private void together(Instant now) {
        List<Uni<Void>> looks = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            Sweep instance = at(now);
            Uni<Void> rounds = Uni.createFrom().voidItem();
            for (int round = 0; round < ROUNDS; round++) {
                rounds = rounds.chain(instance::sweep);
            }
            looks.add(rounds);
        }
        Uni.join().all(looks).andFailFast().await().atMost(Duration.ofSeconds(30));
        soon().until(() ->
                number("SELECT count(*) FROM rule_state WHERE tenant_id = ?", bench.tenant) == 1);
    }

    private long episodes(String state) {
        return number(
                "SELECT count(*) FROM episode WHERE tenant_id = ? AND state = ?",
                bench.tenant,
                state);
    }

    private long told(String state) {
        return number(
                "SELECT count(*) FROM outbox WHERE tenant_id = ? AND kind = 'alert' AND payload->>'state' = ?",
                bench.tenant,
                state);
    }
}
