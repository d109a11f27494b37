package dev.payoff.benefit;

import dev.payoff.portfolio.Promise;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a metric as a benefit.
 *
 * @param start from when on its value counts; null: not known yet
 * @param measured whether it has ever spoken
 * @param counted whether its value counts in its project's figures
 * @param gateOn whether its tenant asks for the gate
 * @param hasOwner whether its profile names an owner who is a stakeholder still
 * @param profile null: nobody wrote one; then the other fields of the profile are those of a new
 *     one
 * @param version of the profile; 0: there is none
 * @param closedOn when its project was closed; null: it is not
 * @param archived whether the metric or its project is
 */
record BenefitFacts(
        UUID metricId,
        String fullKey,
        String name,
        String category,
        String type,
        UUID projectId,
        String projectKey,
        String currency,
        ZoneId zone,
        boolean disbenefit,
        Promise promise,
        @Nullable Instant start,
        @Nullable Instant end,
        boolean measured,
        boolean counted,
        boolean gateOn,
        boolean hasOwner,
        @Nullable ProfileInput profile,
        @Nullable Agreement agreement,
        BenefitState state,
        String custody,
        int version,
        @Nullable LocalDate closedOn,
        @Nullable LocalDate measuredUntil,
        boolean archived) {

    /** Whether it is retired, written off or archived: nothing more is asked of it. */
    boolean isOver() {
        return state.isFinal() || archived;
    }

    boolean isValued() {
        BigDecimal amount = promise.amount();
        return amount != null;
    }

    @Nullable LocalDate startedOn() {
        return start == null ? null : LocalDate.ofInstant(start, zone);
    }

    List<Gate.Part> gate() {
        return Gate.parts(profile, hasOwner, promise, agreement);
    }

    /** Whether its value should count now. */
    boolean shouldCount() {
        return !gateOn || Gate.isPassed(gate());
    }
}
