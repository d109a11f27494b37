package dev.payoff.analytics;

import dev.payoff.analytics.GroupMoney.Member;
import dev.payoff.app.CaseProof;
import dev.payoff.app.Discounts;
import dev.payoff.app.Proof;
import dev.payoff.app.Proof.Operation;
import dev.payoff.portfolio.Appraisals.Flows;
import dev.payoff.portfolio.Appraisals.Parts;
import dev.payoff.portfolio.MoneyMeasure;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.appraisal.Appraisal;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The proof of a group's figure of money: of each day what each project had, at the one rate of the
 * project, and from there as the figures of one project are made. Of known figures only.
 *
 * @param weighted each benefit by its confidence
 * @param only the one day of which each project's part is told; null: of all, while they are few
 */
record GroupFlows(
        List<Member> members, Together all, boolean weighted, @Nullable LocalDate only, Links links)
        implements CaseProof {

    /** The most amounts that one side of a proof tells one by one; ask for a day to see its own. */
    static final int MOST_AMOUNTS = 5_000;

    /** Whether a figure is made of dated flows. */
    static boolean isOfFlows(MoneyMeasure measure) {
        return switch (measure) {
            case REALISATION_TO_DATE,
                    REALISATION_TO_TOTAL,
                    PROBABILITY_NEGATIVE,
                    CPI,
                    SPI,
                    EAC,
                    COST_OF_DELAY_PER_WEEK ->
                    false;
            default -> true;
        };
    }

    /** The proof of a figure. */
    Proof of(MoneyMeasure measure) {
        return switch (measure) {
            case REALISATION_TO_DATE ->
                    Proof.quotient(
                            "Realised / promised to date",
                            null,
                            realised(),
                            promised("promised to date", it -> it.promises().promisedToDate()));
            case REALISATION_TO_TOTAL ->
                    Proof.quotient(
                            "Realised / promised in total",
                            null,
                            realised(),
                            promised("promised in total", it -> it.promises().promisedInTotal()));
            case CPI -> Proof.quotient("EV / AC", null, earned(), actual());
            case SPI ->
                    Proof.quotient(
                            "EV / PV", null, earned(), work("planned", it -> it.work().planned()));
            case EAC ->
                    Proof.quotient(
                            "BAC · AC / EV",
                            currency(),
                            Proof.product(
                                    "BAC · AC",
                                    null,
                                    List.of(work("budget", it -> it.work().budget()), actual())),
                            earned());
            case COST_OF_DELAY_PER_WEEK ->
                    sum("costOfDelayPerWeek", Parts::costOfDelayPerWeek, links::of);
            case PROBABILITY_NEGATIVE -> throw new IllegalArgumentException("Never known");
            default -> of(measure.label());
        };
    }

    private Proof realised() {
        return sum("realised", it -> it.promises().realised(), links::of);
    }

    private Proof promised(String label, Function<Parts, @Nullable BigDecimal> of) {
        return sum(label, of, links::of);
    }

    private Proof earned() {
        return work("earned", it -> it.work().earned());
    }

    private Proof actual() {
        return work("actual", it -> it.work().actual());
    }

    private Proof work(String figure, Function<Parts, @Nullable BigDecimal> of) {
        return sum(figure, of, project -> links.work(project, figure));
    }

    private Proof sum(
            String label, Function<Parts, @Nullable BigDecimal> of, Function<String, String> link) {
        List<Proof> parts = new ArrayList<>();
        for (Member member : members) {
            BigDecimal own = of.apply(member.parts());
            if (own != null) {
                parts.add(
                        all.converted(
                                member.project(),
                                Proof.told(
                                                label + " of " + member.project(),
                                                own,
                                                all.own(member.project()).currency())
                                        .with(
                                                Map.of("project", member.project()),
                                                link.apply(member.project()))));
            }
        }
        return Proof.sum(label, currency(), parts);
    }

    @Override
    public Proof benefits(boolean present) {
        return side(
                weighted ? "weightedBenefit" : "benefit",
                weighted ? Flows::weighted : Flows::benefits,
                present,
                null);
    }

    @Override
    public Proof costs(boolean present, @Nullable LocalDate until) {
        return side("cost", Flows::costs, present, until);
    }

    /** A side: its days, each of what each project had on it, times the factor of the day. */
    private Proof side(
            String figure,
            Function<Flows, List<DatedAmount>> of,
            boolean present,
            @Nullable LocalDate until) {
        TreeMap<LocalDate, TreeMap<String, BigDecimal>> byDay = new TreeMap<>();
        int amounts = 0;
        for (Member member : members) {
            for (DatedAmount flow : of.apply(member.parts().flows())) {
                if (until == null || !flow.on().isAfter(until)) {
                    byDay.computeIfAbsent(flow.on(), day -> new TreeMap<>())
                            .merge(member.project(), flow.amount(), BigDecimal::add);
                }
            }
        }
        for (TreeMap<String, BigDecimal> day : byDay.values()) {
            amounts += day.size();
        }
        boolean few = amounts <= MOST_AMOUNTS;
        Discounts discounts = present ? new Discounts(schedule(), origin()) : null;
        List<Proof> days = new ArrayList<>();
        byDay.forEach((day, projects) -> {
            boolean tell = only == null ? few : day.equals(only);
            Proof amount = day(figure, day, projects, tell);
            days.add(
                    (discounts == null
                                    ? amount
                                    : Proof.product(
                                            "Present value of " + day,
                                            currency(),
                                            List.of(amount, discounts.factor(day))))
                            .on(day));
        });
        String label = figure.equals("cost") ? "Costs" : "Benefits";
        return Proof.sum(
                label,
                currency(),
                List.of(Proof.sum(label + " of all projects", currency(), days)));
    }

    private Proof day(
            String figure, LocalDate day, Map<String, BigDecimal> projects, boolean tell) {
        List<Proof> parts = new ArrayList<>();
        projects.forEach((project, amount) ->
                parts.add(
                        all.converted(
                                project,
                                Proof.told(
                                                figure + " of " + project + " on " + day,
                                                amount,
                                                all.own(project).currency())
                                        .with(
                                                Map.of("project", project),
                                                links.of(project, figure, day)))));
        Proof sum = Proof.sum("All on " + day, currency(), parts);
        return tell
                ? sum
                : Proof.of(sum.label(), Operation.TOLD, sum.number(), currency(), List.of())
                        .with(Map.of("projects", "ask with day=" + day + " for them"), null);
    }

    /** The day of the first flow of all of them; of what is known, there is one. */
    LocalDate origin() {
        return Objects.requireNonNull(
                Appraisal.origin(flows(Flows::benefits), flows(Flows::costs)), "No flows");
    }

    /** The last day that counts. */
    LocalDate until() {
        return members.stream()
                .map(it -> it.parts().flows().until())
                .max(LocalDate::compareTo)
                .orElseThrow();
    }

    /** The one that all of them are discounted by. */
    DiscountSchedule schedule() {
        return members.getLast().parts().schedule();
    }

    @Override
    public LocalDate firstBenefit() {
        return flows(Flows::benefits).stream()
                .filter(it -> it.amount().signum() > 0)
                .map(DatedAmount::on)
                .min(LocalDate::compareTo)
                .orElse(LocalDate.MAX);
    }

    private List<DatedAmount> flows(Function<Flows, List<DatedAmount>> of) {
        return members.stream().flatMap(it -> of.apply(it.parts().flows()).stream()).toList();
    }

    @Override
    public String currency() {
        return all.currency();
    }
}
