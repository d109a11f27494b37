package dev.payoff.stream;

import dev.payoff.alert.AlertMachine;
import dev.payoff.alert.AlertState;
import dev.payoff.alert.RuleTerms;
import dev.payoff.alert.Sample;
import dev.payoff.alert.Step;
import dev.payoff.alert.Transition;
import dev.payoff.value.HourWindow;
import dev.payoff.value.WindowAggregate;
import dev.payoff.value.WindowSize;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches what moves without a reading: timers that run out, metrics that fall silent, figures of
 * money, which change with the time, and rules that were made or changed.
 */
final class ClockWatch {

    private ClockWatch() {}

    /**
     * Samples and ticks every rule that the clock, or a change of the rule, may have moved. Where
     * there are more than one round looks at, the next one goes on where this one ended.
     *
     * @param after where the last round ended
     * @return where this one did; before all ids, if it came to the end
     */
    static Uni<UUID> watch(SqlConnection tx, Instant now, UUID after) {
        return RuleStore.dueMetrics(tx, now, after)
                .chain(ids ->
                        watchMetrics(tx, ids, now)
                                .chain(() -> RuleStore.ofProjects(tx))
                                .chain(rules -> ProjectWatch.watch(tx, rules, now))
                                .replaceWith(
                                        ids.size() < RuleStore.MAX_SWEPT
                                                ? Sweep.FIRST
                                                : ids.getLast()));
    }

    private static Uni<Void> watchMetrics(SqlConnection tx, List<UUID> ids, Instant now) {
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return StateStore.lock(tx, ids)
                .chain(locked ->
                        Definitions.byIds(tx, ids)
                                .chain(metrics ->
                                        RuleStore.ofMetrics(tx, ids)
                                                .chain(rules ->
                                                        WindowStore.at(
                                                                        tx,
                                                                        lastWindows(
                                                                                rules, metrics,
                                                                                locked))
                                                                .chain(windows ->
                                                                        judge(
                                                                                tx,
                                                                                rules,
                                                                                byId(metrics),
                                                                                locked,
                                                                                windows,
                                                                                now)))));
    }

    /** Reads what else some rules want to know, and judges. */
    private static Uni<Void> judge(
            SqlConnection tx,
            List<WatchedRule> rules,
            Map<UUID, MetricDef> metrics,
            Map<UUID, StateStore.Locked> locked,
            Map<WindowKey, WindowAggregate> windows,
            Instant now) {
        BurnWatch.Round round = BurnWatch.ofMetrics(rules, now);
        return RuleStore.owned(tx, rules)
                .chain(owned ->
                        WindowStore.around(tx, round.stretches())
                                .chain(hours ->
                                        judge(
                                                tx, rules, metrics, locked, windows, owned, round,
                                                hours, now)));
    }

    private static Map<UUID, MetricDef> byId(List<MetricDef> metrics) {
        Map<UUID, MetricDef> byId = new HashMap<>();
        metrics.forEach(metric -> byId.put(metric.id(), metric));
        return byId;
    }

    private static List<WindowKey> lastWindows(
            List<WatchedRule> rules, List<MetricDef> metrics, Map<UUID, StateStore.Locked> locked) {
        Map<UUID, MetricDef> byId = byId(metrics);
        List<WindowKey> keys = new ArrayList<>();
        for (WatchedRule rule : rules) {
            WindowKey key = lastWindow(rule.terms(), byId, locked);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys.stream().distinct().sorted().toList();
    }

    private static @Nullable WindowKey lastWindow(
            RuleTerms rule, Map<UUID, MetricDef> metrics, Map<UUID, StateStore.Locked> locked) {
        WindowSize size = Watch.size(rule);
        UUID metricId = rule.metricId();
        MetricDef metric = metricId == null ? null : metrics.get(metricId);
        StateStore.Locked state = metricId == null ? null : locked.get(metricId);
        MetricState.Last last = state == null ? null : state.state().last();
        return size == null || metric == null || last == null
                ? null
                : new WindowKey(metric.id(), size, size.startOf(last.observed(), metric.zone()));
    }

    private static Uni<Void> judge(
            SqlConnection tx,
            List<WatchedRule> rules,
            Map<UUID, MetricDef> metrics,
            Map<UUID, StateStore.Locked> locked,
            Map<WindowKey, WindowAggregate> windows,
            Set<UUID> owned,
            BurnWatch.Round round,
            Map<UUID, List<HourWindow>> hours,
            Instant now) {
        List<Supplier<Uni<Void>>> work = new ArrayList<>();
        List<RuleStore.Kept> kept = new ArrayList<>();
        for (WatchedRule rule : rules) {
            RuleTerms terms = rule.terms();
            MetricDef metric = metrics.get(Objects.requireNonNull(terms.metricId()));
            if (metric == null) {
                continue;
            }
            StateStore.Locked state = locked.get(metric.id());
            MetricFigure figure =
                    MetricFigure.of(metric, state == null ? null : state.state(), now);
            WindowKey window = lastWindow(terms, metrics, locked);
            ValueWatch value =
                    ValueWatch.of(
                            terms.figure(),
                            metric,
                            figure,
                            owned.contains(metric.id()),
                            BurnWatch.of(
                                    terms, figure, hours.getOrDefault(metric.id(), List.of()), now),
                            now);
            work.add(
                    moved(
                            tx,
                            rule,
                            round.has(terms)
                                    ? ClockSample.of(
                                            rule,
                                            metric,
                                            figure,
                                            window == null ? null : windows.get(window),
                                            value,
                                            now)
                                    : null,
                            ClockSample.tickUntil(metric, figure, now),
                            figure.gaps().isEmpty() ? figure.earningPerHour() : null,
                            value.detail(),
                            now,
                            kept));
        }
        return InTurn.all(work).chain(() -> RuleStore.save(tx, kept, now));
    }

    /** Samples and ticks a rule; answers what is left to write. */
    static Supplier<Uni<Void>> moved(
            SqlConnection tx,
            WatchedRule rule,
            @Nullable Sample sample,
            Instant tickUntil,
            @Nullable BigDecimal worthPerHour,
            @Nullable String detail,
            Instant now,
            List<RuleStore.Kept> kept) {
        RuleTerms terms = rule.terms();
        AlertState before = rule.isOfThisVersion() ? rule.state() : AlertState.NEW;
        List<Transition> transitions = new ArrayList<>();
        Step step =
                AlertMachine.tick(
                        terms.threshold(), before, before.lastAt() == null ? now : tickUntil);
        transitions.addAll(step.transitions());
        if (sample != null) {
            step = AlertMachine.step(terms.threshold(), step.state(), sample);
            transitions.addAll(step.transitions());
        }
        AlertState after = step.state();
        if (!rule.isOfThisVersion() || !after.equals(before) || !transitions.isEmpty()) {
            Instant next = step.nextCheck();
            kept.add(
                    new RuleStore.Kept(
                            terms,
                            after,
                            next != null && next.isAfter(tickUntil) && tickUntil.isBefore(now)
                                    ? null
                                    : next));
        }
        return () -> {
            List<Supplier<Uni<Void>>> work = new ArrayList<>();
            if (!rule.isOfThisVersion() && rule.stateVersion() != null) {
                work.add(() -> EpisodeStore.closeOlder(tx, terms, now, now));
            }
            for (Transition transition : transitions) {
                work.add(() -> Watch.write(tx, terms, transition, worthPerHour, detail, now));
            }
            return InTurn.all(work);
        };
    }
}
