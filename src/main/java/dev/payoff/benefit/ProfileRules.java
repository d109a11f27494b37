package dev.payoff.benefit;

import dev.payoff.app.Problem.Violation;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What must hold of a profile beyond its fields one by one; pure. */
final class ProfileRules {

    static final String DATE_MESSAGE = "must be an ISO date, from 1970 to 2199";

    private ProfileRules() {}

    /**
     * What is wrong with a profile.
     *
     * @param metricType of its metric; hours saved are cashable only once somebody says where they
     *     went
     * @param valued whether its metric has a valuation
     * @param stakeholders of its project
     */
    static List<Violation> check(
            ProfileInput profile, String metricType, boolean valued, Set<UUID> stakeholders) {
        List<Violation> wrong = new ArrayList<>();
        checkPerson("owner", profile.owner(), stakeholders, wrong);
        checkPerson("responsible", profile.responsible(), stakeholders, wrong);
        if (profile.benefitClass() == BenefitClass.CASHABLE
                && metricType.equals("DURATION")
                && (profile.redeployment() == null || profile.redeployment().isBlank())) {
            wrong.add(
                    new Violation(
                            "redeployment",
                            "must tell where saved time went before it is CASHABLE; until then it"
                                    + " is NON_CASHABLE"));
        }
        if (profile.benefitClass() == BenefitClass.NON_FINANCIAL && valued) {
            wrong.add(
                    new Violation(
                            "benefitClass",
                            "cannot be NON_FINANCIAL while the metric has a valuation"));
        }
        for (int i = 0; i < profile.reviewOn().size(); i++) {
            checkDate("reviewOn[" + i + "]", profile.reviewOn().get(i), wrong);
        }
        for (int i = 0; i < profile.assumptions().size(); i++) {
            String until = profile.assumptions().get(i).validUntil();
            if (until != null) {
                checkDate("assumptions[" + i + "].validUntil", until, wrong);
            }
        }
        return List.copyOf(wrong);
    }

    private static void checkPerson(
            String field, @Nullable UUID person, Set<UUID> stakeholders, List<Violation> wrong) {
        if (person != null && !stakeholders.contains(person)) {
            wrong.add(new Violation(field, "must be the id of a stakeholder of the project"));
        }
    }

    private static void checkDate(String field, String date, List<Violation> wrong) {
        if (date(date).isEmpty()) {
            wrong.add(new Violation(field, DATE_MESSAGE));
        }
    }

    /** The date that an ISO text names; empty where it names none, or one absurdly far away. */
    static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text))
                    .filter(date -> date.getYear() >= 1970 && date.getYear() < 2200);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
