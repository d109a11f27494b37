package dev.payoff.stream;

import dev.payoff.alert.AlertMachine;
import dev.payoff.alert.AlertState;
import dev.payoff.alert.Figure;
import dev.payoff.alert.RuleTerms;
import dev.payoff.alert.Sample;
import dev.payoff.alert.Step;
import dev.payoff.alert.Transition;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Kind;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.WindowAggregate;
import dev.payoff.value.WindowSize;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches thresholds on metrics. Every counted reading is a sample at its observed time, in the
 * order of the log, so the episodes do not depend on how the log was cut into batches; what the
 * clock alone changes comes from the {@link Sweep}. A reading that is late for its rule changes
 * what is known of a closed window: an episode that this opens or takes the ground from is marked
 * late.
 */
final class Watch {

    /** What a rule's machine made of its samples. */
    record Outcome(RuleTerms rule, Step last, List<Transition> transitions) {}

    /** Before the windows change: which rules look at them, and how the windows stand. */
    Uni<Void> beforeFold(SqlConnection tx, Flush flush) {
        return RuleStore.ofMetrics(tx, flush.fold.metrics())
                .invoke(rules -> flush.rules = rules)
                .chain(rules -> WindowStore.at(tx, windowsOf(rules, flush)))
                .invoke(windows -> flush.windowsBefore = windows)
                .replaceWithVoid();
    }

    /** After everything is folded and valued: the transitions, their episodes and events. */
    Uni<Void> afterReadings(SqlConnection tx, Flush flush) {
        return flush.rules.isEmpty()
                ? Uni.createFrom().voidItem()
                : WindowStore.at(tx, windowsOf(flush.rules, flush))
                        .chain(after -> judge(tx, flush, flush.rules, after));
    }

    private static List<WindowKey> windowsOf(List<WatchedRule> rules, Flush flush) {
        List<WindowKey> keys = new ArrayList<>();
        for (WatchedRule rule : rules) {
            WindowSize size = size(rule.terms());
            if (size != null) {
                MetricDef metric = metric(flush, rule.terms());
                for (Candidate candidate : counted(flush, rule.terms())) {
                    keys.add(
                            new WindowKey(
                                    metric.id(),
                                    size,
                                    size.startOf(candidate.wire().observedAt(), metric.zone())));
                }
            }
        }
        return keys.stream().distinct().sorted().toList();
    }

    private static Uni<Void> judge(
            SqlConnection tx,
            Flush flush,
            List<WatchedRule> rules,
            Map<WindowKey, WindowAggregate> after) {
        List<RuleStore.Kept> kept = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        List<LateWindows.Late> late = new ArrayList<>();
        List<Supplier<Uni<Void>>> work = new ArrayList<>();
        for (WatchedRule rule : rules) {
            if (!rule.isOfThisVersion()) {
                work.add(() -> EpisodeStore.closeOlder(tx, rule.terms(), flush.now, flush.now));
            }
            Outcome outcome = run(flush, rule, after, late);
            if (outcome != null) {
                outcomes.add(outcome);
                kept.add(
                        new RuleStore.Kept(
                                rule.terms(), outcome.last().state(), outcome.last().nextCheck()));
            }
        }
        for (Outcome outcome : outcomes) {
            for (Transition transition : outcome.transitions()) {
                work.add(() -> write(tx, flush, outcome.rule(), transition));
            }
        }
        for (LateWindows.Late window : late.stream().distinct().toList()) {
            work.add(() -> LateWindows.rejudge(tx, flush, window, after.get(window.window())));
        }
        return InTurn.all(work).chain(() -> RuleStore.save(tx, kept, flush.now));
    }

    /**
     * What a batch's readings make of a rule; null where readings do not drive it. Pure: given are
     * the windows as the batch found them and as it leaves them.
     */
    static @Nullable Outcome run(
            Flush flush,
            WatchedRule rule,
            Map<WindowKey, WindowAggregate> after,
            List<LateWindows.Late> late) {
        RuleTerms terms = rule.terms();
        if (!isReadingDriven(terms, metric(flush, terms))) {
            return null;
        }
        Running running = new Running(flush, terms, after);
        AlertState state = rule.isOfThisVersion() ? rule.state() : AlertState.NEW;
        Step last = new Step(state, List.of(), AlertMachine.nextCheck(terms.threshold(), state));
        List<Transition> transitions = new ArrayList<>();
        for (Candidate candidate : counted(flush, terms)) {
            Instant at = candidate.wire().observedAt();
            BigDecimal value = running.after(candidate);
            Instant lastAt = last.state().lastAt();
            if (lastAt != null && at.isBefore(lastAt)) {
                WindowKey window = running.windowOf(candidate);
                if (window != null
                        && !at.isBefore(window.start())
                        && !endOf(window, flush, terms).isAfter(lastAt)) {
                    late.add(new LateWindows.Late(terms, window));
                }
            } else {
                last = AlertMachine.step(terms.threshold(), last.state(), new Sample(at, value));
                transitions.addAll(last.transitions());
            }
        }
        return new Outcome(terms, last, transitions);
    }

    /** Whether readings, rather than the clock, move the rule's figure. */
    static boolean isReadingDriven(RuleTerms rule, MetricDef metric) {
        return switch (rule.figure()) {
            case VALUE, MEAN, MIN, MAX, SUM, COUNT -> true;
            case ACHIEVEMENT -> metric.terms().kind() == Kind.LEVEL;
            case REALISED,
                    ROI_SIMPLE,
                    NO_DATA,
                    REALISATION,
                    FORECAST,
                    BURN_RATE,
                    UNMEASURED,
                    NO_OWNER ->
                    false;
        };
    }

    private static Uni<Void> write(
            SqlConnection tx, Flush flush, RuleTerms rule, Transition transition) {
        return write(tx, rule, transition, worth(flush, rule), null, flush.now);
    }

    static Uni<Void> write(
            SqlConnection tx,
            RuleTerms rule,
            Transition transition,
            @Nullable BigDecimal worthPerHour,
            @Nullable String detail,
            Instant now) {
        return switch (transition) {
            case Transition.Fired(Instant activeAt, Instant firedAt, BigDecimal value) ->
                    EpisodeStore.fire(
                            tx,
                            rule,
                            activeAt,
                            firedAt,
                            null,
                            value,
                            false,
                            worthPerHour,
                            detail,
                            now);
            case Transition.Resolved(Instant activeAt, Instant resolvedAt, BigDecimal value) ->
                    EpisodeStore.resolve(tx, rule, activeAt, resolvedAt, value, now);
        };
    }

    /** What the metric earns per hour as this batch leaves it; null where its value is unknown. */
    static @Nullable BigDecimal worth(Flush flush, RuleTerms rule) {
        MetricDef metric = metric(flush, rule);
        if (!RealisedValue.gaps(metric.terms()).isEmpty()) {
            return null;
        }
        for (MetricState state : flush.states) {
            if (state.metricId().equals(metric.id())) {
                HourWindow hour =
                        RealisedValue.typicalHour(metric.terms(), state.value().tail(), flush.now);
                return RealisedValue.earningPerHour(metric.terms(), hour, flush.now);
            }
        }
        return null;
    }

    static Instant endOf(WindowKey window, Flush flush, RuleTerms rule) {
        return window.size().endOf(window.start(), metric(flush, rule).zone());
    }

    private static Collection<Candidate> counted(Flush flush, RuleTerms rule) {
        return flush.fold.counted(Objects.requireNonNull(rule.metricId()));
    }

    static MetricDef metric(Flush flush, RuleTerms rule) {
        return Objects.requireNonNull(flush.metrics.get(Objects.requireNonNull(rule.metricId())));
    }

    static @Nullable WindowSize size(RuleTerms rule) {
        return rule.figure().needsWindow() && rule.window() != null
                ? WindowSize.valueOf(rule.window())
                : null;
    }

    static BigDecimal figure(Figure figure, WindowAggregate window) {
        return switch (figure) {
            case MEAN -> window.mean();
            case MIN -> window.min();
            case MAX -> window.max();
            case SUM -> window.sum();
            case COUNT -> BigDecimal.valueOf(window.count());
            case VALUE,
                    ACHIEVEMENT,
                    REALISED,
                    ROI_SIMPLE,
                    NO_DATA,
                    REALISATION,
                    FORECAST,
                    BURN_RATE,
                    UNMEASURED,
                    NO_OWNER ->
                    window.lastValue();
        };
    }

    /**
     * The figure of a rule after each reading of a batch: windows as they were, and forward from
     * there reading by reading. Where a correction folded a window anew, only how it stands now is
     * known.
     */
    private static final class Running {
        private final RuleTerms rule;
        private final MetricDef metric;
        private final @Nullable WindowSize size;
        private final Map<WindowKey, WindowAggregate> windows;
        private final boolean corrected;

        Running(Flush flush, RuleTerms rule, Map<WindowKey, WindowAggregate> after) {
            this.rule = rule;
            this.metric = metric(flush, rule);
            this.size = size(rule);
            this.corrected = flush.fold.isCorrected(metric.id());
            this.windows = new HashMap<>(corrected ? after : flush.windowsBefore);
        }

        @Nullable WindowKey windowOf(Candidate candidate) {
            return size == null
                    ? null
                    : new WindowKey(
                            metric.id(),
                            size,
                            size.startOf(candidate.wire().observedAt(), metric.zone()));
        }

        @Nullable BigDecimal after(Candidate candidate) {
            WindowKey window = windowOf(candidate);
            if (window == null) {
                return rule.figure() == Figure.ACHIEVEMENT
                        ? RealisedValue.achievement(
                                metric.terms(),
                                candidate.wire().value(),
                                candidate.wire().observedAt())
                        : candidate.wire().value();
            }
            WindowAggregate now =
                    corrected
                            ? windows.get(window)
                            : windows.merge(
                                    window,
                                    WindowAggregate.of(candidate.reading()),
                                    WindowAggregate::plus);
            return now == null ? null : figure(rule.figure(), now);
        }
    }
}
