package dev.payoff.benefit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What may keep a promised benefit from being known or from coming; pure. */
final class Risks {

    /** The kinds. */
    enum Kind {
        /** No baseline, or no reading ever, although its start has come. */
        UNMEASURED,
        /** Nobody wrote down what is promised. */
        NO_PROFILE,
        NO_OWNER,
        REVIEW_OVERDUE,
        ASSUMPTION_EXPIRED,
        /** The gate is on and holds its value apart. */
        NOT_COUNTED,
        /** The agreed years are over, and it was neither retired nor prolonged. */
        MEASURING_OVER
    }

    /**
     * A risk.
     *
     * @param since from when on it has been there, where that is known
     */
    @Schema(name = "BenefitRisk")
    record Risk(
            Kind kind, UUID metricId, String metric, String sentence, @Nullable LocalDate since) {}

    private Risks() {}

    /** The risks of a benefit that is not over; none of one that is. */
    static List<Risk> of(BenefitFacts facts, List<ReviewPlan.Due> reviews, Instant now) {
        List<Risk> risks = new ArrayList<>();
        if (facts.isOver()) {
            return risks;
        }
        LocalDate today = LocalDate.ofInstant(now, facts.zone());
        addUnmeasured(facts, now, risks);
        ProfileInput profile = facts.profile();
        if (profile == null) {
            risks.add(risk(facts, Kind.NO_PROFILE, "Nobody wrote down what is promised.", null));
        }
        if (!facts.hasOwner()) {
            risks.add(risk(facts, Kind.NO_OWNER, "Nobody of the business owns it.", null));
        }
        for (ReviewPlan.Due review : reviews) {
            if (review.overdue()) {
                risks.add(
                        risk(
                                facts,
                                Kind.REVIEW_OVERDUE,
                                "The review " + review.label() + " was not held.",
                                review.dueOn()));
            }
        }
        if (profile != null) {
            for (ProfileInput.Assumption assumption : profile.assumptions()) {
                String until = assumption.validUntil();
                if (until != null && LocalDate.parse(until).isBefore(today)) {
                    risks.add(
                            risk(
                                    facts,
                                    Kind.ASSUMPTION_EXPIRED,
                                    "It rests on an assumption that held until then: "
                                            + assumption.text(),
                                    LocalDate.parse(until)));
                }
            }
        }
        if (!facts.counted()) {
            risks.add(
                    risk(
                            facts,
                            Kind.NOT_COUNTED,
                            "It has not passed the gate, so its value is told apart.",
                            null));
        }
        LocalDate measuredUntil = facts.measuredUntil();
        if (measuredUntil != null && measuredUntil.isBefore(today)) {
            risks.add(
                    risk(
                            facts,
                            Kind.MEASURING_OVER,
                            "The agreed years of measuring are over; retire it.",
                            measuredUntil));
        }
        return risks;
    }

    private static void addUnmeasured(BenefitFacts facts, Instant now, List<Risk> risks) {
        Instant start = facts.start();
        if (facts.promise().baseline() == null) {
            risks.add(
                    risk(
                            facts,
                            Kind.UNMEASURED,
                            "It has no baseline, so no change can be told.",
                            null));
        } else if (!facts.measured() && start != null && start.isBefore(now)) {
            risks.add(
                    risk(
                            facts,
                            Kind.UNMEASURED,
                            "Its start has come, and nothing was ever measured.",
                            date(start, facts.zone())));
        }
    }

    private static LocalDate date(Instant at, ZoneId zone) {
        return LocalDate.ofInstant(at, zone);
    }

    private static Risk risk(
            BenefitFacts facts, Kind kind, String sentence, @Nullable LocalDate since) {
        return new Risk(kind, facts.metricId(), facts.fullKey(), sentence, since);
    }
}
