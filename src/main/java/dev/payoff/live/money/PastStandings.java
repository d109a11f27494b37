package dev.payoff.live.money;

import dev.payoff.app.Moment;
import dev.payoff.live.Ledger;
import dev.payoff.live.ProjectValue;
import dev.payoff.live.money.ManyProjects.Chunks;
import dev.payoff.portfolio.Registry;
import dev.payoff.portfolio.Standings;
import dev.payoff.value.Freshness;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Where many projects stood at a moment: each one's own answer ({@link ProjectValue}), read in the
 * chunks of {@link ManyProjects} and folded off the event loop.
 */
@ApplicationScoped
class PastStandings implements Standings {

    private final Registry registry;
    private final Vertx vertx;

    PastStandings(Registry registry, Vertx vertx) {
        this.registry = registry;
        this.vertx = vertx;
    }

    @Override
    public Uni<Map<String, Standing>> of(
            SqlConnection tx, UUID tenantId, Collection<String> projects, Moment moment) {
        Map<String, Standing> standings = new HashMap<>();
        return registry.projects(tx, tenantId, projects)
                .chain(found ->
                        ManyProjects.weights(tx, found).map(weights -> Chunks.of(found, weights)))
                .chain(chunks -> {
                    Uni<Void> done = Uni.createFrom().voidItem();
                    for (var chunk : chunks.chunks()) {
                        done =
                                done.chain(() ->
                                        Ledger.read(tx, chunk, moment)
                                                .chain(ledgers ->
                                                        vertx.executeBlocking(
                                                                () -> folded(ledgers), false))
                                                .invoke(standings::putAll)
                                                .replaceWithVoid());
                    }
                    return done;
                })
                .replaceWith(standings);
    }

    private static Map<String, Standing> folded(List<Ledger> ledgers) {
        return ledgers.stream()
                .collect(Collectors.toMap(it -> it.project().key(), PastStandings::of));
    }

    /** A project's own answer at the moment, with its benefits. */
    static Standing of(Ledger ledger) {
        ProjectValue value = ProjectValue.of(ledger);
        Map<String, BigDecimal> byCategory = new TreeMap<>();
        List<Benefit> benefits = new ArrayList<>();
        for (int i = 0; i < value.metrics().size(); i++) {
            ProjectValue.Metric metric = value.metrics().get(i);
            if (metric.counted() && metric.realised() != null) {
                byCategory.merge(metric.category(), metric.realised(), BigDecimal::add);
            }
            benefits.add(
                    new Benefit(
                            metric.id(),
                            metric.key(),
                            ledger.entries().get(i).terms(),
                            metric.freshness() == Freshness.LIVE ? metric.earningPerHour() : null));
        }
        return new Standing(
                value.realised(),
                value.weighted(),
                value.earningPerHour(),
                value.cost(),
                value.achievement(),
                byCategory,
                benefits,
                value.complete()
                        ? List.of()
                        : value.reasons().isEmpty()
                                ? List.of("It is not complete.")
                                : value.reasons());
    }
}
