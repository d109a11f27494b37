package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.ResourceKind;
import dev.payoff.app.Shown;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A choice as people read it: what is in and what is out, and why; what one unit more of each
 * resource would bring; what today's portfolio forgoes.
 *
 * @param possible whether any set may be done; where not, {@code reasons} has why and the rest is
 *     empty or null
 * @param value of the chosen set
 * @param bound what no set is worth more than
 * @param gap (bound − value) / value; 0 where the choice is proved
 * @param shifts what moving one unit from one resource to another would bring, best first; only
 *     what brings something
 * @param today null where no project is marked as being done today
 */
public record ChoiceReport(
        boolean possible,
        List<String> reasons,
        @Nullable BigDecimal value,
        @Nullable BigDecimal bound,
        @Nullable BigDecimal gap,
        boolean proved,
        List<Line> projects,
        List<Price> resources,
        List<Shift> shifts,
        @Nullable Today today) {

    /** Why a project is in or out. */
    public enum Why {
        DECIDED_IN,
        NEEDED_BY_WHAT_IS_DECIDED,
        PAYS_FOR_OTHERS,
        CHOSEN,
        DECIDED_OUT,
        NEEDS_WHAT_IS_OUT,
        ADDS_NO_VALUE,
        EXCLUDED_BY_ANOTHER,
        NO_ROOM_EVEN_ALONE,
        OTHERS_BRING_MORE
    }

    /**
     * A project of the choice.
     *
     * @param afterPrices value less what it takes of each resource at that resource's price: what
     *     is far above 0 is in by far, what is far below is out by far
     * @param sentence why, for people
     */
    public record Line(
            String project,
            boolean in,
            Why why,
            String sentence,
            BigDecimal value,
            BigDecimal afterPrices) {}

    /**
     * What a resource is worth.
     *
     * @param price of one unit of measure where projects could be done in part: from the dual
     *     linear programme; null where there is none
     * @param unit by how much the limit was moved to solve again
     * @param oneMore by what the best set is worth more with one unit more, solved again
     * @param oneLess by what it is worth less with one unit less, solved again; null where nothing
     *     could be done then, or there is no unit to take
     * @param proved whether both, and the choice itself, are proved
     * @param allocation who gets it, the greatest part first
     */
    public record Price(
            String resource,
            ResourceKind kind,
            BigDecimal limit,
            BigDecimal used,
            BigDecimal price,
            BigDecimal unit,
            BigDecimal oneMore,
            @Nullable BigDecimal oneLess,
            boolean proved,
            List<Part> allocation) {}

    /** What a chosen project gets of a resource. */
    public record Part(String project, BigDecimal amount) {}

    /**
     * A unit moved from one resource to another of its kind, the choice solved again.
     *
     * @param gain by what the best set is then worth more
     */
    public record Shift(String from, String to, BigDecimal unit, BigDecimal gain, boolean proved) {}

    /**
     * What is being done today, against the best set.
     *
     * @param regret value of the best set − value of today's; below 0 only where today's breaks
     *     something
     * @param broken what today's breaks, a sentence each
     * @param start what the best set has that today's has not; {@code stop} the other way round
     */
    public record Today(
            BigDecimal value,
            BigDecimal regret,
            List<String> broken,
            List<String> start,
            List<String> stop) {}

    /** Keeps own copies. */
    public ChoiceReport {
        reasons = List.copyOf(reasons);
        projects = List.copyOf(projects);
        resources = List.copyOf(resources);
        shifts = List.copyOf(shifts);
    }

    /** Solving again may take as long as solving, all in all; each time at most a tenth of it. */
    private static Duration part(ChoiceProblem problem, Duration time) {
        return time.dividedBy(Math.max(10, 2L * problem.resources().size() + Shifts.MOST));
    }

    /**
     * Solves a problem and tells what came of it. Takes about the time at most, and up to a tenth
     * of it again twice a resource.
     *
     * @param today keys of what is being done today; empty where that is not known
     */
    public static ChoiceReport of(ChoiceProblem problem, Set<String> today, Duration time) {
        return worked(problem, today, time).report();
    }

    /**
     * A report, and what its figures are made of.
     *
     * @param workings null where there is no set that may be done
     */
    record Worked(ChoiceReport report, @Nullable ChoiceWorkings workings) {}

    static Worked worked(ChoiceProblem problem, Set<String> today, Duration time) {
        return switch (ChoiceSolver.solve(problem, today, time)) {
            case Choice.Impossible none ->
                    new Worked(
                            new ChoiceReport(
                                    false,
                                    none.reasons(),
                                    null,
                                    null,
                                    null,
                                    false,
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    null),
                            null);
            case Choice.Best best -> of(problem, best, today, time);
        };
    }

    private static Worked of(
            ChoiceProblem problem, Choice.Best best, Set<String> today, Duration time) {
        LinearForm form = LinearForm.of(problem);
        double[] prices = Mip.prices(form, time);
        double[] surplus = Mip.surplus(form, prices);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < problem.candidates().size(); i++) {
            lines.add(
                    line(
                            problem,
                            best.in(),
                            problem.candidates().get(i),
                            decimal(surplus[i], form.worthScale())));
        }
        List<Price> resources = new ArrayList<>();
        Map<String, ChoiceWorkings.Sets> sets = new HashMap<>();
        for (int k = 0; k < problem.resources().size(); k++) {
            resources.add(
                    Prices.of(
                            problem,
                            best,
                            problem.resources().get(k),
                            decimal(prices[k], form.worthScale() / form.rowScales()[k]),
                            part(problem, time),
                            sets));
        }
        ChoiceWorkings workings =
                new ChoiceWorkings(
                        List.copyOf(best.in()),
                        problem.candidates().stream()
                                .map(Candidate::key)
                                .filter(today::contains)
                                .toList(),
                        sets,
                        Prices.rows(problem, form, prices),
                        Map.of());
        ChoiceReport report =
                new ChoiceReport(
                        true,
                        List.of(),
                        best.value(),
                        best.bound(),
                        best.gap(),
                        best.proved(),
                        lines,
                        resources,
                        Shifts.of(problem, best, resources, part(problem, time)),
                        today.isEmpty() ? null : today(problem, best, today));
        return new Worked(report, workings);
    }

    private static Today today(ChoiceProblem problem, Choice.Best best, Set<String> today) {
        BigDecimal value = problem.value(today);
        return new Today(
                value,
                best.value().subtract(value),
                problem.broken(today),
                best.in().stream().filter(key -> !today.contains(key)).toList(),
                problem.candidates().stream()
                        .map(Candidate::key)
                        .filter(key -> today.contains(key) && !best.in().contains(key))
                        .toList());
    }

    private static Line line(
            ChoiceProblem problem, Set<String> in, Candidate candidate, BigDecimal afterPrices) {
        Reasons.Reason reason = Reasons.of(problem, in, candidate);
        return new Line(
                candidate.key(),
                in.contains(candidate.key()),
                reason.why(),
                reason.sentence(),
                candidate.value(),
                afterPrices);
    }

    /** What a double can tell of a scaled amount: nine digits. */
    static BigDecimal decimal(double scaled, double scale) {
        double told = Math.rint(scaled * 1e9) / 1e9 * scale;
        return Shown.plain(new BigDecimal(told).round(MathContext.DECIMAL32));
    }
}
