package dev.payoff.stream;

import dev.payoff.alert.AlertMachine;
import dev.payoff.alert.AlertState;
import dev.payoff.alert.AlertStateJson;
import dev.payoff.alert.Figure;
import dev.payoff.alert.RuleTerms;
import dev.payoff.alert.Sample;
import dev.payoff.alert.Step;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.WindowAggregate;
import dev.payoff.value.WindowSize;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Plays a contract on a time line: each reading when it becomes known, the clock as often as it is
 * looked at, and of the same instant readings first. Figures, windows and alerts are worked out by
 * the classes that the stream itself uses; what is left out is what a database does, such as the
 * re-judging of a window that a late reading changes. Pure.
 */
final class ContractPlay {

    /**
     * What was told.
     *
     * @param states of the contract's expected states, in their order
     */
    record Told(List<String> states, List<JsonObject> episodes, List<JsonObject> frames) {}

    private final Contract contract;
    private final List<RuleTerms> rules;
    private final Map<String, ContractMetric> metrics = new LinkedHashMap<>();
    private final Map<UUID, AlertState> alerts = new HashMap<>();
    private final ContractRecord told;

    private ContractPlay(Contract contract) {
        this.contract = contract;
        this.rules = new ArrayList<>(contract.rules());
        this.told = new ContractRecord(contract.frames());
        contract.metrics().forEach((key, def) -> metrics.put(key, new ContractMetric(def)));
    }

    /** Plays it to the end. */
    static Told play(Contract contract) {
        return new ContractPlay(contract).toTheEnd();
    }

    private Told toTheEnd() {
        List<Instant> looks = looks();
        String[] states = new String[contract.states().size()];
        int reading = 0;
        int look = 0;
        int event = 0;
        Instant before = Instant.MIN;
        while (reading < contract.readings().size() || look < looks.size()) {
            boolean reads =
                    look == looks.size()
                            || reading < contract.readings().size()
                                    && !contract.readings()
                                            .get(reading)
                                            .known()
                                            .isAfter(looks.get(look));
            Instant at = reads ? contract.readings().get(reading).known() : looks.get(look);
            while (event < contract.events().size()
                    && !contract.events().get(event).at().isAfter(at)) {
                Contract.Event next = contract.events().get(event++);
                tellStates(states, before, next.at());
                before = next.at();
                happen(next);
            }
            tellStates(states, before, at);
            before = at;
            if (reads) {
                read(contract.readings().get(reading++));
            } else {
                lookAtTheClock(looks.get(look++));
            }
        }
        tellStates(states, before, Instant.MAX);
        return new Told(List.of(states), told.episodes(), told.frames());
    }

    private void happen(Contract.Event event) {
        switch (event) {
            case Contract.Event.Changed(Instant at, RuleTerms rule) -> change(rule, at);
            case Contract.Event.Restarted(Instant at) ->
                    alerts.replaceAll(
                            (rule, state) -> AlertStateJson.read(AlertStateJson.write(state)));
        }
    }

    /** The state goes on under the new terms; what fired and is pending again is over. */
    private void change(RuleTerms rule, Instant at) {
        rules.replaceAll(it -> it.id().equals(rule.id()) ? rule : it);
        AlertState before = state(rule);
        AlertState after = AlertMachine.revise(rule.threshold(), before);
        alerts.put(rule.id(), after);
        if (before instanceof AlertState.Firing firing && after instanceof AlertState.Pending) {
            told.resolve(rule, firing.activeAt(), firing.lastAt(), firing.value(), at);
        }
    }

    private List<Instant> looks() {
        List<Instant> looks = new ArrayList<>();
        Contract.Clock clock = contract.clock();
        if (clock != null) {
            for (Instant at = clock.from(); !at.isAfter(clock.to()); at = at.plus(clock.every())) {
                looks.add(at);
            }
        }
        return looks;
    }

    /** Of the moments from one event on, before the next. */
    private void tellStates(String[] states, Instant from, Instant before) {
        for (int i = 0; i < states.length; i++) {
            Contract.ExpectedState expected = contract.states().get(i);
            if (!expected.at().isBefore(from) && expected.at().isBefore(before)
                    || from.equals(Instant.MIN) && expected.at().isBefore(before)) {
                RuleTerms rule =
                        rules.stream()
                                .filter(it -> it.name().equals(expected.rule()))
                                .findFirst()
                                .orElseThrow();
                states[i] =
                        word(
                                AlertMachine.tick(rule.threshold(), state(rule), expected.at())
                                        .state());
            }
        }
    }

    private static String word(AlertState state) {
        return switch (state) {
            case AlertState.Inactive inactive -> "INACTIVE";
            case AlertState.Pending pending -> "PENDING";
            case AlertState.Firing firing -> firing.keepFiringSince() == null ? "FIRING" : "KEPT";
        };
    }

    private AlertState state(RuleTerms rule) {
        return alerts.getOrDefault(rule.id(), AlertState.NEW);
    }

    private void read(Contract.Arrival reading) {
        ContractMetric metric = Objects.requireNonNull(metrics.get(reading.metric()));
        if (!metric.take(reading)) {
            return;
        }
        for (RuleTerms rule : rules) {
            if (metric.def().id().equals(rule.metricId())
                    && Watch.isReadingDriven(rule, metric.def())) {
                Sample sample = new Sample(reading.observed(), driven(rule, metric, reading));
                after(
                        rule,
                        AlertMachine.step(rule.threshold(), state(rule), sample),
                        null,
                        reading.known());
            }
        }
        if (told.wants("metric")) {
            told.frame(reading.known(), "metric", metric.figure(reading.known()).json());
        }
        if (told.wants("value")) {
            told.frame(reading.known(), "value", project(reading.known()).json());
        }
    }

    private static @Nullable BigDecimal driven(
            RuleTerms rule, ContractMetric metric, Contract.Arrival reading) {
        WindowSize size = Watch.size(rule);
        if (size == null) {
            return rule.figure() == Figure.ACHIEVEMENT
                    ? RealisedValue.achievement(
                            metric.def().terms(), reading.value(), reading.observed())
                    : reading.value();
        }
        WindowAggregate window = metric.window(size, reading.observed());
        return window == null ? null : Watch.figure(rule.figure(), window);
    }

    /** What the sweep does: timers run out, and figures that move with the time are sampled. */
    private void lookAtTheClock(Instant now) {
        for (RuleTerms rule : rules) {
            ContractMetric metric =
                    metrics.values().stream()
                            .filter(it -> it.def().id().equals(rule.metricId()))
                            .findFirst()
                            .orElse(null);
            WatchedRule watched = new WatchedRule(rule, state(rule), rule.version());
            boolean looked = !rule.figure().needsBurn() || BurnWatch.isDue(watched, now);
            Instant until = now;
            @Nullable Sample sample;
            ValueWatch value;
            if (metric == null) {
                List<MetricFigure> figures =
                        metrics.values().stream().map(it -> it.figure(now)).toList();
                ProjectFigure project = project(now);
                value =
                        ValueWatch.of(
                                rule.figure(),
                                project,
                                figures,
                                owned(project.id()),
                                BurnWatch.of(
                                        rule, figures, ContractMetric.hours(metrics.values()), now),
                                now);
                sample =
                        looked
                                ? new Sample(now, ClockSample.of(rule.figure(), project, value))
                                : null;
            } else {
                MetricFigure figure = metric.figure(now);
                until = ClockSample.tickUntil(metric.def(), figure, now);
                value =
                        ValueWatch.of(
                                rule.figure(),
                                metric.def(),
                                figure,
                                owned(metric.def().id()),
                                BurnWatch.of(rule, figure, metric.hours(), now),
                                now);
                sample =
                        looked
                                ? ClockSample.of(watched, metric.def(), figure, null, value, now)
                                : null;
            }
            AlertState before = state(rule);
            after(
                    rule,
                    AlertMachine.tick(
                            rule.threshold(), before, before.lastAt() == null ? now : until),
                    value.detail(),
                    now);
            if (sample != null) {
                Step step = AlertMachine.step(rule.threshold(), state(rule), sample);
                after(rule, step, value.detail(), now);
            }
        }
    }

    private boolean owned(UUID id) {
        return contract.owned().contains(id);
    }

    private void after(RuleTerms rule, Step step, @Nullable String detail, Instant at) {
        alerts.put(rule.id(), step.state());
        told.tell(rule, step.transitions(), detail, at);
    }

    private ProjectFigure project(Instant now) {
        return ContractMetric.project(contract, List.copyOf(metrics.values()), now);
    }
}
