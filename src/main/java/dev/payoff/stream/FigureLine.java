package dev.payoff.stream;

import dev.payoff.app.LiveKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One figure on its way to Redis.
 *
 * @param field of the tenant's hash of figures
 * @param revision a higher one replaces a lower one
 * @param text as subscribers get it
 */
record FigureLine(UUID tenantId, String field, long revision, String text) {

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

    static FigureLine of(MetricFigure metric) {
        return new FigureLine(
                metric.definition().tenantId(),
                "m:" + metric.definition().id(),
                metric.revision(),
                LiveKeys.line(
                        "metric",
                        "project:" + metric.definition().projectKey(),
                        metric.json().encode()));
    }

    static FigureLine of(ProjectFigure project) {
        return new FigureLine(
                project.tenantId(),
                "p:" + project.id(),
                project.revision(),
                LiveKeys.line("value", "project:" + project.key(), project.json().encode()));
    }

    /** Sends lines, tenant by tenant; each that is newer than what is there takes its place. */
    static Uni<Void> send(Redis redis, List<FigureLine> lines) {
        Map<UUID, List<FigureLine>> byTenant = new HashMap<>();
        lines.forEach(line ->
                byTenant.computeIfAbsent(line.tenantId(), id -> new ArrayList<>()).add(line));
        List<Supplier<Uni<Void>>> calls = new ArrayList<>();
        for (Map.Entry<UUID, List<FigureLine>> tenant : byTenant.entrySet()) {
            List<FigureLine> own = tenant.getValue();
            for (int from = 0; from < own.size(); from += FIGURES_PER_CALL) {
                List<FigureLine> part =
                        own.subList(from, Math.min(from + FIGURES_PER_CALL, own.size()));
                calls.add(() -> call(redis, tenant.getKey(), part));
            }
        }
        return InTurn.all(calls);
    }

    private static Uni<Void> call(Redis redis, UUID tenantId, List<FigureLine> lines) {
        Request request =
                Request.cmd(Command.EVAL)
                        .arg(SCRIPT)
                        .arg(2)
                        .arg(LiveKeys.figures(tenantId))
                        .arg(LiveKeys.figuresChannel(tenantId));
        for (FigureLine line : lines) {
            request.arg(line.field()).arg(line.revision()).arg(line.text());
        }
        return redis.send(request).ifNoItem().after(REDIS_TIMEOUT).fail().replaceWithVoid();
    }
}
