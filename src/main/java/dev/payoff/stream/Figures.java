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

    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final Pool pool;
    private final Redis redis;
    private final TimeAndChance time;
    private final KnownDefinitions known = new KnownDefinitions();
    private final Turns<Moved> metrics = new Turns<>(METRICS_PER_ROUND, Moved::later);
    private final Turns<Extent> projects = new Turns<>(PROJECTS_PER_ROUND, Extent::wider);
    private boolean metricsUnderWay;
    private boolean projectsUnderWay;
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
        synchronized (this) {
            for (MetricState state : flush.states) {
                MetricDef metric = flush.metrics.get(state.metricId());
                if (metric != null) {
                    metrics.add(metric.id(), new Moved(metric, state, flush.now));
                }
            }
            flush.touchedProjects.forEach(id -> projects.add(id, Extent.ITSELF));
        }
        go();
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
        if (projectIds.isEmpty()) {
            return;
        }
        synchronized (this) {
            projectIds.forEach(id -> projects.add(id, Extent.WITH_ITS_METRICS));
        }
        go();
    }

    /**
     * Whether Redis lacks something that was published; true after a failure, until everything went
     * out again.
     */
    synchronized boolean isBehind() {
        return behind;
    }

    private void go() {
        goMetrics();
        goProjects();
    }

    private void goMetrics() {
        Collection<Moved> next;
        synchronized (this) {
            if (metricsUnderWay || metrics.isEmpty()) {
                return;
            }
            metricsUnderWay = true;
            next = metrics.take(time.now()).values();
        }
        rested(
                        offLoop(() -> next.stream().map(Moved::line).toList())
                                .chain(lines -> FigureLine.send(redis, lines)))
                .subscribe()
                .with(
                        published -> {
                            synchronized (this) {
                                metricsUnderWay = false;
                            }
                            goMetrics();
                        },
                        failure -> {
                            synchronized (this) {
                                metricsUnderWay = false;
                            }
                            failed(failure);
                        });
    }

    private void goProjects() {
        Map<UUID, Extent> next;
        synchronized (this) {
            if (projectsUnderWay || projects.isEmpty()) {
                return;
            }
            projectsUnderWay = true;
            next = projects.take(time.now());
        }
        rested(publish(next))
                .subscribe()
                .with(
                        published -> {
                            synchronized (this) {
                                projectsUnderWay = false;
                            }
                            goProjects();
                        },
                        failure -> {
                            synchronized (this) {
                                projectsUnderWay = false;
                            }
                            failed(failure);
                        });
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

    private Uni<Void> publish(Map<UUID, Extent> extents) {
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
        return pool.withTransaction(tx -> FigureStore.readRepeatable(tx, projectIds, now, known));
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
