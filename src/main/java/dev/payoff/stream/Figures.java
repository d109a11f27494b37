package dev.payoff.stream;

import dev.payoff.app.LiveKeys;
import dev.payoff.app.TimeAndChance;
import dev.payoff.portfolio.ProjectChanged;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Publishes figures: the latest of each metric and project, to Redis, after the commit that moved
 * them. One publication is under way at a time; what moves meanwhile is gathered and goes out with
 * the next, so a slow Redis costs freshness and never ingest. Whatever could not be published is
 * published again with everything else once Redis answers.
 */
@ApplicationScoped
public class Figures {

    private static final Logger LOG = Logger.getLogger(Figures.class);

    /** A Redis that hangs is a Redis that is away. */
    static final Duration REDIS_TIMEOUT = Duration.ofSeconds(3);

    /** How many figures travel in one call of the script. */
    private static final int FIGURES_PER_CALL = 500;

    /**
     * Sets each figure unless a newer one is there, and publishes those that were set. KEYS: hash,
     * channel. ARGV: field, revision, line; and so on.
     */
    private static final String SCRIPT =
            """
            local lines = {}
            for i = 1, #ARGV, 3 do
              local now = redis.call('HGET', KEYS[1], ARGV[i])
              local known = now and tonumber(string.match(now, '^%d+')) or -1
              if known < tonumber(ARGV[i + 1]) then
                redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1] .. '\\t' .. ARGV[i + 2])
                lines[#lines + 1] = ARGV[i + 2]
              end
            end
            if #lines > 0 then redis.call('PUBLISH', KEYS[2], table.concat(lines, '\\n')) end
            return #lines
            """;

    private final Pool pool;
    private final Redis redis;
    private final TimeAndChance time;
    private final Set<UUID> dirtyProjects = new HashSet<>();
    private final Set<UUID> wholeProjects = new HashSet<>();
    private final Map<UUID, MetricFigure> dirtyMetrics = new HashMap<>();
    private boolean underWay;
    private boolean behind;

    @Inject
    Figures(@ReactiveDataSource("stream") Pool pool, Redis redis, TimeAndChance time) {
        this.pool = pool;
        this.redis = redis;
        this.time = time;
    }

    /** One figure on its way. */
    private record Line(UUID tenantId, String field, long revision, String text) {}

    /** What a flush moved. Returns at once. */
    void moved(Flush flush) {
        synchronized (this) {
            for (MetricState state : flush.states) {
                MetricDef metric = flush.metrics.get(state.metricId());
                if (metric != null) {
                    dirtyMetrics.put(metric.id(), MetricFigure.of(metric, state, flush.now));
                }
            }
            dirtyProjects.addAll(flush.touchedProjects);
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
            wholeProjects.addAll(projectIds);
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
        Set<UUID> projects;
        Set<UUID> whole;
        List<MetricFigure> metrics;
        synchronized (this) {
            dirtyProjects.addAll(wholeProjects);
            if (underWay || dirtyProjects.isEmpty() && dirtyMetrics.isEmpty()) {
                return;
            }
            underWay = true;
            projects = Set.copyOf(dirtyProjects);
            whole = Set.copyOf(wholeProjects);
            metrics = List.copyOf(dirtyMetrics.values());
            dirtyProjects.clear();
            wholeProjects.clear();
            dirtyMetrics.clear();
        }
        publish(projects, whole, metrics)
                .subscribe()
                .with(
                        published -> finished(false),
                        failure -> {
                            LOG.warnf(
                                    "Figures were not published; all of them will be once Redis answers: %s",
                                    failure.toString());
                            finished(true);
                        });
    }

    private void finished(boolean failed) {
        synchronized (this) {
            underWay = false;
            behind |= failed;
        }
        if (!failed) {
            go();
        }
    }

    private Uni<Void> publish(Set<UUID> projectIds, Set<UUID> whole, List<MetricFigure> metrics) {
        Instant now = time.now();
        return pool.withTransaction(tx -> FigureStore.readRepeatable(tx, projectIds, now))
                .chain(figures -> {
                    List<Line> lines = new ArrayList<>(metrics.size() + figures.size());
                    metrics.forEach(metric -> lines.add(line(metric)));
                    for (FigureStore.Figures figure : figures) {
                        if (whole.contains(figure.project().id())) {
                            figure.metrics().forEach(metric -> lines.add(line(metric)));
                        }
                        lines.add(line(figure.project()));
                    }
                    return send(lines);
                });
    }

    /** Publishes every figure of some projects and their metrics, and says so when all went out. */
    Uni<Void> publishAll(Collection<UUID> projectIds) {
        Instant now = time.now();
        return pool.withTransaction(tx -> FigureStore.readRepeatable(tx, projectIds, now))
                .chain(figures -> {
                    List<Line> lines = new ArrayList<>();
                    for (FigureStore.Figures figure : figures) {
                        figure.metrics().forEach(metric -> lines.add(line(metric)));
                        lines.add(line(figure.project()));
                    }
                    return send(lines);
                });
    }

    synchronized void caughtUp() {
        behind = false;
    }

    private static Line line(MetricFigure metric) {
        return new Line(
                metric.definition().tenantId(),
                "m:" + metric.definition().id(),
                metric.revision(),
                LiveKeys.line(
                        "metric",
                        "project:" + metric.definition().projectKey(),
                        metric.json().encode()));
    }

    private static Line line(ProjectFigure project) {
        return new Line(
                project.tenantId(),
                "p:" + project.id(),
                project.revision(),
                LiveKeys.line("value", "project:" + project.key(), project.json().encode()));
    }

    private Uni<Void> send(List<Line> lines) {
        Map<UUID, List<Line>> byTenant = new HashMap<>();
        lines.forEach(line ->
                byTenant.computeIfAbsent(line.tenantId(), id -> new ArrayList<>()).add(line));
        Uni<Void> sent = Uni.createFrom().voidItem();
        for (Map.Entry<UUID, List<Line>> tenant : byTenant.entrySet()) {
            List<Line> own = tenant.getValue();
            for (int from = 0; from < own.size(); from += FIGURES_PER_CALL) {
                List<Line> part = own.subList(from, Math.min(from + FIGURES_PER_CALL, own.size()));
                sent = sent.chain(() -> call(tenant.getKey(), part));
            }
        }
        return sent;
    }

    private Uni<Void> call(UUID tenantId, List<Line> lines) {
        Request request =
                Request.cmd(Command.EVAL)
                        .arg(SCRIPT)
                        .arg(2)
                        .arg(LiveKeys.figures(tenantId))
                        .arg(LiveKeys.figuresChannel(tenantId));
        for (Line line : lines) {
            request.arg(line.field()).arg(line.revision()).arg(line.text());
        }
        return redis.send(request).ifNoItem().after(REDIS_TIMEOUT).fail().replaceWithVoid();
    }
}
