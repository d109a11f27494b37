package dev.payoff.live.money;

import dev.payoff.app.MetricFacts;
import dev.payoff.app.Proof;
import dev.payoff.app.Proof.Operation;
import dev.payoff.live.Ledger;
import dev.payoff.live.money.DelayView.Candidate;
import dev.payoff.live.money.DelayView.Source;
import dev.payoff.live.money.DelayView.Work;
import dev.payoff.value.BaselineSeries;
import dev.payoff.value.Decimals;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.RealisedValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Proofs of what waiting for a project costs, down to the hours that were measured last. */
final class DelayProof {

    /** The figures that can be asked for. */
    static final Set<String> FIGURES =
            new TreeSet<>(Set.of("costOfDelayPerWeek", "cd3", "doneAfterWeeks", "delayCost"));

    private static final BigDecimal HOUR = BigDecimal.valueOf(3_600);
    private static final BigDecimal WEEK = BigDecimal.valueOf(604_800);

    private final DelayView view;
    private final Map<String, Candidate> candidates;
    private final Ledger ledger;

    private DelayProof(DelayView view, Map<String, Candidate> candidates, Ledger ledger) {
        this.view = view;
        this.candidates = candidates;
        this.ledger = ledger;
    }

    /**
     * A figure with its proof.
     *
     * @param ledger of the project, as of the view
     * @param candidates by the keys of their projects
     */
    static FigureProof of(
            DelayView view, Map<String, Candidate> candidates, Ledger ledger, String figure) {
        String key = ledger.project().key();
        Work work =
                view.order().stream()
                        .filter(it -> it.project().equals(key))
                        .findFirst()
                        .orElse(null);
        DelayProof proofs = new DelayProof(view, candidates, ledger);
        String left =
                view.notOrdered().stream()
                        .filter(it -> it.project().equals(key))
                        .map(DelayView.Left::reason)
                        .findFirst()
                        .orElse(null);
        String money = ledger.project().currency();
        MoneyFigure told =
                switch (figure) {
                    case "costOfDelayPerWeek" ->
                            told(
                                    work == null ? null : work.costOfDelayPerWeek(),
                                    money,
                                    "what was told, else earned per hour · 168, else promised",
                                    left);
                    case "cd3" ->
                            told(
                                    work == null ? null : work.cd3(),
                                    money,
                                    "cost of delay / weeks",
                                    left);
                    case "doneAfterWeeks" ->
                            told(
                                    work == null ? null : work.doneAfterWeeks(),
                                    "weeks",
                                    "sum of the weeks of all before it, and its own",
                                    left);
                    case "delayCost" ->
                            told(
                                    work == null ? null : work.delayCost(),
                                    money,
                                    "cost of delay · weeks until it is done",
                                    left);
                    default ->
                            throw MoneyProblems.wrong(
                                    "figure", "is one of " + String.join(", ", FIGURES));
                };
        Proof proof =
                work == null
                        ? Proof.of("Not known", Operation.TOLD, null, null, List.of())
                        : proofs.of(figure, key);
        return new FigureProof(
                key,
                figure,
                told.value(),
                told.unit(),
                told.formula(),
                told.reason(),
                view.asOf(),
                null,
                null,
                proof);
    }

    private static MoneyFigure told(
            @Nullable BigDecimal value, String unit, String formula, @Nullable String reason) {
        return MoneyFigure.of(value, unit, formula, reason);
    }

    private Proof of(String figure, String key) {
        return switch (figure) {
            case "costOfDelayPerWeek" -> costOfDelay(key);
            case "cd3" -> Proof.quotient("CD3", currency(), costOfDelay(key), weeks(key));
            case "doneAfterWeeks" -> doneAfter(key);
            default ->
                    Proof.product(
                            "Cost of delay", currency(), List.of(costOfDelay(key), doneAfter(key)));
        };
    }

    private Proof doneAfter(String key) {
        List<Proof> weeks = new ArrayList<>();
        for (Work work : view.order()) {
            weeks.add(weeks(work.project()));
            if (work.project().equals(key)) {
                break;
            }
        }
        return Proof.sum("Done after", "weeks", weeks);
    }

    private Proof weeks(String key) {
        Candidate it = Objects.requireNonNull(candidates.get(key));
        String label = "Weeks of work on " + key;
        if (it.priority().durationWeeks() != null) {
            return Proof.told(label, it.priority().durationWeeks(), "weeks")
                    .with(Map.of(), "/api/v1/projects/" + key + "/priority");
        }
        Instant goLive = Objects.requireNonNull(it.goLive());
        BigDecimal seconds = BigDecimal.valueOf(Duration.between(view.asOf(), goLive).toSeconds());
        return Proof.quotient(
                label,
                "weeks",
                Proof.told("Seconds until its go-live " + goLive, seconds, "s"),
                Proof.told("Seconds of a week", WEEK, "s"));
    }

    private Proof costOfDelay(String key) {
        Candidate it = Objects.requireNonNull(candidates.get(key));
        String label = "Cost of delay of " + key + " a week";
        return switch (Objects.requireNonNull(it.source())) {
            case Source.TOLD ->
                    Proof.told(
                                    label,
                                    Objects.requireNonNull(it.priority().costOfDelayPerWeek()),
                                    currency())
                            .with(Map.of(), "/api/v1/projects/" + key + "/priority");
            case Source.MEASURED -> week(label, measured());
            case Source.PROMISED -> Proof.sum(label, currency(), promised());
        };
    }

    private Proof week(String label, List<Proof> hours) {
        return Proof.product(
                label,
                currency(),
                List.of(
                        Proof.sum("Earned an hour", currency(), hours),
                        Proof.told("Hours of a week", Period.WEEK.hours(), "h")));
    }

    /**
     * What an hour like the last measured one earns, of each metric that counts and still holds.
     * Where that hour is still running, a FLOW's are the sixty minutes before as-of.
     */
    private List<Proof> measured() {
        List<Proof> hours = new ArrayList<>();
        for (Ledger.Entry entry : ledger.entries()) {
            HourWindow hour = RealisedValue.typicalHour(entry.terms(), entry.hours(), view.asOf());
            if (!MoneyCase.counts(entry) || hour == null) {
                continue;
            }
            BigDecimal earned = RealisedValue.earningPerHour(entry.terms(), hour, view.asOf());
            if (earned.signum() == 0) {
                continue;
            }
            Map<String, String> facts =
                    MetricFacts.of(
                            entry.terms(),
                            Objects.requireNonNull(entry.terms().baselineAt(view.asOf())));
            facts.put("count", Long.toString(hour.count()));
            facts.put("sum", hour.sum().toPlainString());
            facts.put("seconds", HOUR.toPlainString());
            boolean lent = !hour.equals(entry.hours().getLast());
            Instant from = lent ? hour.start().minus(1, ChronoUnit.HOURS) : hour.start();
            String like =
                    lent
                            ? ", like the sixty minutes before " + view.asOf()
                            : ", an hour like that of " + hour.start();
            hours.add(
                    Proof.of(
                                    entry.name() + like,
                                    entry.terms().kind() == Kind.LEVEL
                                            ? Operation.LEVEL
                                            : Operation.FLOW,
                                    earned,
                                    currency(),
                                    List.of())
                            .with(
                                    facts,
                                    "/api/v1/metrics/"
                                            + entry.id()
                                            + "/measurements?from="
                                            + from
                                            + "&to="
                                            + hour.end()));
        }
        return hours;
    }

    /** What a week at its target earns, of each metric whose promise is known. */
    private List<Proof> promised() {
        List<Proof> weeks = new ArrayList<>();
        for (Ledger.Entry entry : ledger.entries()) {
            BigDecimal week = DelayResource.weekAtTarget(entry.terms(), view.asOf());
            if (week == null) {
                continue;
            }
            MetricTerms terms = entry.terms();
            BaselineSeries baselines = terms.baselines();
            BigDecimal baseline =
                    baselines == null
                            ? Objects.requireNonNull(terms.baseline())
                            : baselines.steps().getLast().baseline();
            Map<String, String> facts = MetricFacts.of(entry.terms(), baseline);
            Proof hour =
                    Proof.quotient(
                            entry.name() + ", an hour at its target",
                            currency(),
                            Proof.product(
                                    "Improvement · price · share, of an hour",
                                    null,
                                    List.of(
                                            Proof.of(
                                                    "Target less baseline",
                                                    Operation.DIFFERENCE,
                                                    Decimals.plain(
                                                            Objects.requireNonNull(terms.target())
                                                                    .subtract(baseline)),
                                                    null,
                                                    List.of(
                                                            Proof.told(
                                                                    "Target",
                                                                    Objects.requireNonNull(
                                                                            terms.target()),
                                                                    null),
                                                            Proof.told(
                                                                    "Baseline", baseline, null))),
                                            fact("Sign", facts, "sign"),
                                            fact("Money a unit", facts, "amount"),
                                            fact("Share", facts, "share"),
                                            Proof.told("Seconds of an hour", HOUR, "s"))),
                            fact("Seconds of the period", facts, "periodSeconds"));
            weeks.add(
                    Proof.product(
                            entry.name() + ", a week at its target",
                            currency(),
                            List.of(
                                    hour,
                                    Proof.told("Hours of a week", Period.WEEK.hours(), "h"))));
        }
        return weeks;
    }

    private static Proof fact(String label, Map<String, String> facts, String name) {
        return Proof.told(label, new BigDecimal(Objects.requireNonNull(facts.get(name))), null);
    }

    private String currency() {
        return ledger.project().currency();
    }
}
