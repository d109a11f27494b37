package dev.payoff.identity;

import dev.payoff.app.TimeAndChance;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;

/** Sweeps sessions, links and tickets that have ended, of every tenant. */
@ApplicationScoped
class SpentSessions {

    private final Pool pool;
    private final TimeAndChance time;

    SpentSessions(@ReactiveDataSource("stream") Pool pool, TimeAndChance time) {
        this.pool = pool;
        this.time = time;
    }

    @Scheduled(
            every = "10m",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return pool.preparedQuery("DELETE FROM session WHERE expires_at < $1")
                .execute(Tuple.of(time.now().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
