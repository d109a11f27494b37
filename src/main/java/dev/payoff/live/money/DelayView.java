package dev.payoff.live.money;

import dev.payoff.app.Shown;
import dev.payoff.portfolio.PriorityInput;
import dev.payoff.stream.ProjectFigure;
import dev.payoff.value.Period;
import dev.payoff.value.appraisal.DelayPlan;
import dev.payoff.value.appraisal.Priority;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * In which order work costs least in delay, by money, and by points.
 *
 * @param order by descending CD3, one after the other
 * @param totalDelayCost what waiting costs in that order, the least of all orders
 * @param safeOrder the keys of the same work by descending WSJF as SAFe has it; empty unless all
 *     have points
 * @param totalDelayCostBySafe what waiting costs in that order; null without one
 * @param notOrdered what has no place in the order, and why
 * @param scores of all projects for which points or an experiment are told, the best RICE first
 */
@Schema(name = "PortfolioDelay")
public record DelayView(
        String currency,
        Instant asOf,
        List<Work> order,
        BigDecimal totalDelayCost,
        List<String> safeOrder,
        @Nullable BigDecimal totalDelayCostBySafe,
        List<Left> notOrdered,
        List<Score> scores,
        List<String> formulas) {

    private static final BigDecimal WEEK = Period.WEEK.hours();
    private static final BigDecimal SECONDS_A_WEEK = BigDecimal.valueOf(604_800);

    private static final List<String> FORMULAS =
            List.of(
                    "cd3 = cost of delay per week / duration in weeks",
                    "wsjf = (business value + time criticality + risk reduction) / job size",
                    "delay cost = cost of delay per week · weeks until it is done",
                    "rice = reach · impact · confidence / effort",
                    "impact per year = lift · base · users / (traffic · treated) · 365 / effective days");

    /** Where a cost of delay comes from. */
    public enum Source {
        /** People told it. */
        TOLD,
        /** What the project earns now: a week without it costs as much. */
        MEASURED,
        /** What its metrics promise at their targets, as nothing is earned yet. */
        PROMISED
    }

    /**
     * Work in its place.
     *
     * @param earningPerWeek what is earned now, by the last measured hours
     * @param promisedPerWeek what the metrics promise at their targets; null where unknown
     * @param doneAfterWeeks when it is done if all is done in this order
     * @param wsjf points, not money; null where not all of them are told
     */
    @Schema(name = "DelayedWork")
    public record Work(
            String project,
            String name,
            BigDecimal costOfDelayPerWeek,
            Source source,
            BigDecimal earningPerWeek,
            @Nullable BigDecimal promisedPerWeek,
            BigDecimal durationWeeks,
            String durationFrom,
            BigDecimal cd3,
            BigDecimal doneAfterWeeks,
            BigDecimal delayCost,
            @Nullable BigDecimal wsjf) {}

    /**
     * A project's scores; null where what they need is not told.
     *
     * @param wsjf as SAFe has it: points, not money
     * @param rice points, too
     * @param impactPerYear of its experiment, in the unit of its base
     */
    @Schema(name = "PriorityScores")
    public record Score(
            String project,
            @Nullable BigDecimal wsjf,
            @Nullable BigDecimal rice,
            @Nullable BigDecimal impactPerYear) {}

    /** A project that has no place in the order. */
    @Schema(name = "DelayLeft")
    public record Left(String project, String reason) {}

    /**
     * What is known of a project's work.
     *
     * @param promised per week; null where unknown
     */
    record Candidate(
            ProjectFigure figure,
            PriorityInput priority,
            @Nullable BigDecimal promised,
            @Nullable Instant goLive) {

        BigDecimal earning() {
            return figure.earningPerHour().multiply(WEEK);
        }

        @Nullable Source source() {
            if (priority.costOfDelayPerWeek() != null) {
                return Source.TOLD;
            }
            if (figure.earningPerHour().signum() != 0) {
                return Source.MEASURED;
            }
            return promised == null ? null : Source.PROMISED;
        }

        BigDecimal costOfDelay(Source from) {
            return Objects.requireNonNull(
                    switch (from) {
                        case TOLD -> priority.costOfDelayPerWeek();
                        case MEASURED -> earning();
                        case PROMISED -> promised;
                    });
        }

        @Nullable BigDecimal duration(Instant now) {
            if (priority.durationWeeks() != null) {
                return priority.durationWeeks();
            }
            return goLive == null || !goLive.isAfter(now)
                    ? null
                    : BigDecimal.valueOf(Duration.between(now, goLive).toSeconds())
                            .divide(SECONDS_A_WEEK, MathContext.DECIMAL128);
        }

        @Nullable BigDecimal rice() {
            return priority.reach() == null
                            || priority.impact() == null
                            || priority.confidence() == null
                            || priority.effort() == null
                    ? null
                    : Priority.rice(
                            priority.reach(),
                            priority.impact(),
                            priority.confidence(),
                            priority.effort());
        }

        @Nullable BigDecimal impactPerYear() {
            PriorityInput.Experiment it = priority.experiment();
            return it == null
                    ? null
                    : Priority.impactPerYear(
                            it.lift(),
                            it.base(),
                            it.users(),
                            it.traffic(),
                            it.treated(),
                            it.effectiveDays());
        }

        @Nullable BigDecimal wsjf() {
            return priority.businessValue() == null
                            || priority.timeCriticality() == null
                            || priority.riskReduction() == null
                            || priority.jobSize() == null
                    ? null
                    : Priority.wsjf(
                            priority.businessValue(),
                            priority.timeCriticality(),
                            priority.riskReduction(),
                            priority.jobSize());
        }
    }

    static DelayView of(String currency, List<Candidate> candidates, Instant now) {
        Map<String, Candidate> byKey = new HashMap<>();
        List<DelayPlan.Job> jobs = new ArrayList<>();
        List<Left> left = new ArrayList<>();
        for (Candidate it : candidates) {
            String key = it.figure().key();
            Source source = it.source();
            BigDecimal duration = it.duration(now);
            String reason = reason(it, currency, source, duration);
            if (reason != null || source == null || duration == null || duration.signum() <= 0) {
                left.add(new Left(key, reason == null ? "Its work takes no time." : reason));
            } else {
                byKey.put(key, it);
                jobs.add(new DelayPlan.Job(key, it.costOfDelay(source), duration));
            }
        }
        DelayPlan cheapest = DelayPlan.cheapest(jobs);
        List<DelayPlan.Job> bySafe = bySafe(jobs, byKey);
        return new DelayView(
                currency,
                now,
                cheapest.steps().stream().map(step -> work(step, byKey)).toList(),
                shown(cheapest.total()),
                bySafe.stream().map(DelayPlan.Job::key).toList(),
                bySafe.isEmpty() ? null : shown(DelayPlan.inOrder(bySafe).total()),
                List.copyOf(left),
                scores(candidates),
                FORMULAS);
    }

    private static List<Score> scores(List<Candidate> candidates) {
        return candidates.stream()
                .map(it ->
                        new Score(
                                it.figure().key(),
                                Shown.figure(it.wsjf()),
                                Shown.figure(it.rice()),
                                Shown.figure(it.impactPerYear())))
                .filter(it -> it.wsjf() != null || it.rice() != null || it.impactPerYear() != null)
                .sorted(
                        Comparator.comparing(
                                        Score::rice,
                                        Comparator.nullsLast(Comparator.reverseOrder()))
                                .thenComparing(Score::project))
                .toList();
    }

    private static @Nullable String reason(
            Candidate it, String currency, @Nullable Source source, @Nullable BigDecimal duration) {
        if (!it.figure().currency().equals(currency)) {
            return "It is in " + it.figure().currency() + ", the portfolio in " + currency + ".";
        }
        if (source == null) {
            return "It earns nothing yet, promises nothing in money, and nobody told its cost of delay.";
        }
        return duration == null
                ? "It is not known how long its work still takes: it is live, and nobody told."
                : null;
    }

    /** By descending points; empty unless all have them. */
    private static List<DelayPlan.Job> bySafe(
            List<DelayPlan.Job> jobs, Map<String, Candidate> byKey) {
        Map<String, BigDecimal> points = new HashMap<>();
        for (DelayPlan.Job job : jobs) {
            BigDecimal wsjf = Objects.requireNonNull(byKey.get(job.key())).wsjf();
            if (wsjf == null) {
                return List.of();
            }
            points.put(job.key(), wsjf);
        }
        return jobs.stream()
                .sorted(
                        Comparator.comparing((DelayPlan.Job job) -> points.get(job.key()))
                                .reversed()
                                .thenComparing(DelayPlan.Job::key))
                .toList();
    }

    private static Work work(DelayPlan.Step step, Map<String, Candidate> byKey) {
        Candidate it = Objects.requireNonNull(byKey.get(step.job().key()));
        return new Work(
                it.figure().key(),
                it.figure().name(),
                shown(step.job().costOfDelay()),
                Objects.requireNonNull(it.source()),
                shown(it.earning()),
                Shown.figure(it.promised()),
                shown(step.job().duration()),
                it.priority().durationWeeks() == null ? "GO_LIVE" : "TOLD",
                shown(step.cd3()),
                shown(step.doneAfter()),
                shown(step.delayCost()),
                Shown.figure(it.wsjf()));
    }

    private static BigDecimal shown(BigDecimal exact) {
        return Objects.requireNonNull(Shown.figure(exact));
    }
}
