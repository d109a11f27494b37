package dev.payoff.live.money;

import static dev.payoff.live.money.MoneyProofTest.dec;
import static dev.payoff.live.money.MoneyProofTest.json;
import static dev.payoff.live.money.MoneyProofTest.nominal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Moment;
import dev.payoff.live.Ledger;
import dev.payoff.live.money.Assumptions.LaterGoLive;
import dev.payoff.live.money.MoneyCase.Basis;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.Valuation;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Work takes longer than was told: the go-live comes later, and so do the benefits that wait for
 * it.
 */
class DurationBiasTest {

    private static final Instant AS_OF = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant GO_LIVE = Instant.parse("2027-01-01T00:00:00Z");

    private static Facts facts(Instant goLive, String factor) {
        ProjectRef project =
                new ProjectRef(
                        new UUID(0, 1),
                        "p",
                        "P",
                        "SOFTWARE",
                        "EUR",
                        goLive,
                        dec("0.08"),
                        0,
                        0,
                        false);
        Ledger ledger =
                new Ledger(
                        project,
                        new Moment(AS_OF, null, AS_OF),
                        List.of(entry("p/waits", goLive, false), entry("p/own", GO_LIVE, true)),
                        List.of(),
                        0);
        Assumptions by = nominal(DiscountSchedule.flat(dec("0.08")));
        return MoneyReader.facts(
                ledger,
                List.of(),
                new Assumptions(
                        by.schedule(),
                        by.discounting(),
                        null,
                        null,
                        by.prices(),
                        null,
                        BigDecimal.ONE,
                        dec(factor),
                        by.calendar()));
    }

    private static Ledger.Entry entry(String key, Instant start, boolean own) {
        MetricTerms terms =
                new MetricTerms(
                        Kind.LEVEL,
                        dec("100"),
                        dec("90"),
                        start.plus(Duration.ofDays(10)),
                        BigDecimal.ONE,
                        BigDecimal.ONE,
                        new Valuation.PerPeriod(BigDecimal.ONE, Period.HOUR),
                        Period.MONTH,
                        start,
                        null,
                        Duration.ofHours(3));
        return new Ledger.Entry(
                new UUID(1, key.hashCode()),
                key,
                key,
                "REVENUE",
                "CURRENCY",
                "EUR",
                false,
                terms,
                own,
                List.of(),
                null,
                null);
    }

    @Test
    void whatIsLeftOfTheWorkTakesLongerByTheBoundThatIsNotMitigated() {
        // 365 days left; Mott MacDonald's 0.54, half of it mitigated.
        LaterGoLive later = LaterGoLive.of(GO_LIVE, AS_OF, dec("1.27"));
        assertThat(later).isNotNull();
        assertThat(later.days()).isEqualByComparingTo("98.55");
        assertThat(later.later()).isEqualTo(Instant.parse("2027-04-09T13:12:00Z"));
        assertThat(LaterGoLive.of(AS_OF, AS_OF, dec("1.54"))).as("it is live").isNull();
        assertThat(LaterGoLive.of(null, AS_OF, dec("1.54"))).isNull();
        assertThat(LaterGoLive.of(GO_LIVE, AS_OF, BigDecimal.ONE)).isNull();
    }

    @Test
    void benefitsThatWaitForTheGoLiveComeLaterAndNothingMakesUpForIt() {
        Facts told = facts(GO_LIVE, "1");
        Facts biased = facts(GO_LIVE, "1.54");
        assertThat(biased.horizon()).isEqualTo(told.horizon());
        MoneyCase plan = MoneyCase.of(Basis.PLAN, biased);
        assertThat(plan.benefits().getFirst().flows().getFirst().on())
                .as("197.1 days after 2027-01-01, in its month")
                .isEqualTo(LocalDate.of(2027, 7, 31));
        assertThat(plan.benefits().getLast().flows().getFirst().on())
                .as("it has a start of its own")
                .isEqualTo(LocalDate.of(2027, 1, 31));
        // Full for five years less a ramp of ten days; then 197.1 days less of ten an hour.
        BigDecimal before = MoneyView.total(MoneyCase.of(Basis.PLAN, told).benefits());
        BigDecimal after = MoneyView.total(plan.benefits());
        assertThat(before.subtract(after)).isEqualByComparingTo("47304");
        assertThat(MoneyView.of(biased).laterGoLive().days()).isEqualByComparingTo("197.1");
        assertThat(MoneyView.of(told).laterGoLive()).isNull();
    }

    @Test
    void itsProofTellsTheLaterStart() {
        Facts biased = facts(GO_LIVE, "1.54");
        JsonPath proof = json(MoneyProof.of(biased, Basis.PLAN, "benefit", null));
        assertThat(new Recomputed(proof).figure(proof))
                .isEqualByComparingTo(proof.get("value").toString());
        assertThat(proof.getString("proof.parts[0].parts[0].parts[0].facts.start"))
                .isEqualTo("2027-07-17T02:24:00Z");
    }
}
