package dev.payoff.benefit;

import dev.payoff.portfolio.Promise;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The four-part gate before a benefit counts in a return: Description, Observable outcome,
 * Attribution, Measurement. (Source: the DOAM test of Managing Successful Programmes; what each
 * part asks for here is told in ADR 28.) Pure.
 */
final class Gate {

    /** The parts. */
    enum Name {
        DESCRIPTION,
        OBSERVABLE_OUTCOME,
        ATTRIBUTION,
        MEASUREMENT
    }

    /**
     * One part.
     *
     * @param missing what it still needs, a sentence each; empty: passed
     */
    @Schema(name = "BenefitGatePart")
    record Part(Name part, boolean passed, List<String> missing) {

        static Part of(Name part, List<String> missing) {
            return new Part(part, missing.isEmpty(), List.copyOf(missing));
        }
    }

    private Gate() {}

    /**
     * The four parts, in their order.
     *
     * @param profile null: nobody wrote one
     * @param hasOwner whether the profile's owner is a stakeholder of the project still
     * @param promise the metric's numbers as they are now
     * @param agreement null: finance has not agreed
     */
    static List<Part> parts(
            @Nullable ProfileInput profile,
            boolean hasOwner,
            Promise promise,
            @Nullable Agreement agreement) {
        return List.of(
                Part.of(Name.DESCRIPTION, description(profile, hasOwner)),
                Part.of(Name.OBSERVABLE_OUTCOME, observable(profile)),
                Part.of(Name.ATTRIBUTION, attribution(profile, promise)),
                Part.of(Name.MEASUREMENT, measurement(profile, promise, agreement)));
    }

    static boolean isPassed(List<Part> parts) {
        return parts.stream().allMatch(Part::passed);
    }

    private static List<String> description(@Nullable ProfileInput profile, boolean hasOwner) {
        if (profile == null) {
            return List.of("There is no profile.");
        }
        List<String> missing = new ArrayList<>();
        need(profile.description(), "It is not described.", missing);
        if (!hasOwner) {
            missing.add("Nobody of the business owns it.");
        }
        return missing;
    }

    private static List<String> observable(@Nullable ProfileInput profile) {
        List<String> missing = new ArrayList<>();
        need(
                profile == null ? null : profile.measure(),
                "It is not told what can be observed.",
                missing);
        need(profile == null ? null : profile.evidence(), "No evidence is named.", missing);
        return missing;
    }

    private static List<String> attribution(@Nullable ProfileInput profile, Promise promise) {
        List<String> missing = new ArrayList<>();
        need(
                profile == null ? null : profile.attribution(),
                "It is not told why the change is this project's.",
                missing);
        if (promise.share().signum() == 0) {
            missing.add("The share that is attributed to the project is 0.");
        }
        return missing;
    }

    private static List<String> measurement(
            @Nullable ProfileInput profile, Promise promise, @Nullable Agreement agreement) {
        List<String> missing = new ArrayList<>();
        need(
                profile == null ? null : profile.calculation(),
                "It is not told how it is calculated.",
                missing);
        if (promise.baseline() == null) {
            missing.add("There is no baseline.");
        }
        if (promise.target() == null) {
            missing.add("There is no target.");
        }
        if (profile != null && profile.benefitClass() == BenefitClass.NON_FINANCIAL) {
            missing.add("It is not financial, so it counts in no return.");
        } else if (promise.amount() == null) {
            missing.add("There is no valuation.");
        }
        if (agreement == null) {
            missing.add("Finance has not agreed to the valuation.");
        } else if (!agreement.promise().equals(promise)) {
            missing.add("The promise was changed after finance agreed to it.");
        }
        return missing;
    }

    private static void need(@Nullable String told, String sentence, List<String> missing) {
        if (told == null || told.isBlank()) {
            missing.add(sentence);
        }
    }
}
