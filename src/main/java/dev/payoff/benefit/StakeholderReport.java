package dev.payoff.benefit;

import dev.payoff.app.Shown;
import dev.payoff.stream.MetricFigure;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What of a project matters to one stakeholder: the benefits that they own or are responsible for,
 * and those of the kinds of value that they care about; pure.
 *
 * @param approach how to deal with somebody of this influence and attitude
 * @param realised money earned so far by these benefits
 * @param reviewsDue of the benefits that they own, not held yet
 */
@Schema(name = "StakeholderReport")
record StakeholderReport(
        UUID id,
        @Nullable String name,
        String role,
        int influence,
        int attitude,
        List<String> categories,
        Approach approach,
        String project,
        String currency,
        BigDecimal realised,
        List<Line> benefits,
        List<Risks.Risk> risks,
        List<ReviewPlan.Due> reviewsDue) {

    /** From influence and attitude. */
    enum Approach {
        /** Of great influence and against: first of all. */
        WIN_OVER,
        /** Of great influence: part of each decision. */
        INVOLVE_CLOSELY,
        /** Of middling influence. */
        CONSULT,
        /** Of little influence. */
        KEEP_INFORMED;

        static Approach of(int influence, int attitude) {
            return switch (influence) {
                case 3 -> attitude < 0 ? WIN_OVER : INVOLVE_CLOSELY;
                case 2 -> attitude < 0 ? INVOLVE_CLOSELY : CONSULT;
                default -> KEEP_INFORMED;
            };
        }
    }

    /**
     * A benefit.
     *
     * @param because OWNER, RESPONSIBLE or the category
     * @param realised null where its value is unknown
     */
    @Schema(name = "StakeholderBenefit")
    record Line(
            String metric,
            String name,
            String because,
            boolean disbenefit,
            BenefitState state,
            @Nullable BigDecimal realised,
            @Nullable BigDecimal earningPerHour,
            @Nullable BigDecimal achievement,
            boolean counted) {}

    /** Who somebody is, as the registry keeps it. */
    record Person(
            UUID id,
            @Nullable String name,
            String role,
            int influence,
            int attitude,
            List<String> categories) {}

    /** A benefit with all that the report needs of it. */
    record Known(BenefitFacts facts, List<ReviewPlan.Due> reviews, List<Risks.Risk> risks) {}

    static StakeholderReport of(
            Person person,
            String project,
            String currency,
            List<Known> benefits,
            Map<UUID, MetricFigure> figures) {
        List<Line> lines = new ArrayList<>();
        List<Risks.Risk> risks = new ArrayList<>();
        List<ReviewPlan.Due> due = new ArrayList<>();
        BigDecimal realised = BigDecimal.ZERO;
        for (Known known : benefits) {
            String because = because(person, known.facts());
            if (because == null) {
                continue;
            }
            MetricFigure figure = figures.get(known.facts().metricId());
            lines.add(line(known.facts(), because, figure));
            risks.addAll(known.risks());
            if (because.equals("OWNER")) {
                known.reviews().stream()
                        .filter(review -> review.heldOn() == null)
                        .forEach(due::add);
            }
            if (figure != null && figure.realised() != null) {
                realised = realised.add(figure.realised());
            }
        }
        due.sort((a, b) -> {
            LocalDate first = a.dueOn();
            return first.compareTo(b.dueOn());
        });
        BigDecimal shown = Shown.figure(realised);
        return new StakeholderReport(
                person.id(),
                person.name(),
                person.role(),
                person.influence(),
                person.attitude(),
                person.categories(),
                Approach.of(person.influence(), person.attitude()),
                project,
                currency,
                shown == null ? BigDecimal.ZERO : shown,
                List.copyOf(lines),
                List.copyOf(risks),
                List.copyOf(due));
    }

    /** Why a benefit is in somebody's report; null where it is not. */
    static @Nullable String because(Person person, BenefitFacts facts) {
        ProfileInput profile = facts.profile();
        if (profile != null && person.id().equals(profile.owner())) {
            return "OWNER";
        }
        if (profile != null && person.id().equals(profile.responsible())) {
            return "RESPONSIBLE";
        }
        return person.categories().contains(facts.category()) ? facts.category() : null;
    }

    private static Line line(BenefitFacts facts, String because, @Nullable MetricFigure figure) {
        return new Line(
                facts.fullKey(),
                facts.name(),
                because,
                facts.disbenefit(),
                facts.state(),
                figure == null ? null : Shown.figure(figure.realised()),
                figure == null ? null : Shown.figure(figure.earningPerHour()),
                figure == null ? null : Shown.figure(figure.achievement()),
                facts.counted());
    }
}
