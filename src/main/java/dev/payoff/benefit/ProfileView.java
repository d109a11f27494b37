package dev.payoff.benefit;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A metric as a benefit, as it is told.
 *
 * @param profile null: nobody wrote one yet
 * @param custody PROJECT until the project is closed, BUSINESS from then on
 * @param gate the four parts, whether or not the tenant asks for them
 * @param gatePassed whether all four hold
 * @param counted whether its value counts in its project's figures
 * @param measuredUntil until when it is measured after the project's closure
 * @param version of the profile, also in the ETag; 0: there is none
 */
@Schema(name = "BenefitProfile")
record ProfileView(
        UUID metricId,
        String metric,
        String name,
        boolean disbenefit,
        @Nullable ProfileInput profile,
        BenefitState state,
        List<BenefitState> next,
        String custody,
        @Nullable Agreement agreement,
        List<Gate.Part> gate,
        boolean gatePassed,
        boolean counted,
        List<ReviewPlan.Due> reviews,
        @Nullable LocalDate measuredUntil,
        int version) {

    static ProfileView of(BenefitFacts facts, List<ReviewPlan.Due> reviews) {
        List<Gate.Part> gate = facts.gate();
        return new ProfileView(
                facts.metricId(),
                facts.fullKey(),
                facts.name(),
                facts.disbenefit(),
                facts.profile(),
                facts.state(),
                Lifecycle.after(facts.state()).stream().sorted().toList(),
                facts.custody(),
                facts.agreement(),
                gate,
                Gate.isPassed(gate),
                facts.counted(),
                reviews,
                facts.measuredUntil(),
                facts.version());
    }
}
