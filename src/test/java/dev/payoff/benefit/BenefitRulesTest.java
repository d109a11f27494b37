package dev.payoff.benefit;

import static dev.payoff.benefit.BenefitState.IN_DELIVERY;
import static dev.payoff.benefit.BenefitState.PROJECTED;
import static dev.payoff.benefit.BenefitState.REALISING;
import static dev.payoff.benefit.BenefitState.RETIRED;
import static dev.payoff.benefit.BenefitState.SUSTAINED;
import static dev.payoff.benefit.BenefitState.WRITTEN_OFF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Problem.Violation;
import dev.payoff.benefit.Lifecycle.Step;
import dev.payoff.portfolio.Promise;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is decided about benefits, without a database. */
class BenefitRulesTest {

    private static final UUID OWNER = new UUID(0, 1);
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Promise PROMISE = promise("50000", "35000", "1");

    private static Promise promise(
            @Nullable String baseline, @Nullable String target, String share) {
        return new Promise(
                baseline == null ? null : new BigDecimal(baseline),
                null,
                target == null ? null : new BigDecimal(target),
                new BigDecimal(share),
                BigDecimal.ONE,
                "MONTH",
                null);
    }

    private static ProfileInput profile(BenefitClass kind, String redeployment) {
        return new ProfileInput(
                "Lower cost",
                kind,
                "The bill falls.",
                OWNER,
                null,
                "Monthly bill",
                "50,000 - bill",
                "Ledger 4711",
                "Nobody else touches it.",
                redeployment,
                List.of(new ProfileInput.Assumption("Rent stays", "2026-10-31")),
                List.of("2026-09-30"),
                3,
                1);
    }

    private static final ProfileInput WHOLE = profile(BenefitClass.CASHABLE, "");
    private static final Agreement AGREED =
            new Agreement(PROMISE, "f@example.org", "2026-01-15", null);

    @Nested
    class States {

        private final Lifecycle.Facts ready = new Lifecycle.Facts(true, true, true, "because");

        private Step step(BenefitState from, BenefitState to) {
            return Lifecycle.step(from, to, ready);
        }

        @Test
        void leadFromThePromiseToBusinessAsUsual() {
            assertThat(step(PROJECTED, IN_DELIVERY)).isEqualTo(new Step.Moved(IN_DELIVERY, false));
            assertThat(step(IN_DELIVERY, REALISING)).isEqualTo(new Step.Moved(REALISING, false));
            assertThat(step(REALISING, SUSTAINED)).isEqualTo(new Step.Moved(SUSTAINED, false));
            assertThat(step(SUSTAINED, REALISING)).isEqualTo(new Step.Moved(REALISING, false));
            assertThat(step(SUSTAINED, RETIRED)).isEqualTo(new Step.Moved(RETIRED, true));
        }

        @ParameterizedTest
        @EnumSource(BenefitState.class)
        void nothingFollowsTheEnd(BenefitState to) {
            for (BenefitState end : List.of(RETIRED, WRITTEN_OFF)) {
                assertThat(step(end, to))
                        .isInstanceOf(end == to ? Step.Stays.class : Step.Refused.class);
            }
        }

        @Test
        void doNotSkipDelivery() {
            assertThat(step(PROJECTED, REALISING)).isInstanceOf(Step.Refused.class);
            assertThat(step(PROJECTED, SUSTAINED)).isInstanceOf(Step.Refused.class);
        }

        @Test
        void whatIsNotMeasuredIsNotRealised() {
            assertThat(
                            Lifecycle.step(
                                    IN_DELIVERY,
                                    REALISING,
                                    new Lifecycle.Facts(true, false, false, null)))
                    .isInstanceOfSatisfying(
                            Step.Refused.class,
                            refused -> assertThat(refused.why()).contains("measured"));
            assertThat(
                            Lifecycle.step(
                                    IN_DELIVERY,
                                    REALISING,
                                    new Lifecycle.Facts(false, true, false, null)))
                    .isInstanceOf(Step.Refused.class);
        }

        @Test
        void whatNoReviewConfirmedIsNotSustained() {
            assertThat(
                            Lifecycle.step(
                                    REALISING,
                                    SUSTAINED,
                                    new Lifecycle.Facts(true, true, false, null)))
                    .isInstanceOf(Step.Refused.class);
        }

        @Test
        void nothingIsWrittenOffWithoutAReason() {
            assertThat(
                            Lifecycle.step(
                                    REALISING,
                                    WRITTEN_OFF,
                                    new Lifecycle.Facts(true, true, true, " ")))
                    .isInstanceOf(Step.Refused.class);
            assertThat(step(REALISING, WRITTEN_OFF)).isEqualTo(new Step.Moved(WRITTEN_OFF, true));
        }
    }

    @Nested
    class TheGate {

        private List<Gate.Name> failed(
                @Nullable ProfileInput profile,
                boolean owner,
                Promise promise,
                @Nullable Agreement agreed) {
            return Gate.parts(profile, owner, promise, agreed).stream()
                    .filter(part -> !part.passed())
                    .map(Gate.Part::part)
                    .toList();
        }

        @Test
        void isPassedByAWholeProfileThatFinanceAgreedTo() {
            assertThat(failed(WHOLE, true, PROMISE, AGREED)).isEmpty();
        }

        @Test
        void asksForAllFourParts() {
            assertThat(failed(null, false, promise(null, null, "0"), null))
                    .containsExactly(Gate.Name.values());
        }

        @Test
        void namesThePartThatFails() {
            assertThat(failed(WHOLE, false, PROMISE, AGREED))
                    .containsExactly(Gate.Name.DESCRIPTION);
            assertThat(failed(WHOLE, true, PROMISE, null)).containsExactly(Gate.Name.MEASUREMENT);
            assertThat(failed(profile(BenefitClass.NON_FINANCIAL, ""), true, PROMISE, AGREED))
                    .containsExactly(Gate.Name.MEASUREMENT);
        }

        @Test
        void closesWhenThePromiseIsAnother() {
            Promise dearer = promise("60000", "35000", "1");
            assertThat(failed(WHOLE, true, dearer, AGREED)).containsExactly(Gate.Name.MEASUREMENT);
            assertThat(failed(WHOLE, true, promise("50000.00", "35000", "1.0"), AGREED))
                    .as("the same numbers otherwise written")
                    .isEmpty();
        }
    }

    @Nested
    class Profiles {

        @Test
        void savedHoursAreCashableOnlyOnceSomebodySaysWhereTheyWent() {
            assertThat(ProfileRules.check(WHOLE, "DURATION", true, Set.of(OWNER)))
                    .extracting(Violation::field)
                    .containsExactly("redeployment");
            assertThat(
                            ProfileRules.check(
                                    profile(BenefitClass.CASHABLE, "Two posts not refilled"),
                                    "DURATION",
                                    true,
                                    Set.of(OWNER)))
                    .isEmpty();
        }

        @Test
        void ownersAreStakeholdersOfTheProject() {
            assertThat(ProfileRules.check(WHOLE, "CURRENCY", true, Set.of()))
                    .extracting(Violation::field)
                    .containsExactly("owner");
        }
    }

    @Nested
    class Reviews {

        private final LocalDate live = LocalDate.parse("2026-01-31");

        private List<String> labels(@Nullable LocalDate closed) {
            return ReviewPlan.of(List.of(), live, closed, Map.of(), false, TODAY).stream()
                    .map(due -> due.label() + " " + due.dueOn())
                    .toList();
        }

        @Test
        void areDueAfterSixTwelveAndTwentyFourMonths() {
            assertThat(labels(null))
                    .containsExactly(
                            "GO_LIVE_6M 2026-07-31",
                            "GO_LIVE_12M 2027-01-31",
                            "GO_LIVE_24M 2028-01-31");
        }

        @Test
        void countFromTheClosureOnceThereIsOne() {
            assertThat(labels(LocalDate.parse("2026-12-31")))
                    .containsExactly(
                            "GO_LIVE_6M 2026-07-31",
                            "CLOSURE_6M 2027-06-30",
                            "CLOSURE_12M 2027-12-31",
                            "CLOSURE_24M 2028-12-31");
        }

        @Test
        void areOverdueUntilHeld() {
            assertThat(ReviewPlan.of(List.of("2026-09-30"), live, null, Map.of(), false, TODAY))
                    .filteredOn(ReviewPlan.Due::overdue)
                    .extracting(ReviewPlan.Due::label)
                    .containsExactly("GO_LIVE_6M", "2026-09-30");
            Map<String, ReviewPlan.Held> held =
                    Map.of("GO_LIVE_6M", new ReviewPlan.Held(TODAY, "CONFIRMED"));
            assertThat(ReviewPlan.of(List.of(), live, null, held, false, TODAY))
                    .noneMatch(ReviewPlan.Due::overdue);
            assertThat(ReviewPlan.of(List.of("2026-09-30"), live, null, Map.of(), true, TODAY))
                    .as("nothing is due of a benefit that is over")
                    .noneMatch(ReviewPlan.Due::overdue);
        }
    }

    @Nested
    class TheRisks {

        private BenefitFacts facts(
                @Nullable ProfileInput profile,
                Promise promise,
                boolean measured,
                BenefitState state) {
            return new BenefitFacts(
                    new UUID(0, 7),
                    "cloud/cost",
                    "Cost",
                    "COST_REDUCTION",
                    "CURRENCY",
                    new UUID(0, 8),
                    "cloud",
                    "EUR",
                    ZoneOffset.UTC,
                    false,
                    promise,
                    Instant.parse("2026-01-31T00:00:00Z"),
                    null,
                    measured,
                    true,
                    false,
                    profile != null,
                    profile,
                    null,
                    state,
                    "PROJECT",
                    profile == null ? 0 : 1,
                    null,
                    null,
                    false);
        }

        private List<Risks.Kind> kinds(BenefitFacts facts) {
            return Risks.of(facts, BenefitStore.reviews(facts, Map.of(), NOW), NOW).stream()
                    .map(Risks.Risk::kind)
                    .toList();
        }

        @Test
        void anUnmeasuredBenefitIsOne() {
            assertThat(kinds(facts(null, PROMISE, false, PROJECTED)))
                    .containsExactly(
                            Risks.Kind.UNMEASURED,
                            Risks.Kind.NO_PROFILE,
                            Risks.Kind.NO_OWNER,
                            Risks.Kind.REVIEW_OVERDUE);
            assertThat(kinds(facts(WHOLE, promise(null, "1", "1"), true, PROJECTED)))
                    .contains(Risks.Kind.UNMEASURED);
        }

        @Test
        void soAreReviewsNotHeldAndAssumptionsThatExpired() {
            assertThat(kinds(facts(WHOLE, PROMISE, true, REALISING)))
                    .containsExactly(
                            Risks.Kind.REVIEW_OVERDUE,
                            Risks.Kind.REVIEW_OVERDUE,
                            Risks.Kind.ASSUMPTION_EXPIRED);
        }

        @Test
        void aBenefitThatIsOverHasNone() {
            assertThat(kinds(facts(null, PROMISE, false, WRITTEN_OFF))).isEmpty();
        }
    }

    @Nested
    class TheHandover {

        private final Handover.Benefit owned = new Handover.Benefit(new UUID(0, 1), "p/a", true, 3);
        private final Handover.Benefit orphan =
                new Handover.Benefit(new UUID(0, 2), "p/b", false, 5);

        @Test
        void goesToOwnersForTheLongestOfTheAgreedYears() {
            Handover.Benefit other = new Handover.Benefit(new UUID(0, 3), "p/c", true, 1);
            assertThat(Handover.of(TODAY, List.of(owned, other)))
                    .isEqualTo(
                            new Handover.Decision.Closed(
                                    LocalDate.parse("2029-11-21"),
                                    List.of(owned.metricId(), other.metricId())));
        }

        @Test
        void isRefusedWhileSomebodyIsMissing() {
            assertThat(Handover.of(TODAY, List.of(owned, orphan)))
                    .isInstanceOfSatisfying(
                            Handover.Decision.Refused.class,
                            refused ->
                                    assertThat(refused.unowned())
                                            .extracting(Violation::field)
                                            .containsExactly("p/b"));
        }
    }
}
