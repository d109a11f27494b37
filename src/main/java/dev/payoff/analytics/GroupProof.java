package dev.payoff.analytics;

import dev.payoff.app.Moment;
import dev.payoff.app.Proof;
import dev.payoff.app.Shown;
import dev.payoff.portfolio.Appraisals.Appraised;
import dev.payoff.portfolio.Appraisals.Basis;
import dev.payoff.portfolio.Appraisals.Told;
import dev.payoff.portfolio.MoneyMeasure;
import dev.payoff.value.DiscountSchedule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a group and its proof: what each project brings to it, at which rate, and where that
 * is proved in turn. Pure.
 *
 * @param value as the roll-up tells it; null where it is not known, {@code reason} says why
 * @param basis the case that a figure of money is of; null for the others
 * @param from the day that present values are of; null where nothing is discounted
 * @param until the last day that counts; null as {@code from}
 * @param projects what is in it
 * @param excluded what is in no sum of the roll-up, and why
 * @param proof null where the figure is not known
 */
@Schema(name = "GroupExplanation")
public record GroupProof(
        PortfolioViews.By by,
        @Nullable String group,
        String figure,
        @Nullable BigDecimal value,
        @Nullable String unit,
        String currency,
        @Nullable String reason,
        Instant asOf,
        @Nullable Instant asKnownAt,
        @Nullable Basis basis,
        @Nullable LocalDate from,
        @Nullable LocalDate until,
        @Nullable Discounting discounting,
        List<Part> projects,
        List<Together.Unknown> excluded,
        @Nullable Proof proof) {

    /** Figures of a group that are added up from the projects' own. */
    static final Set<String> SUMS =
            new TreeSet<>(
                    Set.of(
                            "realised",
                            "weighted",
                            "earningPerHour",
                            "cost",
                            "roiSimple",
                            "budget"));

    /** By which present values in the proof are made. */
    @Schema(name = "GroupDiscounting")
    public record Discounting(DiscountSchedule steps) {}

    /**
     * A project of the group.
     *
     * @param rate to the group's currency; 1 where that is its own
     * @param rateFrom the day from which the tenant's table has it; null where none was needed
     * @param proof where the project's own figure is proved
     */
    @Schema(name = "GroupPart")
    public record Part(
            String project,
            String currency,
            BigDecimal rate,
            @Nullable LocalDate rateFrom,
            String proof) {}

    /** What is asked. */
    record Asked(
            PortfolioViews.By by, @Nullable String group, String figure, @Nullable LocalDate day) {}

    /** The proof of a figure of a group; empty where there is no such group. */
    static Optional<GroupProof> of(
            Asked asked,
            Together all,
            FiguresAsked terms,
            Map<String, Appraised> money,
            Moment at) {
        return PortfolioViews.rollUp(all, asked.by()).groups().stream()
                .filter(it -> java.util.Objects.equals(it.group(), asked.group()))
                .findFirst()
                .map(group ->
                        MoneyMeasure.of(asked.figure())
                                .map(measure ->
                                        ofMoney(asked, all, terms, money, at, group, measure))
                                .orElseGet(() -> ofSums(asked, all, at, group)));
    }

    private static GroupProof ofMoney(
            Asked asked,
            Together all,
            FiguresAsked terms,
            Map<String, Appraised> money,
            Moment at,
            PortfolioViews.Group group,
            MoneyMeasure measure) {
        Links links = new Links(at, terms, measure);
        List<GroupMoney.Member> members = all.members(group.projects(), money);
        Told told =
                asked.by() == PortfolioViews.By.CATEGORY
                        ? Told.unknown(PortfolioViews.NO_CATEGORY)
                        : GroupMoney.of(members, List.of(measure)).get(measure.label());
        GroupFlows flows =
                told == null || told.value() == null
                        ? null
                        : new GroupFlows(
                                members,
                                all,
                                measure == MoneyMeasure.RISK_ADJUSTED_NPV,
                                asked.day(),
                                links);
        GroupFlows dated = GroupFlows.isOfFlows(measure) ? flows : null;
        return new GroupProof(
                asked.by(),
                asked.group(),
                asked.figure(),
                told == null ? null : told.value(),
                measure.isMoney() ? all.currency() : null,
                all.currency(),
                told == null ? null : told.reason(),
                at.until(),
                at.asKnownAt(),
                terms.basis(),
                dated == null ? null : dated.origin(),
                dated == null ? null : dated.until(),
                dated == null ? null : new Discounting(dated.schedule()),
                parts(all, group, links::of),
                all.unknown(),
                flows == null ? null : flows.of(measure));
    }

    private static GroupProof ofSums(
            Asked asked, Together all, Moment at, PortfolioViews.Group group) {
        Links links = new Links(at, null, null);
        BigDecimal value =
                switch (asked.figure()) {
                    case "realised" -> group.realised();
                    case "weighted" -> group.weighted();
                    case "earningPerHour" -> group.earningPerHour();
                    case "cost" -> group.cost();
                    case "roiSimple" -> group.roiSimple();
                    case "budget" -> group.budget();
                    default -> throw new IllegalArgumentException(asked.figure());
                };
        boolean ratio = asked.figure().equals("roiSimple");
        return new GroupProof(
                asked.by(),
                asked.group(),
                asked.figure(),
                value,
                ratio ? null : all.currency(),
                all.currency(),
                value == null ? why(asked, all, group) : null,
                at.until(),
                at.asKnownAt(),
                null,
                null,
                null,
                null,
                parts(all, group, links::of),
                all.unknown(),
                value == null ? null : ofSums(asked, all, group, links));
    }

    private static Proof ofSums(
            Asked asked, Together all, PortfolioViews.Group group, Links links) {
        if (!asked.figure().equals("roiSimple")) {
            return sum(asked, all, group, asked.figure(), links);
        }
        Proof cost = sum(asked, all, group, "cost", links);
        Proof net =
                Proof.difference(
                        "Net", all.currency(), sum(asked, all, group, "realised", links), cost);
        return Proof.quotient("Simple ROI", null, net, cost);
    }

    private static Proof sum(
            Asked asked, Together all, PortfolioViews.Group group, String figure, Links links) {
        List<Proof> parts = new ArrayList<>();
        for (String key : group.projects()) {
            PortfolioRow row = all.own(key);
            BigDecimal own =
                    asked.by() == PortfolioViews.By.CATEGORY
                            ? row.byCategory().get(String.valueOf(group.group()))
                            : row.figure(figure);
            if (own != null) {
                Proof told =
                        Proof.told(figure + " of " + key, own, row.currency())
                                .with(Map.of("project", key), links.of(key, figure));
                parts.add(all.converted(key, told));
            }
        }
        return Proof.sum(figure, all.currency(), parts);
    }

    private static String why(Asked asked, Together all, PortfolioViews.Group group) {
        if (asked.by() == PortfolioViews.By.CATEGORY) {
            return asked.figure().equals("weighted") || asked.figure().equals("earningPerHour")
                    ? PortfolioViews.OF_PROJECTS
                    : PortfolioViews.NO_CATEGORY;
        }
        String needed = asked.figure().equals("roiSimple") ? "cost" : asked.figure();
        return group.projects().stream()
                .map(all::own)
                .filter(row -> row.figure(needed) == null)
                .map(row -> row.key() + ": " + row.reason(needed))
                .findFirst()
                .orElse("There is no cost, so no return on it can be told.");
    }

    private static List<Part> parts(
            Together all,
            PortfolioViews.Group group,
            java.util.function.UnaryOperator<String> link) {
        return group.projects().stream()
                .map(key -> {
                    Conversion rate = all.rate(key);
                    return new Part(
                            key,
                            all.own(key).currency(),
                            rate == null ? BigDecimal.ONE : Shown.plain(rate.rate()),
                            rate == null ? null : rate.validFrom(),
                            link.apply(key));
                })
                .toList();
    }
}
