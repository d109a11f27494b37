package dev.payoff.analytics;

import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.Role;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Solves scenarios again whose figures moved, of those that ask for it: the longest not looked at
 * first, at most {@link #A_ROUND} a round, one after the other.
 */
@ApplicationScoped
class ScenarioWatch {

    private static final Logger LOG = Logger.getLogger(ScenarioWatch.class);

    /** Scenarios that one round looks at. */
    static final int A_ROUND = 5;

    private static final Duration PAUSE = Duration.ofMinutes(15);

    // Several instances may look at once: whoever comes second finds the version changed.
    private static final String DUE =
            """
            SELECT s.id, s.tenant_id, t.key AS tenant_key
              FROM scenario s JOIN tenant t ON t.id = s.tenant_id
             WHERE s.auto_solve AND s.removed_at IS NULL AND s.approved_at IS NULL AND s.looked_at < $1
             ORDER BY s.looked_at LIMIT $2
            """;

    private final Pool pool;
    private final Scenarios scenarios;
    private final Roles roles;
    private final TimeAndChance time;

    ScenarioWatch(
            @ReactiveDataSource("stream") Pool pool,
            Scenarios scenarios,
            Roles roles,
            TimeAndChance time) {
        this.pool = pool;
        this.scenarios = scenarios;
        this.roles = roles;
        this.time = time;
    }

    private record Due(UUID id, Caller caller) {}

    @Scheduled(
            every = "${payoff.scenarios.watch:1m}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return roles.plays(Roles.Role.WEB) ? round() : Uni.createFrom().voidItem();
    }

    /** One round. */
    Uni<Void> round() {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(ScenarioStore.at(time.now().minus(PAUSE)), A_ROUND))
                .map(rows -> {
                    List<Due> due = new ArrayList<>();
                    rows.forEach(row -> due.add(due(row)));
                    return due;
                })
                .chain(due -> next(due, 0))
                .onFailure()
                .invoke(e -> LOG.warnf("Scenarios wait for the next round: %s", e.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private static Due due(Row row) {
        return new Due(
                row.getUUID("id"),
                new Caller(
                        row.getUUID("tenant_id"),
                        row.getString("tenant_key"),
                        "scheduler",
                        Role.MANAGER,
                        Set.of()));
    }

    private Uni<Void> next(List<Due> due, int at) {
        if (at == due.size()) {
            return Uni.createFrom().voidItem();
        }
        Due one = due.get(at);
        return scenarios
                .solveMoved(one.caller(), one.id().toString())
                .onFailure()
                .invoke(e -> LOG.warnf("Scenario %s was not solved: %s", one.id(), e.toString()))
                .onFailure()
                .recoverWithNull()
                .chain(() -> next(due, at + 1));
    }
}
