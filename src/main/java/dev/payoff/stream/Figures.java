package dev.payoff.stream;

import dev.payoff.app.TimeAndChance;
import dev.payoff.portfolio.ProjectChanged;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Publishes figures: the latest of each metric and project, to Redis, after the commit that moved
 * them. Metrics and projects go out side by side, each with one publication under way at a time and
 * a rest after it: what moves meanwhile is gathered and takes its turn, so many changes, or a slow
 * Redis, cost freshness and never ingest, and first that of figures that move all the time.
 * Whatever could not be published is published again with everything else once Redis answers.
 */
@ApplicationScoped
public class Figures {

    private static final Logger LOG = Logger.getLogger(Figures.class);

    /**
     * After a publication, this many times its duration passes before the next one starts. Most of
     * the duration is waiting, so longer rests took less from ingest than they cost in freshness:
     * nine instead of one gave a thirtieth more records a second of a backlog, and figures twice as
     * old.
     */
    private static final int REST = 1;

    /** Short rounds, so that who has the next turn does not wait long for it. */
    private static final int METRICS_PER_ROUND = 500;

    private static final int PROJECTS_PER_ROUND = 50;

    /**
     * A figure that always moves goes out once in so long: nobody reads faster, and a project's is
     * made of all its metrics.
     */
    private static final Duration METRICS_TURN = Duration.ofMillis(400);

    private static final Duration PROJECTS_TURN = Duration.ofSeconds(1);

    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final Pool pool;
    private final Redis redis;
    private final TimeAndChance time;
    private final KnownDefinitions definitions = new KnownDefinitions();
    private final KnownStates states = new KnownStates();
    private final Publisher<Moved> metrics =
            new Publisher<>(
                    new Turns<>(METRICS_PER_ROUND, METRICS_TURN, Moved::later),
                    METRICS_TURN,
                    this::publishMetrics);
    private final Publisher<Extent> projects =
            new Publisher<>(
                    new Turns<>(PROJECTS_PER_ROUND, PROJECTS_TURN, Extent::wider),
                    PROJECTS_TURN,
                    this::publishProjects);
    private boolean behind;

    /** What of a project goes out. */
    private enum Extent {
        ITSELF,
        WITH_ITS_METRICS;

        Extent wider(Extent other) {
            return compareTo(other) > 0 ? this : other;
        }
    }

    /** A metric that a flush moved; its figure is worked out only if it goes out. */
    private record Moved(MetricDef metric, MetricState state, Instant at) {
        /** Lanes that share a metric may tell in another order than they committed in. */
        Moved later(Moved other) {
            return other.state().revision() > state.revision() ? other : this;
        }

        FigureLine line() {
            return FigureLine.of(MetricFigure.of(metric, state, at));
        }
    }

    @Inject
    Figures(@ReactiveDataSource("stream") Pool pool, Redis redis, TimeAndChance time) {
        this.pool = pool;
        this.redis = redis;
        this.time = time;
    }

    /** What a flush moved. Returns at once. */
    void moved(Flush flush) {
        states.remember(flush.states);
        for (MetricState state : flush.states) {
            MetricDef metric = flush.metrics.get(state.metricId());
            if (metric != null) {
                metrics.add(metric.id(), new Moved(metric, state, flush.now));
            }
        }
        flush.touchedProjects.forEach(id -> projects.add(id, Extent.ITSELF));
        metrics.go();
        projects.go();
    }

    /** What a person changed; the change is committed. */
    void changed(@ObservesAsync ProjectChanged change) {
        moved(List.of(change.projectId()));
    }

    /** A flush whose figures are not known: its commit was found out from the offsets. */
    synchronized void missed() {
        behind = true;
    }

    /**
     * Projects whose figures, and those of their metrics, moved for another reason: a definition, a
     * cost typed by hand.
     */
    public void moved(Collection<UUID> projectIds) {
        projectIds.forEach(id -> projects.add(id, Extent.WITH_ITS_METRICS));
        projects.go();
    }

    /**
     * Whether Redis lacks something that was published; true after a failure, until everything went
     * out again.
     */
    synchronized boolean isBehind() {
        return behind;
    }

    /** One kind of figures: a publication at a time, a rest after it, and turns. */
    private final class Publisher<V> {

        private final Turns<V> turns;
        private final Duration turn;
        private final Function<Map<UUID, V>, Uni<Void>> publication;
        private boolean underWay;
        private boolean waitsForTurn;

        Publisher(Turns<V> turns, Duration turn, Function<Map<UUID, V>, Uni<Void>> publication) {
            this.turns = turns;
            this.turn = turn;
            this.publication = publication;
        }

        synchronized void add(UUID id, V value) {
            turns.add(id, value);
        }

        void go() {
            Map<UUID, V> next;
            boolean waits;
            synchronized (this) {
                if (underWay || turns.isEmpty()) {
                    return;
                }
                next = turns.take(time.now());
                underWay = !next.isEmpty();
                waits = !underWay && !waitsForTurn;
                waitsForTurn |= waits;
            }
            if (!next.isEmpty()) {
                rested(Uni.createFrom().deferred(() -> publication.apply(next)))
                        .subscribe()
                        .with(
                                published -> {
                                    ended();
                                    go();
                                },
                                failure -> {
                                    ended();
                                    failed(failure);
                                });
            } else if (waits) {
                Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(turn)
                        .subscribe()
                        .with(passed -> {
                            nextTurn();
                            go();
                        });
            }
        }

        private synchronized void ended() {
            underWay = false;
        }

        private synchronized void nextTurn() {
            waitsForTurn = false;
            turns.next();
        }
    }

    private void failed(Throwable failure) {
        LOG.warnf(
                "Figures were not published; all of them will be once Redis answers: %s",
                failure.toString());
        missed();
    }

    /** A publication with the rest that it owes. */
    private Uni<Void> rested(Uni<Void> publication) {
        Instant start = time.now();
        return publication.chain(() -> {
            Duration took = Duration.between(start, time.now());
            Duration rest = took.isNegative() ? Duration.ZERO : took.multipliedBy(REST);
            Duration bounded = rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
            return Uni.createFrom().voidItem().onItem().delayIt().by(bounded.plusMillis(1));
        });
    }

    /** Writing JSON costs CPU; the event loop also serves people. */
    private static <T> Uni<T> offLoop(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Uni<Void> publishMetrics(Map<UUID, Moved> moved) {
        return offLoop(() -> moved.values().stream().map(Moved::line).toList())
                .chain(lines -> FigureLine.send(redis, lines));
    }

    private Uni<Void> publishProjects(Map<UUID, Extent> extents) {
        return read(extents.keySet())
                .chain(figures ->
                        offLoop(() -> {
                            List<FigureLine> lines = new ArrayList<>(figures.size());
                            for (FigureStore.Figures figure : figures) {
                                if (extents.get(figure.project().id()) == Extent.WITH_ITS_METRICS) {
                                    figure.metrics()
                                            .forEach(metric -> lines.add(FigureLine.of(metric)));
                                }
                                lines.add(FigureLine.of(figure.project()));
                            }
                            return lines;
                        }))
                .chain(lines -> FigureLine.send(redis, lines));
    }

    private Uni<List<FigureStore.Figures>> read(Collection<UUID> projectIds) {
        Instant now = time.now();
        return pool.withTransaction(
                tx -> FigureStore.readRepeatable(tx, projectIds, now, definitions, states));
    }

    /** Publishes every figure of some projects and their metrics, and says so when all went out. */
    Uni<Void> publishAll(Collection<UUID> projectIds) {
        return read(projectIds)
                .chain(figures -> {
                    List<FigureLine> lines = new ArrayList<>();
                    for (FigureStore.Figures figure : figures) {
                        figure.metrics().forEach(metric -> lines.add(FigureLine.of(metric)));
                        lines.add(FigureLine.of(figure.project()));
                    }
                    return FigureLine.send(redis, lines);
                });
    }

    synchronized void caughtUp() {
        behind = false;
    }
}
